/** What the classes `Block` and `Network` say alike in PyTorch and Keras, as lines inside these classes. */
import { docstring, indent } from "./layout.js";

/** What a block is. */
export const blockDoc = indent(
  1,
  docstring(1, "A cell, then a separable convolution, which at stride 2 halves the resolution."),
);

/** What the network is. */
export const networkDoc = indent(
  1,
  docstring(
    1,
    "A stem, groups of blocks, and a classifier.",
    "Between two groups the resolution halves and the channels double.",
  ),
);

/** The loop over the blocks' `channels`, `out_channels` and `stride`; `body` uses them. */
export const blockLoop = (...body: readonly string[]): readonly string[] =>
  indent(2, [
    "for group in range(GROUPS):",
    "    channels = CHANNELS * 2**group",
    "    for cell in range(CELLS):",
    "        halves = cell == CELLS - 1 and group < GROUPS - 1",
    "        out_channels, stride = (2 * channels, 2) if halves else (channels, 1)",
    ...indent(2, body),
  ]);

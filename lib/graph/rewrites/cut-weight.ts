/** A weight → weights that are pieces of it, one for each part of the value that it meets. */
import { startsOf, type WeightOperation } from "../forward-graph.js";
import type { Editor } from "./edit-forward.js";

/**
 * Takes out the matrix `weight`, `[channels in, channels]`, for its rows by part: contiguous pieces of the flat vector;
 * their ids.
 */
export function cutRows(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, channels, offset } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels,
      offset: offset + from * channels,
      shape: [partChannels[part], channels],
    }),
  );
}

/** Takes out the row `weight`, `[channels]`, for its numbers by part; their ids. */
export function cutRow(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, offset } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels: partChannels[part],
      offset: offset + from,
      shape: [partChannels[part]],
    }),
  );
}

/**
 * Takes out the depthwise kernel `weight`, `[kernel, kernel, channels, 1]`, for its channels by part, which are not
 * contiguous in the flat vector; their ids.
 */
export function cutKernel(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, offset, shape } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels: 1,
      offset,
      shape: [shape[0], shape[1], partChannels[part], 1],
      within: { shape, from },
    }),
  );
}

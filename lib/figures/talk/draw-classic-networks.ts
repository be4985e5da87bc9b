/** Networks for image classification before architecture search: layer after layer. Deck, "Introduction". */
import type { Figure } from "../output/figure.js";
import { colours, meanings } from "../output/theme.js";
import { moveShapes, type Drawing, type Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { textWidth } from "../output/text-width.js";
import { colourKey, talkType, words } from "./talk-parts.js";

interface LayerBlock {
  readonly kind: "convolution" | "pool" | "dense";
  /** How many layers in a row. */
  readonly count: number;
  readonly line: string;
  /** Pixels along a side of what it gives. */
  readonly side: number;
  /** Channels of what it gives. */
  readonly channels: number;
}

interface ClassicNetwork {
  readonly name: string;
  readonly source: string;
  readonly blocks: readonly LayerBlock[];
}

const convolution = (kernel: string, channels: number, side: number, count = 1): LayerBlock => ({
  ...{ kind: "convolution", count, line: kernel, side, channels },
});
const pool = (channels: number, side: number): LayerBlock => ({ kind: "pool", count: 1, line: "pool", side, channels });
const dense = (channels: number, count = 1): LayerBlock => ({ kind: "dense", count, line: "dense", side: 1, channels });

/** From memory of the papers; the deck has only their picture. */
const networks: readonly ClassicNetwork[] = Object.freeze([
  {
    name: "AlexNet",
    source: "Krizhevsky et al., 2012: 8 layers, 61 million parameters",
    blocks: [
      convolution("11×11", 96, 55),
      pool(96, 27),
      convolution("5×5", 256, 27),
      pool(256, 13),
      convolution("3×3", 384, 13, 2),
      convolution("3×3", 256, 13),
      pool(256, 6),
      dense(4096, 2),
      dense(1000),
    ],
  },
  {
    name: "VGG-16",
    source: "Simonyan & Zisserman, 2014: 16 layers, 138 million parameters",
    blocks: [
      convolution("3×3", 64, 224, 2),
      pool(64, 112),
      convolution("3×3", 128, 112, 2),
      pool(128, 56),
      convolution("3×3", 256, 56, 3),
      pool(256, 28),
      convolution("3×3", 512, 28, 3),
      pool(512, 14),
      convolution("3×3", 512, 14, 3),
      pool(512, 7),
      dense(4096, 2),
      dense(1000),
    ],
  },
]);

const look = Object.freeze({
  convolution: { colour: colours.blue, words: "convolution, ReLU" },
  pool: { colour: colours.green, words: "max pooling" },
  dense: { colour: colours.grey, words: "fully connected" },
});

const WIDTH = 800;

/**
 * AlexNet and VGG-16 as rows of layers: a block is as high as its feature maps are wide (on a log scale), with its
 * kernel and channels below. Deck, "Deep Neural Network Architectures for Image Classification".
 */
export function drawClassicNetworks(): Figure {
  const rows = networks.map(rowOf);
  let y = 0;
  const shapes: Shape[] = [];
  for (const row of rows) {
    shapes.push(...moveShapes(row.shapes, 0, y));
    y += row.height + 18;
  }
  const key = colourKey(Object.values(look), WIDTH);
  shapes.push(...moveShapes(key.shapes, 0, y));
  const said = networks.map(({ name, source, blocks }) => `${name} (${source}): ${blocks.map(wordsOf).join(", ")}`);
  return drawingFigure("Networks for image classification", `${said.join(". ")}.`, {
    ...{ width: WIDTH, height: y + key.height, shapes },
  });
}

function wordsOf({ count, line, kind, channels }: LayerBlock): string {
  const times = count === 1 ? "" : `${count} × `;
  return kind === "pool" ? "pooling" : `${times}${kind === "dense" ? "dense" : `${line} convolution`} ${channels}`;
}

const FLOOR = 122;

function rowOf({ name, source, blocks }: ClassicNetwork): Drawing {
  const shapes: Shape[] = [
    words(0, 10, name, { size: talkType.head, bold: true }),
    words(textWidth(name, talkType.head, true) + 14, 11, source, { size: talkType.small, colour: meanings.quietText }),
  ];
  const weight = ({ kind, count }: LayerBlock): number =>
    kind === "pool" ? 0.7 : kind === "dense" ? 1 + 0.3 * (count - 1) : 1.05 + 0.32 * (count - 1);
  const total = blocks.reduce((sum, block) => sum + weight(block), 0);
  const unit = (WIDTH - 14 * (blocks.length - 1)) / total;
  let x = 0;
  blocks.forEach((block, index) => {
    const { kind, side, count, line, channels } = block;
    const width = weight(block) * unit;
    const height = 24 + 9.6 * Math.log2(Math.max(1, side));
    const top = FLOOR - height / 2 - 34;
    const inner = 3;
    const one = (width - inner * (count - 1)) / count;
    for (let layer = 0; layer < count; layer++) {
      shapes.push({
        ...{ kind: "box", x: x + layer * (one + inner), y: top, width: one, height, radius: 3 },
        ...{ fill: look[kind].colour, stroke: meanings.node, strokeWidth: 1 },
        tooltip: { title: wordsOf({ ...block, count: 1 }), "feature maps": `${side}×${side}×${channels}` },
      });
    }
    const middle = x + width / 2;
    if (kind !== "pool") {
      shapes.push(
        words(middle, FLOOR + 30, kind === "dense" ? String(channels) : line, {
          align: "center",
          size: talkType.small,
        }),
      );
      if (kind === "convolution") {
        shapes.push(
          words(middle, FLOOR + 47, String(channels), {
            align: "center",
            size: talkType.small,
            colour: meanings.quietText,
          }),
        );
      }
    }
    if (index > 0)
      shapes.push({
        ...{ kind: "line", x: x - 13, y: FLOOR - 34, path: "M0,0L11,0" },
        ...{ stroke: meanings.quietText, strokeWidth: 1.5 },
      });
    x += width + 14;
  });
  return { width: WIDTH, height: FLOOR + 56, shapes };
}

/** A whole network in one row, from the image to the classes, for a slide. Paper, section 4. */
import type { Genotype } from "../../genotype/genotype.js";
import { type NetworkConfig, smallNetwork } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import type { Shape } from "../architectures/drawing.js";
import { networkLooks } from "../architectures/network-list.js";
import { foldedRows, networkRows, type NetworkRow } from "../architectures/network-rows.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { meanings } from "../output/theme.js";
import { textWidth } from "../output/text-width.js";
import { arrow, talkType, words } from "./talk-parts.js";

interface Stage {
  /** One or two lines. */
  readonly lines: readonly string[];
  readonly row: NetworkRow;
}

const HEIGHT = 56;
const GAP = 17;
const TOP = 56;

/**
 * The network that `config.network` (by default the small one) puts around the genotype's cell, as boxes in a row: what
 * repeats is drawn once, in a frame with how often. Below a box are the shape that it gives and its share of the
 * parameters. Paper, section 4. Throws InputError when the genotype has no network.
 */
export function drawNetworkRow(genotype: Genotype, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const network = config.network ?? smallNetwork;
  const plan = planNetwork(genotype, network, config.primitives);
  const stages = foldedRows(networkRows(plan)).map((row): Stage => ({ lines: linesOf(row), row }));
  const shapes: Shape[] = [];
  let x = 0;
  const starts: number[] = [];
  const ends: number[] = [];
  stages.forEach((stage, index) => {
    const width = widthOf(stage);
    starts.push(x);
    ends.push(x + width);
    shapes.push(...stageShapes(stage, x, width, plan.parameterCount));
    if (index > 0) {
      const middle = TOP + HEIGHT / 2;
      shapes.push(...arrow({ x: ends[index - 1], y: middle }, { x, y: middle }, 1.8));
    }
    x += width + GAP;
  });
  shapes.unshift(...groupFrames(stages, starts, ends, network));
  const total = `${grouped(plan.parameterCount)} parameters, ${grouped(plan.multiplyAdds)} multiply-adds for an image`;
  const named: Readonly<Record<string, string>> = {
    small: "The small CIFAR-10 network",
    large: "The large CIFAR-10 network",
    imagenet: "The ImageNet network",
  };
  const title = `${named[network.name] ?? `The network ${network.name}`}, c₀ = ${network.channels}, N = ${network.cellsPerGroup}`;
  const head = words(0, 8, total, { size: talkType.small, colour: meanings.quietText });
  const description = `${total}; ${stages.map(({ lines, row }) => `${lines.join(" ")} to ${shapeOf(row)}`).join(", ")}.`;
  return drawingFigure(config.title ?? title, description, {
    ...{ width: x - GAP, height: TOP + HEIGHT + 50, shapes: [head, ...shapes] },
  });
}

function linesOf({ kind, words: said, stride }: NetworkRow): readonly string[] {
  const halves = stride === 2 ? ", /2" : "";
  if (kind === "cell" || kind === "image") return [kind];
  if (kind === "pool") return ["average", "pooling"];
  if (kind === "classifier") return ["softmax"];
  return said.includes("separable") ? ["sep.", `3×3${halves}`] : ["conv.", `3×3${halves}`];
}

function widthOf({ lines, row }: Stage): number {
  const least = row.kind === "cell" ? 60 : 40;
  const inside = Math.max(...lines.map((line) => textWidth(line, talkType.small, true))) + 10;
  return Math.ceil(Math.max(least, inside, textWidth(shapeOf(row), talkType.small) - 12));
}

const shapeOf = ({ kind, height, channels }: NetworkRow): string =>
  kind === "classifier" || kind === "pool" ? String(channels) : `${height}²×${channels}`;

function stageShapes({ lines, row }: Stage, x: number, width: number, total: number): readonly Shape[] {
  const { kind, parameterCount } = row;
  const middle = x + width / 2;
  const share = (100 * parameterCount) / total;
  const { fill, stroke } = networkLooks[kind];
  return [
    {
      ...{ kind: "box", x, y: TOP, width, height: HEIGHT, radius: 6, fill },
      ...{ stroke, strokeWidth: kind === "cell" ? 2.4 : 1.4 },
      tooltip: { title: lines.join(" "), gives: shapeOf(row), parameters: grouped(parameterCount) },
    },
    ...lines.map((line, index) =>
      words(middle, TOP + HEIGHT / 2 + (index - (lines.length - 1) / 2) * 19, line, {
        ...{ align: "center", bold: true, size: talkType.small },
      }),
    ),
    words(middle, TOP + HEIGHT + 18, shapeOf(row), { align: "center", size: talkType.small }),
    ...(share < 0.05
      ? []
      : [
          words(middle, TOP + HEIGHT + 38, `${share < 1 ? share.toFixed(1) : Math.round(share)} %`, {
            ...{ align: "center", size: talkType.small, colour: meanings.quietText },
          }),
        ]),
  ];
}

function groupFrames(
  stages: readonly Stage[],
  starts: readonly number[],
  ends: readonly number[],
  { cellsPerGroup }: NetworkConfig,
): readonly Shape[] {
  return stages.flatMap(({ row }, index): readonly Shape[] => {
    if (row.kind !== "cell") return [];
    const [left, right] = [starts[index] - 7, ends[index + 1] + 7];
    return [
      {
        ...{ kind: "frame", x: left, y: TOP - 28, width: right - left, height: HEIGHT + 36, radius: 8 },
        ...{ stroke: meanings.frame, strokeWidth: 1.2, fill: meanings.background },
      },
      words(left + 7, TOP - 14, cellsPerGroup === 1 ? `group ${row.group}` : `group ${row.group}: ${cellsPerGroup} ×`, {
        ...{ size: talkType.small, colour: meanings.quietText },
      }),
    ];
  });
}

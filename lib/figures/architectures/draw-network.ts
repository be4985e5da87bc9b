/** The whole network around a cell, from the image to the classes. Paper, section 4. */
import type { Genotype } from "../../genotype/genotype.js";
import { type NetworkConfig, smallNetwork } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype } from "./annotate-genotype.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, moveShapes, type Shape } from "./drawing.js";
import { graphShapes } from "./graph-shapes.js";
import { networkList, rowTop } from "./network-list.js";
import { foldedRows, networkRows, type NetworkRow } from "./network-rows.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";

/**
 * The network that `config.network` (by default the small one) puts around the genotype's cell: stem, groups of cells,
 * strides, channels, resolution and costs, row by row, with the cell beside it. The cells of
 * a group are one row with their costs together, and so is what follows each of them. Paper, section 4. Throws InputError
 * when the genotype has no network.
 */
export function drawNetwork(genotype: Genotype, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const network = config.network ?? smallNetwork;
  const plan = planNetwork(genotype, network, config.primitives);
  const rows = foldedRows(networkRows(plan));
  const list = networkList(rows, network.channels);
  const { cell } = annotateGenotype(genotype, config);
  const drawn = withCell(list, graphShapes(cell), rows);
  const drawing = config.key === false ? drawn : withKey(drawn, [cell]);
  const description =
    `${network.groupCount} groups of ${network.cellsPerGroup} ${network.cellsPerGroup === 1 ? "cell" : "cells"}, ` +
    `${network.channels} channels in the first, doubling in each following one; ` +
    `${grouped(plan.parameterCount)} parameters, ${grouped(plan.multiplyAdds)} multiply-adds for an image of ` +
    `${network.imageSize.height}×${network.imageSize.width}.`;
  const title = `${titleOf(network)}: ${grouped(plan.parameterCount)} parameters`;
  return drawingFigure(config.title ?? title, description, drawing);
}

function titleOf({ name, channels, cellsPerGroup }: NetworkConfig): string {
  const known: { readonly [name: string]: string } = {
    small: "The small CIFAR-10 network",
    large: "The large CIFAR-10 network",
    imagenet: "The ImageNet network",
  };
  return `${known[name] ?? `The network ${name}`} (c₀ = ${channels}, N = ${cellsPerGroup})`;
}

/** The list with the cell's graph to its right, or below it where there is no room, framed as cells are in the list. */
function withCell(list: Drawing, cell: Drawing, rows: readonly NetworkRow[]): Drawing {
  const inset = 12;
  const [width, height] = [cell.width + 2 * inset, cell.height + 2 * inset + 20];
  const isBeside = list.width + GAP + width <= DRAWING_WIDTH;
  const first = rowTop(
    rows.findIndex(({ kind }) => kind === "cell"),
    rows,
  );
  const left = isBeside ? list.width + GAP : 0;
  const top = isBeside ? Math.max(0, Math.min(first - 20, list.height - height)) : list.height + 12;
  const head = { kind: "text", x: left + inset, y: top + 17, text: "each cell", size: 13, bold: true } as const;
  const shapes: readonly Shape[] = [
    ...list.shapes,
    { kind: "frame", x: left, y: top, width, height, radius: 6, stroke: meanings.motif, strokeWidth: 2 },
    { ...head, align: "left", colour: meanings.text },
    ...moveShapes(cell.shapes, left + inset, top + inset + 20),
  ];
  return { width: Math.max(list.width, left + width), height: Math.max(list.height, top + height), shapes };
}

const GAP = 36;

/** The whole network around a cell, from image to classes. Paper, section 4 (the drawing is ours). */
import { type Genotype, levelCount } from "../genotype/genotype.js";
import { type NetworkConfig, smallNetwork } from "../network/network-config.js";
import { planNetwork } from "../network/plan-network.js";
import type { DrawingConfig } from "./draw-motif.js";
import { type Drawing, drawingFigure, moveShapes, type Shape, type Tooltip } from "./drawing.js";
import type { Figure } from "./figure.js";
import { graphShapes } from "./graph-shapes.js";
import { grouped, measureGenotype, shapeWords } from "./measure-graph.js";
import { networkRows, type NetworkRow } from "./network-rows.js";
import { meanings, colours } from "./theme.js";

const BOX = { left: 92, width: 196, height: 24, gap: 15 };
const SHAPE_RIGHT = 372;
const PARAMETERS_RIGHT = 452;
const MULTIPLY_ADDS_RIGHT = 552;
const HEAD = 26;
const GROUP_INSET = 7;

/**
 * The network that `config.network` (the small one by default) puts around the genotype's cell: stem, groups of cells, strides, channels, resolution and costs, row by row; beside it the cell. Paper, section 4.
 * Throws InputError when the genotype has no network.
 */
export function drawNetwork(genotype: Genotype, config: DrawingConfig = {}): Figure {
  const network = config.network ?? smallNetwork;
  const plan = planNetwork(genotype, network, config.primitives);
  const rows = networkRows(plan);
  const list = listShapes(rows, network.channels);
  const measures = measureGenotype(genotype, config, config.primitives);
  const cell = graphShapes(genotype, levelCount(genotype), 1, {
    primitives: config.primitives,
    measures: measures(levelCount(genotype), 1),
  });
  const drawing = besideCell(list, cell, rows);
  const description =
    `${network.groupCount} groups of ${network.cellsPerGroup} ${network.cellsPerGroup === 1 ? "cell" : "cells"}, ` +
    `${network.channels} channels in the first, twice as many in each further one; ` +
    `${grouped(plan.parameterCount)} parameters, ${grouped(plan.multiplyAdds)} multiply-adds for an image of ` +
    `${network.imageSize.height}×${network.imageSize.width}.`;
  return drawingFigure(config.title ?? titleOf(network), description, drawing);
}

function titleOf({ name, channels, cellsPerGroup }: NetworkConfig): string {
  const known: { readonly [name: string]: string } = {
    small: "The small CIFAR-10 network",
    large: "The large CIFAR-10 network",
    imagenet: "The ImageNet network",
  };
  return `${known[name] ?? `The network ${name}`} (c0 = ${channels}, N = ${cellsPerGroup})`;
}

const rowTop = (index: number, rows: readonly NetworkRow[]): number => {
  // A group's frame needs room above its first row and below its last.
  const frames = rows.slice(0, index + 1).filter((row, at) => row.group !== rows[at - 1]?.group).length;
  return HEAD + index * (BOX.height + BOX.gap) + Math.max(0, frames - 1) * GROUP_INSET;
};

function listShapes(rows: readonly NetworkRow[], channels: number): Drawing {
  const head = { kind: "text", y: 8, size: 11, align: "right", colour: meanings.quietText } as const;
  const total = (pick: (row: NetworkRow) => number): string => grouped(rows.reduce((sum, row) => sum + pick(row), 0));
  const bottom = rowTop(rows.length - 1, rows) + BOX.height;
  const sum = { ...head, y: bottom + 20, bold: true, colour: meanings.text } as const;
  const shapes: readonly Shape[] = [
    { ...head, x: SHAPE_RIGHT, text: "output shape" },
    { ...head, x: PARAMETERS_RIGHT, text: "parameters" },
    { ...head, x: MULTIPLY_ADDS_RIGHT, text: "multiply-adds" },
    ...groupFrames(rows, channels),
    ...rows.flatMap((row, index) =>
      rowShapes(row, rowTop(index, rows), index > 0 ? rowTop(index - 1, rows) : undefined),
    ),
    { ...sum, x: SHAPE_RIGHT, text: "in all" },
    { ...sum, x: PARAMETERS_RIGHT, text: total(({ parameterCount }) => parameterCount) },
    { ...sum, x: MULTIPLY_ADDS_RIGHT, text: total(({ multiplyAdds }) => multiplyAdds) },
  ];
  return { width: MULTIPLY_ADDS_RIGHT, height: bottom + 30, shapes };
}

function groupFrames(rows: readonly NetworkRow[], channels: number): readonly Shape[] {
  const groups = [...new Set(rows.flatMap(({ group }) => (group === undefined ? [] : [group])))];
  return groups.flatMap((group): readonly Shape[] => {
    const indices = rows.flatMap((row, index) => (row.group === group ? [index] : []));
    const [first, last] = [indices[0], indices[indices.length - 1]];
    const top = rowTop(first, rows) - GROUP_INSET;
    const bottom = rowTop(last, rows) + BOX.height + GROUP_INSET;
    const line = { kind: "text", x: 10, align: "left", colour: meanings.text } as const;
    const middle = (top + bottom) / 2;
    const within = rows[last === first ? first : last - 1];
    return [
      {
        kind: "frame",
        x: 0,
        y: top,
        width: BOX.left + BOX.width + GROUP_INSET,
        height: bottom - top,
        radius: 6,
        fill: "#F6F6F6",
        stroke: meanings.frame,
        strokeWidth: 1,
      },
      { ...line, y: middle - 16, text: `group ${group}`, size: 12, bold: true },
      { ...line, y: middle, text: `C = ${channels * 2 ** (group - 1)}`, size: 11 },
      { ...line, y: middle + 15, text: `${within.height}×${within.width}`, size: 11, colour: meanings.quietText },
    ];
  });
}

function rowShapes(row: NetworkRow, top: number, above: number | undefined): readonly Shape[] {
  const { left, width, height } = BOX;
  const [x, y] = [left + width / 2, top + height / 2];
  const shape = row.kind === "classifier" ? `${grouped(row.channels)} classes` : shapeWords(row, row.channels);
  const tooltip: Tooltip = {
    title:
      row.group === undefined
        ? row.words
        : `group ${row.group}, ${row.kind === "cell" ? `cell ${row.cell}` : row.words}`,
    ...(row.stride > 1 ? { stride: row.stride } : {}),
    output: shape,
    parameters: grouped(row.parameterCount),
    "multiply-adds": grouped(row.multiplyAdds),
  };
  const look = looks[row.kind];
  const quiet = { kind: "text", y, size: 11.5, align: "right", colour: meanings.text } as const;
  const arrow: readonly Shape[] =
    above === undefined
      ? []
      : [
          {
            kind: "line",
            x,
            y: above + height,
            path: `M0,0L0,${top - above - height - 5}`,
            stroke: meanings.quietText,
            strokeWidth: 1.5,
          },
          { kind: "line", x, y: top, path: "M0,0L-4,-7L4,-7Z", fill: meanings.quietText, strokeWidth: 0 },
        ];
  const stride: readonly Shape[] =
    row.stride === 1
      ? []
      : [
          {
            kind: "box",
            x: left + width - 29,
            y: top + 4,
            width: 25,
            height: height - 8,
            radius: 4,
            fill: meanings.text,
          },
          {
            kind: "text",
            x: left + width - 16.5,
            y,
            text: `/${row.stride}`,
            size: 11,
            bold: true,
            align: "center",
            colour: meanings.background,
          },
        ];
  return [
    ...arrow,
    {
      kind: "box",
      x: left,
      y: top,
      width,
      height,
      radius: row.kind === "image" ? 0 : 5,
      fill: look.fill,
      stroke: look.stroke,
      strokeWidth: row.kind === "cell" ? 2 : 1.2,
      tooltip,
    },
    ...stride,
    {
      kind: "text",
      x: row.stride === 1 ? x : x - 14,
      y,
      text: row.words,
      size: 12,
      bold: row.kind === "cell",
      align: "center",
      colour: meanings.text,
    },
    { ...quiet, x: SHAPE_RIGHT, text: shape },
    ...(row.kind === "image" || row.kind === "pool"
      ? []
      : [
          { ...quiet, x: PARAMETERS_RIGHT, text: grouped(row.parameterCount) },
          { ...quiet, x: MULTIPLY_ADDS_RIGHT, text: grouped(row.multiplyAdds) },
        ]),
  ];
}

const plain = { fill: meanings.background, stroke: meanings.quietText };
const looks: { readonly [kind in NetworkRow["kind"]]: { readonly fill: string; readonly stroke: string } } = {
  image: plain,
  stem: { fill: "#DCEAF5", stroke: colours.blue },
  cell: { fill: meanings.background, stroke: meanings.motif },
  after: { fill: "#FBE5D8", stroke: colours.vermillion },
  pool: { fill: "#E3F2FB", stroke: colours.skyBlue },
  classifier: plain,
};

/** The cell's graph right of the list, with lines from the first cell to it. */
function besideCell(list: Drawing, cell: Drawing, rows: readonly NetworkRow[]): Drawing {
  const inset = 12;
  const left = list.width + 36;
  const [width, height] = [cell.width + 2 * inset, cell.height + 2 * inset + 20];
  const first = rowTop(
    rows.findIndex(({ kind }) => kind === "cell"),
    rows,
  );
  const top = Math.max(0, Math.min(first - 20, list.height - height));
  const shapes: readonly Shape[] = [
    ...list.shapes,
    { kind: "frame", x: left, y: top, width, height, radius: 6, stroke: meanings.motif, strokeWidth: 1.5 },
    {
      kind: "text",
      x: left + inset,
      y: top + 17,
      text: "each cell",
      size: 13,
      bold: true,
      align: "left",
      colour: meanings.text,
    },
    ...moveShapes(cell.shapes, left + inset, top + inset + 20),
  ];
  return { width: left + width, height: Math.max(list.height, top + height), shapes };
}

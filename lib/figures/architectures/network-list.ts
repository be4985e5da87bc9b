/** The rows of a network as a column of boxes with their shapes and costs. Paper, section 4. */
import { sum } from "d3-array";
import type { Drawing, Shape, Tooltip } from "./drawing.js";
import { grouped, shapeWords } from "../output/number-words.js";
import type { NetworkRow } from "./network-rows.js";
import { colours, meanings } from "../output/theme.js";

const BOX = { left: 92, width: 196, height: 24, gap: 15 };
const SHAPE_RIGHT = 372;
const PARAMETERS_RIGHT = 452;
const MULTIPLY_ADDS_RIGHT = 552;
const HEAD = 26;
const GROUP_INSET = 7;

/** The top of row `index` in the list. */
export const rowTop = (index: number, rows: readonly NetworkRow[]): number => {
  // A group's frame needs room above its first row and below its last one.
  const frames = rows.slice(0, index + 1).filter((row, at) => row.group !== rows[at - 1]?.group).length;
  return HEAD + index * (BOX.height + BOX.gap) + Math.max(0, frames - 1) * GROUP_INSET;
};

/** The boxes of all rows, from image to classifier; `channels` is c0. */
export function networkList(rows: readonly NetworkRow[], channels: number): Drawing {
  const head = { kind: "text", y: 8, size: 11, align: "right", colour: meanings.quietText } as const;
  const total = (pick: (row: NetworkRow) => number): string => grouped(sum(rows, pick));
  const bottom = rowTop(rows.length - 1, rows) + BOX.height;
  const foot = { ...head, y: bottom + 20, bold: true, colour: meanings.text } as const;
  const shapes: readonly Shape[] = [
    { ...head, x: SHAPE_RIGHT, text: "output shape" },
    { ...head, x: PARAMETERS_RIGHT, text: "parameters" },
    { ...head, x: MULTIPLY_ADDS_RIGHT, text: "multiply-adds" },
    ...groupFrames(rows, channels),
    ...rows.flatMap((row, index) =>
      rowShapes(row, rowTop(index, rows), index > 0 ? rowTop(index - 1, rows) : undefined),
    ),
    { ...foot, x: SHAPE_RIGHT, text: "total" },
    { ...foot, x: PARAMETERS_RIGHT, text: total(({ parameterCount }) => parameterCount) },
    { ...foot, x: MULTIPLY_ADDS_RIGHT, text: total(({ multiplyAdds }) => multiplyAdds) },
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
    const times = rows[first].times ?? 1;
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
      {
        ...line,
        y: middle - 16,
        text: times === 1 ? `group ${group}` : `group ${group}: ${times} ×`,
        size: 12,
        bold: true,
      },
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
        : `group ${row.group}, ${row.kind === "cell" && row.times === undefined ? `cell ${row.cell}` : row.words}`,
    ...(row.times === undefined ? {} : { times: row.times }),
    ...(row.stride > 1 ? { stride: row.stride } : {}),
    output: shape,
    parameters: grouped(row.parameterCount),
    "multiply-adds": grouped(row.multiplyAdds),
  };
  const look = networkLooks[row.kind];
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
/** The fill and the border of each kind of stage. */
export const networkLooks: {
  readonly [kind in NetworkRow["kind"]]: { readonly fill: string; readonly stroke: string };
} = {
  image: plain,
  stem: { fill: "#DCEAF5", stroke: colours.blue },
  cell: { fill: meanings.background, stroke: meanings.motif },
  after: { fill: "#FBE5D8", stroke: colours.vermillion },
  pool: { fill: "#E3F2FB", stroke: colours.skyBlue },
  classifier: plain,
};

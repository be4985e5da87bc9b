/** The key below a drawing: what occurs in it, and nothing else. */
import { max, sum } from "d3-array";
import type { OperationLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { gateBox, gateTab, TAB } from "./closing-gate.js";
import { MOST_EDGES, PALE } from "./drawing-limit.js";
import { type Drawing, moveShapes, type Shape } from "./drawing.js";
import { graphSizes } from "./graph-sizes.js";
import { operationId } from "./operation-id.js";

/** One sign with its words. */
export interface KeyItem {
  /** The sign, its left end's middle at 0, 0. */
  readonly sign: readonly Shape[];
  readonly words: string;
}

const TYPE = 11.5;
const ROW = 24;
const GAP = 20;
const SIGN = 37;
/** Below the drawing. */
const TOP = 22;
/** A key is at least so wide, below a drawing that is not. */
const LEAST = 460;

/** A drawing's operations as a key needs them. */
export interface KeyConfig {
  /** Whether paleness means what it means elsewhere; true by default. */
  readonly pale?: boolean;
  /** The ids as the deck typesets them beside the signs, for drawings that write those. */
  readonly ids?: boolean;
  /** Further items, after the operations. */
  readonly more?: readonly KeyItem[];
}

/** What occurs in drawings of `motifs`: primitives in their order, motifs, the gate that closes them, pale parts. */
export function keyItems(
  motifs: readonly AnnotatedMotif[],
  { ids = false, pale = true }: KeyConfig = {},
): readonly KeyItem[] {
  const drawn = motifs.filter(({ edges }) => edges.length <= MOST_EDGES);
  const primitives = new Map<string, readonly [number, OperationLook]>();
  for (const { level, edges } of drawn)
    if (level === 2) for (const { operation, look } of edges) primitives.set(look.name, [operation, look]);
  const carried = drawn.flatMap(({ level, edges }) => (level > 2 ? edges : []));
  const isPale = pale && drawn.some(({ used, edges }) => edges.some(({ isLive }) => !used || !isLive));
  const id = (operation: number): readonly Shape[] => (ids ? operationId(48, 0, operation, 1, { size: 15 }) : []);
  return [
    ...[...primitives.values()]
      .sort(([one], [other]) => one - other)
      .map(([operation, look]) => ({ sign: [...signShapes(look), ...id(operation)], words: look.words })),
    ...(carried.length === 0 ? [] : [{ sign: signShapes(carried[0].look), words: motifWords(carried[0].look) }]),
    ...(carried.length === 0 && drawn.every(({ isCell }) => isCell)
      ? []
      : [{ sign: gateBox({ x: 1, y: 0 }), words: "closes each motif, to C channels" }]),
    ...(isPale ? [paleItem] : []),
  ];
}

const motifWords = ({ sign }: OperationLook): string => `a motif, here number ${sign}`;

/** An operation's sign in its colours; a motif's ends in the gate that closes it. */
export function signShapes({ sign, colour, lineColour, signColour, motif }: OperationLook): readonly Shape[] {
  const { labelWidth, labelHeight: height } = graphSizes;
  const width = motif === undefined ? labelWidth : labelWidth - TAB;
  return [
    {
      ...{ kind: "box", x: 0, y: -height / 2, width, height, radius: 5 },
      ...{ fill: colour, stroke: lineColour, strokeWidth: 1.2 },
    },
    { ...{ kind: "text", x: width / 2, y: 0, text: sign, size: 12, bold: true }, align: "center", colour: signColour },
    ...(motif === undefined ? [] : [gateTab({ x: width, y: 0 }, height - 6, 1)]),
  ];
}

const paleItem: KeyItem = {
  sign: [
    { kind: "line", x: 2, y: 0, path: "M0,0L26,0", stroke: meanings.motif, strokeWidth: 2, opacity: PALE },
    { ...{ kind: "box", x: 7, y: -7, width: 16, height: 14, radius: 4 }, fill: meanings.motif, opacity: PALE },
  ],
  words: "pale: not in the network",
};

/** The item for an edge that a drawing marks. */
export function markedItem(words: string): KeyItem {
  return {
    sign: [
      { kind: "halo", x: 0, y: 0, path: "M0,-5.5H30V5.5H0Z", fill: meanings.marked },
      { kind: "line", x: 2, y: 0, path: "M0,0L26,0", stroke: meanings.motif, strokeWidth: 2 },
    ],
    words,
  };
}

/** `drawing` with a key below it, in as many columns as its width allows; as it is if there is nothing to explain. */
export function withKey(drawing: Drawing, motifs: readonly AnnotatedMotif[], config: KeyConfig = {}): Drawing {
  const items = [...keyItems(motifs, config), ...(config.more ?? [])];
  return withItems(drawing, items, config.ids === true && motifs.some(({ level }) => level === 2) ? SIGN + 26 : SIGN);
}

/** `drawing` with these items below it. */
export function withItems(drawing: Drawing, items: readonly KeyItem[], sign = SIGN): Drawing {
  if (items.length === 0) return drawing;
  const key = keyDrawing(items, Math.max(drawing.width, LEAST), sign);
  return {
    ...drawing,
    width: Math.max(drawing.width, key.width),
    height: drawing.height + TOP + key.height,
    shapes: [...drawing.shapes, ...moveShapes(key.shapes, 0, drawing.height + TOP)],
  };
}

/** Items in as many columns as `width` allows, each as wide as its widest item, by row. */
export function keyDrawing(items: readonly KeyItem[], width: number, sign = SIGN): Drawing {
  const widths = items.map(({ words }) => sign + textWidth(words, TYPE));
  const columnsOf = (count: number): readonly number[] =>
    Array.from({ length: count }, (_, column) => max(widths.filter((_each, index) => index % count === column)) ?? 0);
  let columns = columnsOf(1);
  for (let count = 2; count <= items.length; count++) {
    const wider = columnsOf(count);
    if (sum(wider) + GAP * (count - 1) <= width) columns = wider;
  }
  const lefts = columns.map((_, column) => sum(columns.slice(0, column)) + GAP * column);
  const shapes = items.flatMap((item, index): readonly Shape[] => {
    const [x, y] = [lefts[index % columns.length], Math.floor(index / columns.length) * ROW + ROW / 2];
    const words: Shape = {
      ...{ kind: "text", x: x + sign, y, text: item.words, size: TYPE },
      ...{ align: "left", colour: meanings.text },
    };
    return [...moveShapes(item.sign, x, y), words];
  });
  const height = Math.ceil(items.length / columns.length) * ROW;
  return { width: sum(columns) + GAP * (columns.length - 1), height, shapes };
}

/** Texts → places below each other. */
import type { List, Paragraph, Table } from "../outline/outline.js";
import { columnWidths, textHeight, textWidthOf } from "./measure-text.js";
import { type Area, type as heights } from "./slide-size.js";

/** Text in its place. */
export interface PlacedText {
  readonly block: Paragraph | List | Table;
  readonly area: Area;
  /** The height of its type in pixels. */
  readonly size: number;
}

/** Texts in their places. */
export interface StackedTexts {
  readonly texts: readonly PlacedText[];
  /** Their height together, in pixels. */
  readonly height: number;
  /** How many pixels they are higher, or wider, than their room; 0 if they fit. */
  readonly overflow: number;
}

/** Texts below each other, in the largest of `sizes` at which they fit, otherwise in the last. */
export function stackTexts(texts: readonly PlacedText["block"][], area: Area, sizes: readonly number[]): StackedTexts {
  let found = stackAt(texts, area, sizes[0]);
  for (const size of sizes.slice(1)) {
    if (found.overflow === 0) break;
    found = stackAt(texts, area, size);
  }
  return found;
}

function stackAt(texts: readonly PlacedText["block"][], area: Area, size: number): StackedTexts {
  let y = area.y;
  let tooWide = 0;
  const placed = texts.map((block, index): PlacedText => {
    const own = block.kind === "table" ? tableSize(block, area, size) : size;
    const width = block.kind === "table" ? columnWidths(block, own).reduce((sum, each) => sum + each, 0) : area.width;
    tooWide = Math.max(tooWide, width - area.width, block.kind === "table" ? 0 : longestWord(block, own) - area.width);
    const height = textHeight(block, width, own);
    const top = y + (index === 0 ? 0 : 0.6 * size);
    y = top + height;
    return { block, area: { ...area, y: top, width, height }, size: own };
  });
  const height = y - area.y;
  return { texts: placed, height, overflow: Math.max(0, Math.ceil(height - area.height - 1), Math.ceil(tooWide)) };
}

function tableSize(table: Table, area: Area, most: number): number {
  const sizes = heights.table.filter((size) => size <= Math.max(most, heights.table.at(-1) ?? 0));
  const fits = (size: number): boolean =>
    textWidthOf(table, size) <= area.width && textHeight(table, area.width, size) <= area.height;
  return sizes.find(fits) ?? sizes.at(-1) ?? most;
}

function longestWord(block: Paragraph | List, size: number): number {
  const runs = block.kind === "paragraph" ? [block.runs] : block.items.map((item) => item.runs);
  const words = runs.flat().flatMap(({ text, bold }) => text.split(/\s/).map((word) => ({ text: word, bold })));
  return Math.max(
    ...words.map(({ text, bold }) => textWidthOf({ kind: "paragraph", line: 0, runs: [{ text, bold }] }, size)),
  );
}

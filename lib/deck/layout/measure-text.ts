/** The room that a slide's text takes, by the widths of the figures' font. */
import { textWidth } from "../../figures/output/text-width.js";
import { type Block, type ListItem, plainText, type Run, type Table } from "../outline/outline.js";
import { LINE_HEIGHT } from "./slide-size.js";

/** A list's indentation, of its type. */
const INDENT = 1.1;
/** The room around a table's cell, of its type: beside and above its text. */
export const CELL = Object.freeze({ beside: 0.45, above: 0.22 });

/** The indentation of a list's item in pixels. */
export function indentOf({ depth }: ListItem, size: number): number {
  return (depth + 1) * INDENT * size;
}

/** The number of lines of `runs` in `width` pixels, with type of `size` pixels. */
export function countLines(runs: readonly Run[], width: number, size: number): number {
  let [lines, x] = [1, 0];
  for (const { text, bold = false, code = false } of runs) {
    // Code has a wider font.
    const measure = (word: string): number => textWidth(word, size, bold) * (code ? 1.2 : 1);
    for (const [index, paragraph] of text.split("\n").entries()) {
      if (index > 0) [lines, x] = [lines + 1, 0];
      for (const word of paragraph.split(/(?<= )/)) {
        if (x > 0 && x + measure(word.trimEnd()) > width) [lines, x] = [lines + 1, 0];
        x += measure(word);
      }
    }
  }
  return lines;
}

/** The height in pixels of a paragraph, a list or a table that is `width` pixels wide. */
export function textHeight(block: Exclude<Block, { kind: "figure" }>, width: number, size: number): number {
  const line = LINE_HEIGHT * size;
  if (block.kind === "paragraph") return countLines(block.runs, width, size) * line;
  if (block.kind === "list") {
    const heights = block.items.map((item) => countLines(item.runs, width - indentOf(item, size), size) * line);
    return heights.reduce((sum, height) => sum + height, 0) + (block.items.length - 1) * itemGap(size);
  }
  return block.rows.length * rowHeight(size);
}

/** The room between two items of a list. */
export const itemGap = (size: number): number => 0.35 * size;
/** The height of a table's row. */
export const rowHeight = (size: number): number => (LINE_HEIGHT + 2 * CELL.above) * size;

/** The widths of a table's columns at type of `size` pixels, as wide as their texts. */
export function columnWidths({ rows }: Table, size: number): readonly number[] {
  const count = Math.max(...rows.map(({ length }) => length));
  return Array.from({ length: count }, (_, column) => {
    const widths = rows.map((row, index) =>
      (row[column] ?? []).reduce((sum, { text, bold }) => sum + textWidth(text, size, index === 0 || bold), 0),
    );
    return Math.ceil(Math.max(...widths) + 2 * CELL.beside * size + 2);
  });
}

/** The width in pixels of the widest line of text that does not wrap. */
export function textWidthOf(block: Exclude<Block, { kind: "figure" }>, size: number): number {
  if (block.kind === "table") return columnWidths(block, size).reduce((sum, width) => sum + width, 0);
  if (block.kind === "paragraph") return textWidth(plainText(block.runs), size);
  return Math.max(...block.items.map((item) => textWidth(plainText(item.runs), size) + indentOf(item, size)));
}

/** `showTable`: rows as a table in a notebook. */
import * as v from "valibot";
import { markupText } from "../figures/output/markup.js";
import { printable, shown } from "../input/printable.js";
import { parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { withDefaults } from "../input/settings.js";
import { currentDisplay } from "./kernel.js";

/** One entry of a table. */
export type TableValue = string | number | boolean | null | undefined;

/** One row: column → value. */
export type TableRow = { readonly [column: string]: TableValue };

/** Settings of {@link showTable}. */
export interface TableConfig {
  /** The columns to show, in order; by default all of the first row's. */
  readonly columns?: readonly string[];
  /** Digits after the decimal point, for numbers that are not whole. */
  readonly digits?: number;
  /** A line above the table. */
  readonly caption?: string;
}

/** The defaults of {@link showTable}. */
export const tableDefaults = Object.freeze({ digits: 4 });

const text = v.string("must be a string");
const configSchema: Schema<TableConfig> = v.object({
  columns: v.optional(v.array(text, "must be a list of columns")),
  digits: v.optional(wholeNumber(0, 100)),
  caption: v.optional(text),
});
const isRow = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const rowsSchema: Schema<readonly TableRow[]> = v.array(
  v.custom<TableRow>(isRow, "must be an object: column and value"),
  "must be a list of rows",
);

/**
 * Shows `rows` as a table below the running cell, with numbers right-aligned; outside a notebook it prints one line.
 * Throws InputError for anything but a table.
 */
export function showTable(rows: readonly TableRow[], config: TableConfig = {}): void {
  parseWith(rowsSchema, rows, "table");
  const {
    columns = Object.keys(rows[0] ?? {}),
    digits,
    caption,
  } = withDefaults<TableConfig>(tableDefaults, parseWith(configSchema, config, "table"), "table");
  const write = currentDisplay();
  if (write === undefined) {
    console.log(printable(`${caption ?? "table"} (${rows.length} rows: ${columns.join(", ")})`));
    return;
  }
  const heads = columns.map(visible);
  const texts = rows.map((row) => columns.map((column) => textOf(row[column], digits)));
  const isNumeric = columns.map((column) =>
    rows.every((row) => row[column] == null || typeof row[column] === "number"),
  );
  write({
    "text/html": toHtml(heads, texts, isNumeric, caption),
    "text/plain": toPlain(heads, texts, isNumeric),
  });
}

/** Text as one line of any length. */
const visible = (text: string): string => printable(text, Infinity);

function textOf(value: TableValue, digits: number | undefined): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") {
    return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(digits);
  }
  return typeof value === "object" ? shown(value) : visible(String(value));
}

function toHtml(
  columns: readonly string[],
  texts: readonly (readonly string[])[],
  isNumeric: readonly boolean[],
  caption: string | undefined,
): string {
  const cell = (tag: string, text: string, index: number): string =>
    `<${tag} style="text-align: ${isNumeric[index] ? "right" : "left"}">${markupText(text)}</${tag}>`;
  const head = columns.map((column, index) => cell("th", column, index)).join("");
  const body = texts.map((row) => `<tr>${row.map((text, index) => cell("td", text, index)).join("")}</tr>`).join("");
  const above = caption === undefined ? "" : `<caption style="text-align: left">${markupText(caption)}</caption>`;
  return `<table>${above}<thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function toPlain(
  columns: readonly string[],
  texts: readonly (readonly string[])[],
  isNumeric: readonly boolean[],
): string {
  const widths = columns.map((column, index) => Math.max(column.length, ...texts.map((row) => row[index].length)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, index) => (isNumeric[index] ? text.padStart(widths[index]) : text.padEnd(widths[index])))
      .join("  ")
      .trimEnd();
  return [columns, ...texts].map(line).join("\n");
}

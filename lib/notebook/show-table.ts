/** `showTable`: rows, or an arquero table, as a table in a notebook. */
import type { ColumnTable } from "arquero";
import * as v from "valibot";
import { markupText } from "../figures/output/markup.js";
import { printable, shown } from "../input/printable.js";
import { parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { withDefaults } from "../input/settings.js";
import { currentDisplay, type DisplayData } from "./kernel.js";

/** One entry of a table. */
export type TableValue = string | number | boolean | null | undefined;

/** One row: column → value. */
export type TableRow = { readonly [column: string]: TableValue };

/** Settings of {@link showTable}. */
export interface TableConfig {
  /** The columns to show, in order; by default all of the first row's or the arquero table's. */
  readonly columns?: readonly string[];
  /** Digits after the decimal point, for numbers that are not whole. */
  readonly digits?: number;
  /** A line above the table. */
  readonly caption?: string;
  /** The most rows to show; a line below says how many more there are. */
  readonly limit?: number;
}

/** The defaults of {@link showTable}. */
export const tableDefaults = Object.freeze({ digits: 4, limit: 50 });

const text = v.string("must be a string");
const columnsSchema = v.array(text, "must be a list of columns");
const configSchema: Schema<TableConfig> = v.object({
  columns: v.optional(columnsSchema),
  digits: v.optional(wholeNumber(0, 100)),
  caption: v.optional(text),
  limit: v.optional(wholeNumber(1)),
});
const isRow = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);
const rowsSchema: Schema<readonly TableRow[]> = v.array(
  v.custom<TableRow>(isRow, "must be an object: column and value"),
  "must be a list of rows or an arquero table",
);

/**
 * Shows `rows`, or an arquero table, below the running cell, with numbers right-aligned; outside a notebook it prints
 * one line. Throws InputError for anything but a table.
 */
export function showTable(rows: readonly TableRow[] | ColumnTable, config: TableConfig = {}): void {
  const table = readTable(rows, config);
  const write = currentDisplay();
  if (write === undefined) console.log(lineOf(table));
  else write(bundleOf(table));
}

/** What a notebook displays for an arquero table, as {@link showTable} does by default. */
export function tableBundle(table: ColumnTable): DisplayData {
  return bundleOf(readTable(table, {}));
}

/** One line about an arquero table. */
export function tableLine(table: ColumnTable): string {
  return lineOf(readTable(table, {}));
}

/** Whether `thing` is a table of arquero, of whichever copy of it. */
export function isTable(thing: unknown): thing is ColumnTable {
  if (typeof thing !== "object" || thing === null) return false;
  const { columnNames, objects, numRows } = thing as Partial<ColumnTable>;
  return [columnNames, objects, numRows].every((each) => typeof each === "function");
}

interface Layout extends TableConfig {
  readonly columns: readonly string[];
  readonly digits: number;
  readonly limit: number;
}

interface ReadTable extends Layout {
  readonly rows: readonly TableRow[];
}

function readTable(given: readonly TableRow[] | ColumnTable, config: TableConfig): ReadTable {
  const rows = parseWith(rowsSchema, isTable(given) ? given.objects() : given, "table");
  const columns = isTable(given) ? parseWith(columnsSchema, given.columnNames(), "table") : Object.keys(rows[0] ?? {});
  const layout = withDefaults<Layout>({ ...tableDefaults, columns }, parseWith(configSchema, config, "table"), "table");
  return { ...layout, rows };
}

function lineOf({ caption, rows, columns }: ReadTable): string {
  return printable(`${caption ?? "table"} (${rows.length} rows: ${columns.join(", ")})`);
}

function bundleOf({ columns, rows, digits, caption, limit }: ReadTable): DisplayData {
  const heads = columns.map(visible);
  const set = rows.slice(0, limit);
  // All numbers of a column have as many digits: 0.000 above 0.125.
  const places = columns.map((column) => (set.every((row) => isWhole(row[column])) ? 0 : digits));
  const texts = set.map((row) => columns.map((column, index) => textOf(row[column], places[index])));
  const isNumeric = columns.map((column) => set.every((row) => row[column] == null || typeof row[column] === "number"));
  const left = rows.length - set.length;
  const below = left === 0 ? undefined : `… ${left.toLocaleString("en")} more ${left === 1 ? "row" : "rows"}`;
  return {
    "text/html": toHtml(heads, texts, isNumeric, caption, below),
    "text/plain": [toPlain(heads, texts, isNumeric), ...(below === undefined ? [] : [below])].join("\n"),
  };
}

/** Text as one line of any length. */
const visible = (text: string): string => printable(text, Infinity);

const isWhole = (value: TableValue): boolean => typeof value !== "number" || Number.isInteger(value);

function textOf(value: TableValue, places: number): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") {
    return places === 0 ? Math.round(value).toLocaleString("en") : value.toFixed(places);
  }
  return typeof value === "object" ? shown(value) : visible(String(value));
}

function toHtml(
  columns: readonly string[],
  texts: readonly (readonly string[])[],
  isNumeric: readonly boolean[],
  caption: string | undefined,
  below: string | undefined,
): string {
  const cell = (tag: string, text: string, index: number): string =>
    `<${tag} style="text-align: ${isNumeric[index] ? "right" : "left"}">${markupText(text)}</${tag}>`;
  const head = columns.map((column, index) => cell("th", column, index)).join("");
  const body = texts.map((row) => `<tr>${row.map((text, index) => cell("td", text, index)).join("")}</tr>`).join("");
  const above =
    caption === undefined
      ? ""
      : `<caption style="text-align: left; white-space: nowrap">${markupText(caption)}</caption>`;
  const foot =
    below === undefined
      ? ""
      : `<tfoot><tr><td colspan="${columns.length}" style="text-align: left">${below}</td></tr></tfoot>`;
  return `<table>${above}<thead><tr>${head}</tr></thead><tbody>${body}</tbody>${foot}</table>`;
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

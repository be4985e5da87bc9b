/** `showTable`: rows as a table in a notebook. */
import { markupText } from "../figures/output/markup.js";
import { currentDisplay } from "./kernel.js";

/** One entry of a table. */
export type TableValue = string | number | boolean | null | undefined;

/** One row: column → value. */
export type TableRow = { readonly [column: string]: TableValue };

/** How {@link showTable} sets its table. */
export interface TableConfig {
  /** The columns to show, in order; all of the first row by default. */
  readonly columns?: readonly string[];
  /** Digits after the point of numbers that are not whole. */
  readonly digits?: number;
  /** A line above the table. */
  readonly caption?: string;
}

/** The defaults of {@link showTable}. */
export const tableDefaults = Object.freeze({ digits: 4 });

/** Shows `rows` as a table below the running cell, numbers to the right; outside a notebook it prints one line. */
export function showTable(rows: readonly TableRow[], config: TableConfig = {}): void {
  const write = currentDisplay();
  const columns = config.columns ?? Object.keys(rows[0] ?? {});
  if (write === undefined) {
    console.log(`${config.caption ?? "table"} (${rows.length} rows: ${columns.join(", ")})`);
    return;
  }
  const { digits = tableDefaults.digits } = config;
  const texts = rows.map((row) => columns.map((column) => textOf(row[column], digits)));
  const isNumeric = columns.map((column) =>
    rows.every((row) => row[column] == null || typeof row[column] === "number"),
  );
  write({
    "text/html": toHtml(columns, texts, isNumeric, config.caption),
    "text/plain": toPlain(columns, texts, isNumeric),
  });
}

function textOf(value: TableValue, digits: number): string {
  if (value === null || value === undefined) return "";
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? value.toLocaleString("en") : value.toFixed(digits);
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

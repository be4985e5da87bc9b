/** `show`: figures, text, tables and anything else, inline in a notebook. */
import { inspect } from "node:util";
import { figureBundle, figureLine } from "../figures/output/create-figure.js";
import type { Figure } from "../figures/output/figure.js";
import { currentDisplay, type DisplayData } from "./kernel.js";
import { isTable, tableBundle, tableLine } from "./show-table.js";

/**
 * Shows each of `things` below the running cell: a figure is drawn (interactive in JupyterLab, SVG in HTML and slides,
 * PNG elsewhere), a string is rendered as Markdown, an arquero table as by `showTable`, an object with a
 * `Symbol.for("Jupyter.display")` method shows itself, and anything else is printed. Outside a notebook each prints one
 * short line.
 */
export function show(...things: readonly unknown[]): void {
  const write = currentDisplay();
  for (const thing of things) {
    if (write === undefined) console.log(lineOf(thing));
    else write(bundleOf(thing));
  }
}

/** Whether `thing` is a figure. */
export function isFigure(thing: unknown): thing is Figure {
  if (typeof thing !== "object" || thing === null) return false;
  const { kind, spec, title, description } = thing as Partial<Figure>;
  const isDrawn = (kind === "vega" || kind === "vega-lite") && typeof spec === "object" && spec !== null;
  return isDrawn && typeof title === "string" && typeof description === "string";
}

function bundleOf(thing: unknown): DisplayData {
  if (isFigure(thing)) return figureBundle(thing);
  if (typeof thing === "string") return { "text/markdown": thing, "text/plain": thing };
  if (isTable(thing)) return tableBundle(thing);
  const own = ownBundle(thing);
  return own ?? { "text/plain": inspect(thing) };
}

function ownBundle(thing: unknown): DisplayData | undefined {
  if (typeof thing !== "object" || thing === null) return undefined;
  const display = (thing as { readonly [key: symbol]: unknown })[Symbol.for("Jupyter.display")];
  return typeof display === "function" ? (display.call(thing) as DisplayData) : undefined;
}

function lineOf(thing: unknown): string {
  if (isFigure(thing)) return figureLine(thing);
  if (isTable(thing)) return tableLine(thing);
  return typeof thing === "string" ? thing : inspect(thing, { breakLength: Infinity });
}

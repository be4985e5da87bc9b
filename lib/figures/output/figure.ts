/** A figure: a vega-lite or Vega specification as plain data. */

import { InputError } from "../../input/errors.js";
import { printable, visible } from "../../input/printable.js";

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A specification as plain data: no functions, survives JSON. */
export type Spec = { readonly [key: string]: Json };

/**
 * A picture as frozen data: charts are vega-lite 5, drawings Vega 5. Returned from a notebook cell it prints as one
 * short line; `show` draws it.
 */
export interface Figure {
  readonly kind: "vega-lite" | "vega";
  readonly spec: Spec;
  /** One line above the picture, also its accessible name. */
  readonly title: string;
  /** What the picture shows, in a sentence or two, for people who cannot see it. */
  readonly description: string;
}

/** A figure that can be drawn at any size. */
export interface NamedFigure {
  /** Its file name, in lower case with dashes. */
  readonly name: string;
  /** Draws it with a plotting area of this size in pixels, or of its default size. */
  readonly draw: (size?: { readonly width?: number; readonly height?: number }) => Figure;
}

/** Figures made by `createFigure`: their specifications are plain, frozen and valid XML. */
export const madeFigures = new WeakSet<Figure>();

/**
 * A copy of a specification through JSON, so that it contains nothing that a file or a notebook would lose, with
 * control characters escaped, so that its drawing is valid XML. Throws InputError for what JSON cannot express.
 */
export function plainSpec(spec: { readonly [key: string]: unknown }): Spec {
  const shown = (_key: string, value: unknown): unknown => (typeof value === "string" ? inXml(value) : value);
  try {
    return JSON.parse(JSON.stringify(spec, shown)) as Spec;
  } catch (error) {
    throw new InputError(`figure: its specification is not JSON: ${printable((error as Error).message)}`, {
      cause: error,
    });
  }
}

/** Escapes control characters, except tabs and newlines, which separate columns and rows of textual data. */
function inXml(text: string): string {
  return text.replace(/[^\t\n]+/g, visible);
}

/** A figure: a vega-lite or Vega specification as plain data. */

/** Plain JSON data. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A specification as plain data: no functions, survives JSON. */
export type Spec = { readonly [key: string]: Json };

/**
 * A picture as frozen data: charts are vega-lite 5, drawings Vega 5. Where it is returned from a notebook's cell it
 * prints as one short line; `show` draws it.
 */
export interface Figure {
  readonly kind: "vega-lite" | "vega";
  readonly spec: Spec;
  /** One line above the picture, also its accessible name. */
  readonly title: string;
  /** What is seen, in a sentence or two, for a person who does not see it. */
  readonly description: string;
}

/** A figure that can be drawn at any size. */
export interface NamedFigure {
  /** For files, in lower case with dashes. */
  readonly name: string;
  /** Draws it with a plotting area of this size in pixels, or of its own. */
  readonly draw: (size?: { readonly width?: number; readonly height?: number }) => Figure;
}

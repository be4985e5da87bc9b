/** How wide drawings are: a notebook's column, so that type is not made smaller to fit. */
import { sizes } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";

/** The widest figure by default, in pixels. */
export const FIGURE_WIDTH = 840;

/** The widest drawing by default: a figure without its padding, and without what lines stand out of a drawing. */
export const DRAWING_WIDTH: number = FIGURE_WIDTH - 2 * sizes.padding - 10;

/** A title in lines that fit a figure; one line as text alone. */
export function titleLines(title: string): string | readonly string[] {
  const lines = wrapText(title, DRAWING_WIDTH, sizes.title, true);
  return lines.length === 1 ? title : lines;
}

/** The smallest type at that width, in pixels. */
export const LEAST_TYPE = 9;

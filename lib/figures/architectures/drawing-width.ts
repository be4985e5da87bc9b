/** How wide drawings are: a notebook's column, so that type is not made smaller to fit. */
import { sizes } from "../output/theme.js";

/** The widest figure by default, in pixels. */
export const FIGURE_WIDTH = 840;

/** The widest drawing by default: a figure without its padding. */
export const DRAWING_WIDTH: number = FIGURE_WIDTH - 2 * sizes.padding;

/** The smallest type at that width, in pixels. */
export const LEAST_TYPE = 9;

/** `liveFigure`: one figure in a notebook, drawn again in place as results come. */
import { figureBundle, figureLine } from "../figures/output/create-figure.js";
import type { Figure } from "../figures/output/figure.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { openDisplaySlot } from "./display-slot.js";
import { isFigure } from "./show.js";

/** A figure that is drawn again in place. */
export interface LiveFigure {
  /**
   * Draws `figure` where the one before stood; at most five times a second, the last one always. Throws InputError for
   * anything but a figure.
   */
  update(figure: Figure): void;
  /** Draws the last one now, with the PNG that a saved notebook wants. */
  finish(): void;
}

/**
 * Opens a place for a figure below the running cell. Give the figures fixed scales (for example `steps` and
 * `fitnessDomain`) and nothing jumps. Outside a notebook only `finish` prints, one line. Throws InputError when `first`
 * is not a figure.
 */
export function liveFigure(first?: Figure): LiveFigure {
  const slot = openDisplaySlot();
  let last: Figure | undefined;
  const update = (figure: Figure): void => {
    if (!isFigure(figure)) {
      throw new InputError(`live figure: got ${shown(figure)}, must be a figure, as draw… and the charts give them`);
    }
    last = figure;
    slot.update(() => figureBundle(figure, false));
  };
  if (first !== undefined) update(first);
  return {
    update,
    finish: () => {
      const figure = last;
      if (figure === undefined) return;
      if (slot.isShown) slot.flush(() => figureBundle(figure));
      else console.log(figureLine(figure));
    },
  };
}

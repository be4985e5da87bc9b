/** `liveFigure`: a figure in a notebook, redrawn in place as results come in. */
import { figureBundle, figureLine } from "../figures/output/create-figure.js";
import type { Figure } from "../figures/output/figure.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { openDisplaySlot } from "./display-slot.js";
import { isFigure } from "./show.js";

/** A figure that is redrawn in place. */
export interface LiveFigure {
  /**
   * Replaces the figure shown by `figure`, at most five times a second; the last one is always drawn. Throws InputError
   * for anything but a figure.
   */
  update(figure: Figure): void;
  /** Draws the last figure now, with the PNG that a saved notebook needs. */
  finish(): void;
}

/**
 * Opens a place for a figure below the running cell. With fixed scales (for example `steps` and `fitnessDomain`) the
 * figures do not jump. Outside a notebook only `finish` prints, one line. Throws InputError when `first` is not a
 * figure.
 */
export function liveFigure(first?: Figure): LiveFigure {
  const slot = openDisplaySlot();
  let last: Figure | undefined;
  const update = (figure: Figure): void => {
    if (!isFigure(figure)) {
      throw new InputError(`live figure: got ${shown(figure)}, must be a figure, as from draw… and the charts`);
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

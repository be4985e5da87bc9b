/** Drawings made for the talk. */
import type { DeckFigure } from "./deck-figure.js";

/** The drawings of the talk. */
export const talkFigures: readonly DeckFigure[] = Object.freeze([]);

/** A figure that an outline can name. */
import type { DeckData } from "../deck-data.js";
import type { FigureCall } from "../outline/outline.js";
import type { Picture } from "./picture.js";

/** One kind of figure. */
export interface DeckFigure {
  readonly name: string;
  /** What it shows, for the list of figures. */
  readonly words: string;
  /** The names of its settings, beside `study` and `title`. */
  readonly settings: readonly string[];
  /** Throws InputError for arguments that it does not take, and for data that do not have it. */
  readonly draw: (call: FigureCall, data: DeckData) => Picture;
}

/** Every figure that an outline can name. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { DeckData } from "../deck-data.js";
import type { FigureCall } from "../outline/outline.js";
import { architectureFigures } from "./architecture-figures.js";
import type { DeckFigure } from "./deck-figure.js";
import type { Picture } from "./picture.js";
import { studyFigureTable } from "./study-figure-table.js";
import { type DeckTable, deckTables } from "./table-figures.js";
import { talkFigures } from "./talk-figures.js";

/** All figures, by name. */
export const deckFigures: readonly DeckFigure[] = Object.freeze([
  ...architectureFigures,
  ...studyFigureTable,
  ...talkFigures,
]);

/** A named table; undefined for what is a picture. */
export function tableOf(name: string): DeckTable | undefined {
  return deckTables.find((each) => each.name === name);
}

/** Throws InputError, beginning with `where`, for a figure or a setting that there is not. */
export function checkCall({ name, settings }: FigureCall, where: string): void {
  const figure = deckFigures.find((each) => each.name === name) ?? tableOf(name);
  if (figure === undefined) {
    throw new InputError(`${where}: got figure ${printable(name)}, must be one of ${namesNear(name).join(", ")}`);
  }
  const allowed = [...("settings" in figure ? figure.settings : []), "study", "title"];
  const wrong = Object.keys(settings).find((key) => !allowed.includes(key));
  if (wrong !== undefined) {
    throw new InputError(`${where}: figure ${name} has no ${printable(wrong)}, it has ${allowed.join(", ")}`);
  }
}

/** The names that begin like `name`, or all. */
function namesNear(name: string): readonly string[] {
  const names = [...deckFigures, ...deckTables].map((each) => each.name).sort();
  const near = names.filter((each) => each.startsWith(name.slice(0, 3)));
  return near.length > 0 ? near : names;
}

/**
 * The picture of a figure that `checkCall` accepts. What the data have not got is a picture too: one that says so.
 */
export function drawCall(call: FigureCall, data: DeckData): Picture {
  const figure = deckFigures.find((each) => each.name === call.name);
  try {
    if (figure !== undefined) return figure.draw(call, data);
    // A table comes here only if the data have not got it: its maker says why.
    tableOf(call.name)?.make(call, data);
    throw new InputError("there is no such figure");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: "missing", why: error.message };
  }
}

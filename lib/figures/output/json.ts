/** Figure → JSON text. */
import { type Figure, madeFigures, plainSpec } from "./figure.js";
import { checkFigure } from "./svg.js";

/** The specification as indented JSON text, which Vega editors open. */
export function toJson(figure: Figure): string {
  checkFigure(figure);
  const spec = madeFigures.has(figure) ? figure.spec : plainSpec(figure.spec);
  return `${JSON.stringify(spec, null, 1)}\n`;
}

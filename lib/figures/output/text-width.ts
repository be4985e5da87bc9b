/** The width of text in the figures' font, without a canvas or a browser. */
import { boldWidths, regularWidths, UNITS_PER_EM, UNKNOWN_WIDTH } from "./glyph-widths.js";

type Widths = ReadonlyMap<string, number>;

const byCharacter = (table: readonly (readonly [number, string])[]): Widths =>
  new Map(table.flatMap(([width, characters]) => [...characters].map((each) => [each, width] as const)));

const regular = byCharacter(regularWidths);
const bold = byCharacter(boldWidths);

/** The width in pixels of one line of `text` at `fontSize` pixels, as a browser sets it without kerning. */
export function textWidth(text: string, fontSize: number, isBold = false): number {
  const widths = isBold ? bold : regular;
  let units = 0;
  for (const character of text) units += widths.get(character) ?? UNKNOWN_WIDTH;
  return (units * fontSize) / UNITS_PER_EM;
}

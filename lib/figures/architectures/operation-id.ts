/**
 * Operation ids typeset as the deck does: a bold o, the id below, the level in parentheses above. Deck, "Primitive
 * operations".
 */
import type { Text } from "./drawing.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";

/** The texts of oᵢ⁽ˡ⁾, centred on `x`, `y`, at `size` pixels. */
export function operationId(
  x: number,
  y: number,
  operation: number,
  level: number,
  { size = 16, colour = meanings.text, opacity = 1 }: { size?: number; colour?: string; opacity?: number } = {},
): readonly Text[] {
  const small = size * 0.62;
  const [below, above] = [String(operation), `(${level})`];
  const letterWidth = textWidth("o", size, true);
  const width = operationIdWidth(operation, level, size);
  const left = x - width / 2;
  const shared = { kind: "text", align: "left", colour, opacity } as const;
  return [
    { ...shared, x: left, y, text: "o", size, bold: true },
    { ...shared, x: left + letterWidth + 1, y: y + size * 0.3, text: below, size: small },
    { ...shared, x: left + letterWidth + 1, y: y - size * 0.36, text: above, size: small },
  ];
}

/** The width of {@link operationId}. */
export function operationIdWidth(operation: number, level: number, size: number): number {
  const small = size * 0.62;
  const right = Math.max(textWidth(String(operation), small), textWidth(`(${level})`, small));
  return textWidth("o", size, true) + 1 + right;
}

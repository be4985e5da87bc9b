/** The key to the signs of a drawing, in rows below it. */
import type { OperationLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { Drawing, Shape } from "./drawing.js";

const ROW = 26;
const SIGN = { width: 25, height: 19 } as const;
const GAP = 22;

/** `drawing` with a key to `primitives` below it, in as many rows as its width needs. */
export function withSignKey(drawing: Drawing, primitives: readonly OperationLook[]): Drawing {
  let [x, y] = [0, drawing.height + 30];
  let width = drawing.width;
  const shapes = primitives.flatMap((look): readonly Shape[] => {
    const itemWidth = SIGN.width + 7 + textWidth(look.words, 12);
    if (x > 0 && x + itemWidth > drawing.width) [x, y] = [0, y + ROW];
    const left = x;
    x += itemWidth + GAP;
    width = Math.max(width, left + itemWidth);
    const text = { kind: "text", y, size: 12 } as const;
    return [
      {
        ...{ kind: "box", x: left, y: y - SIGN.height / 2, ...SIGN, radius: 5 },
        ...{ fill: look.colour, stroke: look.lineColour, strokeWidth: 1.2 },
      },
      {
        ...{ ...text, x: left + SIGN.width / 2, text: look.sign, bold: true },
        ...{ align: "center", colour: look.signColour },
      },
      { ...text, x: left + SIGN.width + 7, text: look.words, align: "left", colour: meanings.text },
    ];
  });
  return { ...drawing, width, height: y + SIGN.height / 2, shapes: [...drawing.shapes, ...shapes] };
}

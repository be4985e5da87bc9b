/** Parts that the drawings of the talk share. Their type is large enough for a slide. */
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { Drawing, DrawingControls, Shape, Text } from "../architectures/drawing.js";

/** The heights of type in the talk's drawings, in pixels. */
export const talkType = Object.freeze({ head: 17, text: 15, small: 13.5 });

/** A line of text. */
export function words(
  x: number,
  y: number,
  text: string,
  style: Partial<Pick<Text, "size" | "align" | "bold" | "colour" | "state">> = {},
): Text {
  return { kind: "text", x, y, text, size: talkType.text, align: "left", colour: meanings.text, ...style };
}

/** A graph's shapes with type that can be read from the last row, and without its nodes' numbers if `isBare`. */
export function legible(graph: Drawing, isBare = false): Drawing {
  const shapes = graph.shapes.flatMap((shape): readonly Shape[] => {
    if (shape.kind !== "text" || shape.align !== "center" || shape.size >= 13) return [shape];
    return isBare && /^\d+$/.test(shape.text) ? [] : [{ ...shape, size: 13.4 }];
  });
  return { ...graph, shapes };
}

/** `shapes` with operations' ids as plain numbers, where there is no room for their indices. */
export function plainIds(shapes: readonly Shape[]): readonly Shape[] {
  const plain: Shape[] = [];
  for (let index = 0; index < shapes.length; index++) {
    const [shape, below, above] = shapes.slice(index, index + 3);
    const isId = shape.kind === "text" && shape.text === "o" && below?.kind === "text" && above?.kind === "text";
    if (!isId) {
      plain.push(shape);
      continue;
    }
    const right = below.x + textWidth(above.text, above.size);
    plain.push({ ...shape, x: (shape.x + right) / 2, text: below.text, size: 14.5, align: "center" });
    index += 2;
  }
  return plain;
}

/** A key to operations: a swatch and words for each, in as many rows as `width` needs. */
export function colourKey(
  looks: readonly { readonly colour: string; readonly words: string }[],
  width: number,
  size = talkType.small,
): Drawing {
  let [x, y] = [0, size / 2];
  const shapes = looks.flatMap(({ colour, words: said }): readonly Shape[] => {
    const own = 22 + textWidth(said, size) + 20;
    if (x > 0 && x + own - 20 > width) [x, y] = [0, y + 1.6 * size];
    const left = x;
    x += own;
    return [
      { kind: "box", x: left, y: y - 6, width: 15, height: 12, radius: 3, fill: colour },
      words(left + 22, y, said, { size }),
    ];
  });
  return { width, height: y + size / 2, shapes };
}

/** A straight arrow from one point to another, its line `width` thick. */
export function arrow(
  from: { readonly x: number; readonly y: number },
  to: { readonly x: number; readonly y: number },
  width = 2,
): readonly Shape[] {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const length = Math.hypot(dx, dy);
  const [ux, uy] = [dx / length, dy / length];
  const point = (along: number, across: number): string =>
    `${number(along * ux - across * uy)},${number(along * uy + across * ux)}`;
  const path = `M0,0L${number(dx)},${number(dy)}`;
  return [
    { kind: "line", ...from, path, stroke: meanings.quietText, strokeWidth: width },
    { kind: "line", ...to, path: `M0,0L${point(-9, -5)}L${point(-9, 5)}Z`, fill: meanings.quietText, strokeWidth: 0 },
  ];
}

const number = (value: number): string => String(Math.round(value * 10) / 10);

/** `shapes` shown from step `state` on. */
export function fromStep(shapes: readonly Shape[], state: number): readonly Shape[] {
  return shapes.map((shape) => ({ ...shape, state }));
}

/** The controls of a drawing that key presses advance: its signal `step` counts from 0, and a still picture shows all. */
export function stepControls(steps: number): DrawingControls {
  return { signals: [{ name: "step", value: steps }], visible: "datum.state <= step" };
}

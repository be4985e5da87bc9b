/** Names beside the points of a chart, if there is room. */
import { meanings, sizes } from "../output/theme.js";

const CHARACTER_PIXELS = 6;
const LINE_PIXELS = 12;
const GAP_PIXELS = 11;

/** A point that may be labelled. */
export interface Labelled {
  readonly name: string;
  readonly label?: "left" | "right";
}

/** Layers with the names; with `isEdge`, only their pale outline, to be drawn under the lines that the names cross. */
export function nameLayers(names: readonly Labelled[], channels: object, isEdge: boolean): readonly object[] {
  return (["left", "right"] as const).map((side) => ({
    data: { values: names.filter(({ label }) => label === side) },
    mark: {
      type: "text",
      align: side === "left" ? "right" : "left",
      dx: side === "left" ? -GAP_PIXELS : GAP_PIXELS,
      fontSize: sizes.small,
      fontWeight: side === "left" ? "normal" : "bold",
      color: meanings.text,
      ...(isEdge ? { stroke: meanings.background, strokeWidth: 3, strokeOpacity: 0.85 } : {}),
    },
    encoding: { ...channels, text: { field: "name" } },
  }));
}

/** All names on the right, and as many on the left as fit, earlier ones first; `x` and `y` are pixels. */
export function placeNames<Value extends Labelled & { readonly x: number; readonly y: number }>(
  values: readonly Value[],
): readonly Value[] {
  // A name must not cover points either.
  const boxes = values.map(({ x, y }) => ({ from: x - 4, to: x + 4, y }));
  const wanted = (["right", "left"] as const).flatMap((side) => values.filter(({ label }) => label === side));
  return wanted.filter(({ name, label, x, y }) => {
    const width = GAP_PIXELS + CHARACTER_PIXELS * name.length;
    const [from, to] = label === "left" ? [x - width, x - GAP_PIXELS] : [x + GAP_PIXELS, x + width];
    const isFree =
      label === "right" || boxes.every((box) => to < box.from || from > box.to || Math.abs(y - box.y) >= LINE_PIXELS);
    if (isFree) boxes.push({ from, to, y });
    return isFree;
  });
}

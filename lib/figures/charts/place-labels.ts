/** Names beside points without overlaps: what finds no room is left out. */
import { textWidth } from "../output/text-width.js";

/** A point to name, in pixels of the plotting area. */
export interface LabelPoint {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly text: string;
  /** Named even where there is no room beside it: then a little away, and the name says where its point is. */
  readonly must?: boolean;
}

/** A name in its place: `x` is its left end, `y` its middle. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** The point that a name away from it belongs to. */
  readonly leader?: { readonly x: number; readonly y: number; readonly toX: number; readonly toY: number };
}

/** The area that names must stay in. */
export interface LabelArea {
  readonly width: number;
  readonly height: number;
  readonly fontSize: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/**
 * Places the names of `points`, the first first, to the right, left, above, below or at a corner; none lies over a
 * point or another name.
 */
export function placeLabels(points: readonly LabelPoint[], area: LabelArea): readonly PlacedLabel[] {
  const taken: Box[] = points.map(({ x, y, radius }) => ({
    ...{ left: x - 0.8 * radius, right: x + 0.8 * radius, top: y - 0.8 * radius, bottom: y + 0.8 * radius },
  }));
  const half = 0.55 * area.fontSize;
  return points.flatMap(({ x, y, radius, text, must }) => {
    const width = textWidth(text, area.fontSize);
    for (const distance of must ? DISTANCES : [0]) {
      for (const [left, middle] of placesAround(x, y, radius + distance, width, half)) {
        const box = { left, right: left + width, top: middle - half, bottom: middle + half };
        const inside = box.left >= 0 && box.right <= area.width && box.top >= 0 && box.bottom <= area.height;
        if (!inside || taken.some((other) => overlaps(box, other))) continue;
        taken.push(box);
        const label = { x: left, y: middle, text };
        if (distance === 0) return [label];
        const toX = Math.min(box.right, Math.max(box.left, x));
        const toY = y < box.top ? box.top : y > box.bottom ? box.bottom : middle;
        return [{ ...label, leader: { x, y, toX, toY } }];
      }
    }
    return [];
  });
}

/** How far away, in pixels, a name that must be there is tried. */
const DISTANCES: readonly number[] = Array.from({ length: 20 }, (_, index) => 8 * index);

function placesAround(
  x: number,
  y: number,
  radius: number,
  width: number,
  half: number,
): readonly (readonly [number, number])[] {
  const [gap, slant] = [radius + 2, 0.75 * radius + half];
  return [
    [x + gap, y],
    [x - gap - width, y],
    [x - width / 2, y - gap - half],
    [x - width / 2, y + gap + half],
    [x + 0.7 * gap, y - slant],
    [x + 0.7 * gap, y + slant],
    [x - 0.7 * gap - width, y - slant],
    [x - 0.7 * gap - width, y + slant],
  ];
}

function overlaps(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

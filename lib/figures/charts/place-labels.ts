/** Places names beside points without overlaps; those without room are left out. */
import { textWidth } from "../output/text-width.js";

/** A point to label, in pixels of the plotting area. */
export interface LabelPoint {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly text: string;
  /** Label it even if there is no room beside it: then at a distance, with a leader line to the point. */
  readonly must?: boolean;
}

/** A placed name: `x` is its left end, `y` its middle. */
export interface PlacedLabel {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  /** The line from a distant name to its point. */
  readonly leader?: { readonly x: number; readonly y: number; readonly toX: number; readonly toY: number };
}

/** The area that names must not leave. */
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
 * Places the names of `points`, in order, to the right, left, above, below or at a corner. None overlaps a point or
 * another name.
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

/** The distances, in pixels, to try for a required name. */
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

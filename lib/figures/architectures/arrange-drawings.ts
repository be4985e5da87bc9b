/** Arranges drawings side by side and in rows. */
import { type Drawing, moveShapes } from "./drawing.js";

/** Drawings from left to right, `gap` pixels apart, vertically centred on the tallest. */
export function sideBySide(drawings: readonly Drawing[], gap: number): Drawing {
  const height = Math.max(...drawings.map((each) => each.height));
  let x = 0;
  const shapes = drawings.flatMap((each) => {
    const moved = moveShapes(each.shapes, x, (height - each.height) / 2);
    x += each.width + gap;
    return moved;
  });
  return { width: x - gap, height, shapes };
}

/** Drawings in rows of `columnCount`, `gap` pixels apart, each in the corner of an area as large as the largest. */
export function inRows(drawings: readonly Drawing[], columnCount: number, gap: number): Drawing {
  const width = Math.max(...drawings.map((each) => each.width));
  const height = Math.max(...drawings.map((each) => each.height));
  const shapes = drawings.flatMap((each, index) =>
    moveShapes(each.shapes, (index % columnCount) * (width + gap), Math.floor(index / columnCount) * (height + gap)),
  );
  const [across, down] = [Math.min(columnCount, drawings.length), Math.ceil(drawings.length / columnCount)];
  return { width: across * (width + gap) - gap, height: down * (height + gap) - gap, shapes };
}

/** Arranges drawings side by side and in rows. */
import { type Drawing, moveShapes, type Shape } from "./drawing.js";

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

/** Drawings one below another, `gap` pixels apart. */
export function inColumn(drawings: readonly Drawing[], gap: number): Drawing {
  let y = 0;
  const shapes = drawings.flatMap((each): readonly Shape[] => {
    const moved = moveShapes(each.shapes, 0, y);
    y += each.height + gap;
    return moved;
  });
  return { width: Math.max(...drawings.map((each) => each.width)), height: y - gap, shapes };
}

/** How many drawings of a width fit beside each other, `gap` pixels apart; at least one. */
export const fitting = (room: number, width: number, gap: number): number =>
  Math.max(1, Math.floor((room + gap) / (width + gap)));

/** Drawings from left to right, `gap` pixels apart, in as many rows as `room` needs, each at the top of its row. */
export function wrapped(drawings: readonly Drawing[], room: number, gap: number): Drawing {
  const rows: Drawing[][] = [[]];
  let x = 0;
  for (const each of drawings) {
    if (x > 0 && x + each.width > room) {
      rows.push([]);
      x = 0;
    }
    rows[rows.length - 1].push(each);
    x += each.width + gap;
  }
  return inColumn(
    rows.map((row) => {
      const height = Math.max(...row.map((each) => each.height));
      // As high as its row, so that none is moved down.
      return sideBySide(
        row.map((each) => ({ ...each, height })),
        gap,
      );
    }),
    gap,
  );
}

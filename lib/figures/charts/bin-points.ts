/**
 * Bins thousands of points into cells, darker the more points they hold, so that nothing is left out and drawing stays
 * fast.
 */
import { extent } from "./chart-parts.js";

/** The most points to draw individually; more are drawn as cells. */
export const POINT_LIMIT = 1500;

/** The number of cells in each direction. */
const GRID = Object.freeze({ across: 100, up: 40 });

/** A cell with points of one group. */
export interface Cell {
  readonly group: string;
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
  /** The number of points in it, at least 1. */
  readonly count: number;
}

/** A point to bin. */
export interface Point {
  readonly group: string;
  readonly x: number;
  readonly y: number;
}

/** Settings of {@link binPoints}. */
export interface BinConfig {
  /** Cells of equal width in log x, for a logarithmic axis; every x must be above 0. */
  readonly logX?: boolean;
  /** The number of cells along x. Default: 100. */
  readonly across?: number;
}

/** The non-empty cells, in order of group, then x, then y. */
export function binPoints(points: readonly Point[], config: BinConfig = {}): readonly Cell[] {
  if (points.length === 0) return [];
  const { across = GRID.across } = config;
  const [toScale, fromScale] = config.logX ? [Math.log, Math.exp] : [(x: number) => x, (x: number) => x];
  const cutX = cut(
    points.map(({ x }) => toScale(x)),
    across,
  );
  const cutY = cut(
    points.map(({ y }) => y),
    GRID.up,
  );
  const groups = [...new Set(points.map(({ group }) => group))];
  const counts = new Map<number, number>();
  for (const { group, x, y } of points) {
    const key = (groups.indexOf(group) * across + cutX.place(toScale(x))) * GRID.up + cutY.place(y);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts]
    .sort(([one], [other]) => one - other)
    .map(([key, count]) => {
      const [placeY, rest] = [key % GRID.up, Math.floor(key / GRID.up)];
      const [placeX, group] = [rest % across, groups[Math.floor(rest / across)]];
      return {
        group,
        fromX: short(fromScale(cutX.edge(placeX))),
        toX: short(fromScale(cutX.edge(placeX + 1))),
        fromY: short(cutY.edge(placeY)),
        toY: short(cutY.edge(placeY + 1)),
        count,
      };
    });
}

/** Six digits are far finer than a pixel and halve the text. */
function short(value: number): number {
  return Number(value.toPrecision(6));
}

interface Cut {
  readonly place: (value: number) => number;
  readonly edge: (place: number) => number;
}

function cut(values: readonly number[], count: number): Cut {
  const [low, high] = extent(values);
  const width = (high - low) / count || 1 / count;
  return {
    place: (value) => Math.min(count - 1, Math.floor((value - low) / width)),
    edge: (place) => low + place * width,
  };
}

/**
 * Thousands of points as cells that are darker the more points they hold: nothing is left out, the picture stays quick.
 */
import { extent } from "./chart-parts.js";

/** Up to so many points are drawn each for itself; more are drawn as cells. */
export const POINT_LIMIT = 1500;

/** Cells across and up. */
const GRID = Object.freeze({ across: 100, up: 40 });

/** A cell that holds points of one group. */
export interface Cell {
  readonly group: string;
  readonly fromX: number;
  readonly toX: number;
  readonly fromY: number;
  readonly toY: number;
  /** Points in it, at least 1. */
  readonly count: number;
}

/** A point to put in a cell. */
export interface Point {
  readonly group: string;
  readonly x: number;
  readonly y: number;
}

/** How {@link binPoints} cuts its axes. */
export interface BinConfig {
  /** Equal cells of the logarithm of x, for a logarithmic axis; every x is above 0 then. */
  readonly logX?: boolean;
  /** Cells across; 100 by default. */
  readonly across?: number;
}

/** The cells that hold `points`, each counted once, by group, then x, then y. */
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

/** Six digits: far less than a pixel, and half the text. */
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

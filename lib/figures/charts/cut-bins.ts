/** Equal bins of a histogram of fitness. */
import { extent } from "./chart-parts.js";

/** One bar. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** More are narrower than a pixel or two. */
const MOST_BINS = 400;

/** Edges of equal bins: as many as the square root of the count asks for, from 5 to 40, widened to `chance`. */
export function cutBins(fitnesses: readonly number[], chance?: number): readonly number[] {
  const [low, high] = extent(fitnesses);
  const count = Math.min(40, Math.max(5, Math.ceil(Math.sqrt(fitnesses.length) * 1.5)));
  const width = niceWidth((high - low) / count || 0.02);
  // Of a fitness that is no accuracy chance may be anywhere.
  if (chance !== undefined && Math.abs(chance - low) > MOST_BINS * width) return cutBins(fitnesses);
  const from = Math.floor(Math.min(low, chance ?? low) / width + 1e-9);
  const to = Math.floor(Math.max(high, chance ?? high) / width + 1e-9) + 1;
  return Array.from({ length: to - from + 1 }, (_, index) => (from + index) * width);
}

function niceWidth(width: number): number {
  const power = 10 ** Math.floor(Math.log10(width));
  return power * ([1, 2, 2.5, 5, 10].find((step) => step * power >= width) ?? 10);
}

/** How many fitnesses each of the bins between `edges` holds. */
export function countIn(edges: readonly number[], fitnesses: readonly number[]): readonly Bin[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  const width = edges[1] - edges[0];
  for (const fitness of fitnesses) {
    counts[Math.min(counts.length - 1, Math.max(0, Math.floor((fitness - edges[0]) / width + 1e-9)))]++;
  }
  return counts.map((count, index) => ({ from: edges[index], to: edges[index + 1], count }));
}

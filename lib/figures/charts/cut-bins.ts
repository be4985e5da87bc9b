/** Equal bins for a histogram of fitness. */
import { bin, nice } from "d3-array";
import { extent } from "./chart-parts.js";

/** One bar of a histogram. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** More bins would be narrower than a pixel or two. */
const MOST_BINS = 400;

/**
 * Returns a function that counts fitnesses in equal, round bins over all `fitnesses` and `chance`. The number of bins
 * is about 1.5 times the square root of the count, from 5 to 40.
 */
export function cutBins(fitnesses: readonly number[], chance?: number): (own: readonly number[]) => readonly Bin[] {
  const [low, high] = extent(fitnesses);
  const count = Math.min(40, Math.max(5, Math.ceil(Math.sqrt(fitnesses.length) * 1.5)));
  const width = (high - low) / count || 0.02;
  // If the fitness is not an accuracy, chance may be anywhere.
  const hasChance = chance !== undefined && Math.abs(chance - low) <= MOST_BINS * width;
  const [least, most] = hasChance ? [Math.min(low, chance), Math.max(high, chance)] : [low, high];
  const room = least === most ? (count * width) / 2 : 0;
  const bins = Math.max(1, Math.round((most - least + 2 * room) / width));
  const [from, to] = nice(least - room, most + room, bins);
  const cut = bin().domain([from, to]).thresholds(bins);
  return (own) => cut(own).map(({ x0 = from, x1 = to, length }) => ({ from: x0, to: x1, count: length }));
}

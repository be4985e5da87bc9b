/** The changes of network along a line of descent: mutations that left the network as it was are skipped. */
import { type Interval, noiseInterval } from "../statistics/intervals.js";
import type { NetworkMean, TrainedRow } from "./network-mean.js";
import { networkFinder, seedNoise, trainedNetworks } from "./trained-networks.js";

/** What is needed of one individual; a study's rows and `evolutionRows` have it. */
export interface DescentRow extends TrainedRow {
  readonly hash: string;
  readonly parent?: number | null;
}

/**
 * `rows` with neutral children skipped: the parent of each individual is the first of its line with the parent's network,
 * so that every step of a lineage is a change of network. An individual with its parent's network gets that one's parent.
 * A parent that is missing, or does not come before its child, is none.
 */
export function skipNeutral<R extends DescentRow>(rows: readonly R[]): readonly R[] {
  const firsts = new Map<number, R>();
  const skipped = [...rows]
    .sort((one, other) => one.step - other.step)
    .map((row): R => {
      const first = row.parent == null ? undefined : firsts.get(row.parent);
      const isNeutral = first?.hash === row.hash;
      const own = { ...row, parent: (isNeutral ? first?.parent : first?.step) ?? null };
      firsts.set(row.step, isNeutral ? first : own);
      return Object.freeze(own);
    });
  return Object.freeze(skipped);
}

/** One change of network along a line. */
export interface LineageChange {
  /** The individual that first had the new network in this line. */
  readonly step: number;
  /** Its number in the line, from 1. */
  readonly number: number;
  /** The network before and after with the means of all their trainings; undefined where none is scored. */
  readonly before: NetworkMean | undefined;
  readonly after: NetworkMean | undefined;
  /** What the change did to the mean, with a 95 % interval by the noise of a training; null where that is not known. */
  readonly difference: Interval | null;
}

/**
 * The changes of network that led to the individual of `step`, oldest first; none for one that was drawn at random, or
 * that is not among `rows`.
 */
export function lineageChanges(rows: readonly DescentRow[], step: number): readonly LineageChange[] {
  const line = lineOf(skipNeutral(rows), step);
  const networkOf = networkFinder(rows);
  const { spread, freedom } = seedNoise(rows);
  return Object.freeze(
    line.slice(1).map((row, index): LineageChange => {
      const [before, after] = [networkOf(line[index]), networkOf(row)];
      const difference =
        before === undefined || after === undefined || spread === null
          ? null
          : Object.freeze(
              noiseInterval(
                after.mean - before.mean,
                spread * Math.sqrt(1 / before.trainingCount + 1 / after.trainingCount),
                freedom,
              ),
            );
      return Object.freeze({ step: row.step, number: index + 1, before, after, difference });
    }),
  );
}

/**
 * The step of the best network with at least `changes` changes of network behind it, where its line ends; if no line has
 * as many, of the best with the most. Undefined while nothing is scored.
 */
export function changedLineEnd(rows: readonly DescentRow[], changes = 6): number | undefined {
  const counts = new Map<number, number>();
  const parents = new Map<number, DescentRow>();
  for (const row of skipNeutral(rows)) {
    parents.set(row.step, row);
    counts.set(row.step, row.parent == null ? 0 : (counts.get(row.parent) ?? 0) + 1);
  }
  const longest = Math.max(0, ...counts.values());
  const wanted = Math.min(changes, longest);
  for (const { evaluations } of trainedNetworks(rows)) {
    const end = evaluations.find(({ step }) => (counts.get(step) ?? 0) >= wanted);
    if (end !== undefined) return end.step;
  }
  return undefined;
}

function lineOf(rows: readonly DescentRow[], step: number): readonly DescentRow[] {
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const line: DescentRow[] = [];
  for (let row = byStep.get(step); row !== undefined; row = row.parent == null ? undefined : byStep.get(row.parent)) {
    line.unshift(row);
  }
  return line;
}

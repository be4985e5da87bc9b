/** When a search stops by itself, besides its number of steps: as data. */
import * as v from "valibot";
import { limits } from "../input/limits.js";
import { counted } from "../input/quantity.js";
import { finiteNumber, parseWith, positiveNumber, type Schema, wholeNumber } from "../input/schema.js";
import type { TrainedRow } from "../rows/network-mean.js";
import { fitnessWords, type MeanWordsConfig } from "../rows/network-words.js";
import { createStandings } from "../rows/standings.js";
import type { StopReason, StudyStop } from "./store/study-store.js";
import { timeWords } from "./time-words.js";

/** Rules that stop a search before all its steps are done; whichever holds first. */
export interface StopRules {
  /**
   * How many milliseconds the study may run, over all of its processes: from when each began to when it stopped, or to
   * its last evaluation if it was killed. Running evaluations are then stopped, and evaluated again when it is resumed.
   */
  readonly maximumMillis?: number;
  /**
   * How many evaluations in a row, at least 1, may end without a new best network: one that was never the study's best
   * before. Failed and reused evaluations count. Evaluations that run by then are awaited, and may bring one.
   */
  readonly patience?: number;
  /** The search stops once the mean of the best network's trainings is at least this. What runs by then is awaited. */
  readonly target?: number;
}

/** Whether a search of so many steps, the most that there may be, is one that only its stop rules end. */
export const isOpenEnded = (steps: number): boolean => steps === limits.steps;

const rulesSchema: Schema<StopRules> = v.strictObject({
  maximumMillis: v.optional(positiveNumber()),
  patience: v.optional(wholeNumber(1, limits.steps)),
  target: v.optional(finiteNumber()),
});

/** Throws InputError unless every rule is one that can hold. */
export function checkStopRules(rules: StopRules): void {
  parseWith(rulesSchema, rules, "study: stop");
}

/** Why a study stopped. */
export interface Stopped {
  readonly reason: StopReason;
  /** In words, for example `no better network in 500 evaluations`. */
  readonly words: string;
}

/** Tells from the evaluations, by arrival, whether a search is over. */
export interface StopWatch {
  /** Adds an evaluation. Its time grows with the number of networks only if there is a rule that needs the best. */
  add(row: TrainedRow): void;
  /** The rule that holds now. */
  reached(): Stopped | undefined;
}

/** A watch for the rules about evaluations. */
export function createStopWatch({ patience, target }: StopRules, words: MeanWordsConfig): StopWatch {
  const standings = createStandings();
  const leaders = new Set<number>();
  let [added, lastNew] = [0, 0];
  let mean = -Infinity;
  return {
    add: (row) => {
      if (patience === undefined && target === undefined) return;
      added++;
      standings.add(row);
      const best = standings.best();
      if (best === undefined) return;
      mean = best.mean;
      if (!leaders.has(best.step)) lastNew = added;
      leaders.add(best.step);
    },
    reached: () => {
      if (target !== undefined && mean >= target) {
        const [got, asked] = [mean, target].map((fitness) => fitnessWords(fitness, words));
        return { reason: "target", words: `the best network has ${got}, of a target of ${asked}` };
      }
      if (patience === undefined || added - lastNew < patience) return undefined;
      return { reason: "patience", words: `no better network in ${counted(added - lastNew, "evaluation")}` };
    },
  };
}

/** A time limit in words. */
export function timeLimitWords(maximumMillis: number): string {
  return `its time limit of ${timeWords(maximumMillis / 1000)} is over`;
}

/**
 * How many milliseconds a study ran, over all of its processes: the times from a beginning to its stop, and those of the
 * evaluations, which alone tell how long a process ran that was killed. What overlaps counts once.
 */
export function ranMillis(
  stops: readonly StudyStop[],
  evaluations: readonly { readonly startedMillis: number; readonly finishedMillis: number }[],
): number {
  const spans = [
    ...stops.map(({ beganMillis, stoppedMillis }) => [beganMillis, stoppedMillis ?? beganMillis] as const),
    ...evaluations.map(({ startedMillis, finishedMillis }) => [startedMillis, finishedMillis] as const),
  ].sort(([one], [other]) => one - other);
  let [total, end] = [0, -Infinity];
  for (const [from, to] of spans) {
    total += Math.max(0, to - Math.max(from, end));
    end = Math.max(end, to);
  }
  return total;
}

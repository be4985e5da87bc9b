/** A search that is taken step by step: for a lecture, and for whoever wants to look between two steps. */
import type { Individual, Scored } from "./individual.js";
import { runSearch, type SearchConfig } from "./run-search.js";
import { checkSearchSettings } from "./search-settings.js";
import { checkCount } from "../input/errors.js";

/** Settings of {@link stepSearch}: those of `runSearch` but for how far it goes. */
export type StepSearchConfig<E extends Scored> = Omit<SearchConfig<E>, "steps" | "workers" | "past">;

/** A search that waits to be told to go on. */
export interface StepSearch<E extends Scored> {
  /** Everybody so far, by step; a new array after each step. */
  population(): readonly Individual<E>[];
  /**
   * Takes `count` steps, one by default (proposes, evaluates, adds to the population), and gives the individual of the
   * last.
   */
  next(count?: number): Promise<Individual<E>>;
}

/**
 * A search that takes a step when `next` is called. After n calls the population is the one that `runSearch` with one
 * worker gives for n steps. A step whose evaluation throws is not counted: the next call repeats it. Throws InputError
 * for settings that no search has; `next` for a count below 1.
 */
export function stepSearch<E extends Scored>(config: StepSearchConfig<E>): StepSearch<E> {
  checkSearchSettings(config);
  let individuals: readonly Individual<E>[] = Object.freeze([]);
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (count: number): Promise<Individual<E>> => {
    checkCount("search: steps to take", count);
    for (let taken = 0; taken < count; taken++) {
      const past = { individuals, unfinished: [] };
      individuals = await runSearch<E>({ ...config, steps: individuals.length + 1, workers: 1, past });
    }
    return individuals[individuals.length - 1];
  };
  return Object.freeze({
    population: () => individuals,
    next: (count = 1) => {
      // Two calls at once take their turns: a step needs the population of the one before.
      const taken = turn.then(() => take(count));
      turn = taken.catch(() => undefined);
      return taken;
    },
  });
}

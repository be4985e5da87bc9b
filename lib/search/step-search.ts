/** A search taken step by step, for lectures and for anyone who wants to look in between. */
import type { Individual, Scored } from "./individual.js";
import { runSearch, type SearchConfig } from "./run-search.js";
import { checkSearchSettings } from "./search-settings.js";
import { checkCount } from "../input/errors.js";

/** Settings of {@link stepSearch}: those of `runSearch`, except how far it runs. */
export type StepSearchConfig<E extends Scored> = Omit<SearchConfig<E>, "steps" | "workers" | "past">;

/** A search that advances only when asked. */
export interface StepSearch<E extends Scored> {
  /** All individuals so far, by step; a new array after each step. */
  population(): readonly Individual<E>[];
  /**
   * Takes `count` steps, one by default (propose, evaluate, add to the population), and returns the last individual.
   */
  next(count?: number): Promise<Individual<E>>;
}

/**
 * A search that takes a step when `next` is called. After n steps its population is that of `runSearch` with one
 * worker. A step whose evaluation throws does not count: the next call repeats it. Throws InputError for settings that
 * no search has; `next` does for a count below 1.
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
      // Concurrent calls take turns, because a step needs the previous step's population.
      const taken = turn.then(() => take(count));
      turn = taken.catch(() => undefined);
      return taken;
    },
  });
}

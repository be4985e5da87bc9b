/** The fitness by which selection compares, for each place in a growing population. */
import { fitnessOf, type Individual } from "./individual.js";
import type { NetworkMeans } from "./network-means.js";

/** Fitnesses by place in a population, from 0. */
export interface PlaceFitnesses {
  /** The number of individuals added. */
  readonly count: number;
  /** Adds the next individual; takes constant time. */
  add(individual: Individual): void;
  /** The fitness at `place`; undefined for an individual without one. */
  readonly at: (place: number) => number | undefined;
}

/**
 * Fitnesses without any individuals: each that of its own evaluation or, with `means`, its network's mean of all that
 * was added. They lie side by side as numbers, because a tournament among a hundred thousand individuals reads
 * thousands of them in every step.
 */
export function createPlaceFitnesses(means?: NetworkMeans): PlaceFitnesses {
  // NaN: none. Individuals with one network share an entry if their fitness is its mean.
  let fitnesses = new Float64Array(1024);
  let entries = new Uint32Array(1024);
  let count = 0;
  const entryOfNetwork = new Map<string, number>();
  const entryOf = (hash: string): number => {
    if (means === undefined) return count;
    const known = entryOfNetwork.get(hash) ?? entryOfNetwork.size;
    entryOfNetwork.set(hash, known);
    return known;
  };
  return {
    get count() {
      return count;
    },
    add: (individual) => {
      if (count === entries.length) {
        [fitnesses, entries] = [lengthened(fitnesses), lengthened(entries)];
      }
      means?.add(individual);
      const entry = entryOf(individual.hash);
      fitnesses[entry] = (means === undefined ? fitnessOf(individual) : means.mean(individual.hash)) ?? Number.NaN;
      entries[count++] = entry;
    },
    at: (place) => {
      const fitness = fitnesses[entries[place]];
      return Number.isNaN(fitness) ? undefined : fitness;
    },
  };
}

function lengthened<T extends Float64Array | Uint32Array>(numbers: T): T {
  const longer = new (numbers.constructor as new (length: number) => T)(2 * numbers.length);
  longer.set(numbers);
  return longer;
}

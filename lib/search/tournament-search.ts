/** Evolution by tournament selection. Paper, section 3.3; deck, "Tournament selection". */
import { checkCount, InputError } from "../input/errors.js";
import { createRandom, type Random } from "../random.js";
import { fitnessOf, type Individual, type Scored } from "./individual.js";
import { proposeChild, proposeInitial, type SearchMethod } from "./method.js";

/** Settings of {@link tournamentSearch}. */
export interface TournamentConfig {
  /** The share of the population that competes, above 0, at most 1. */
  readonly share: number;
  /** The fewest competitors, at least 1. */
  readonly floor: number;
}

/** A tournament of 5 % of the population (deck), but at least two, so that small populations select at all. */
export const tournamentDefaults: TournamentConfig = Object.freeze({ share: 0.05, floor: 2 });

/** Who competed, in the order drawn, and who won. */
export interface Tournament<E extends Scored = Scored> {
  readonly competitors: readonly Individual<E>[];
  /** The fittest; undefined when every competitor failed. */
  readonly winner: Individual<E> | undefined;
}

/**
 * The size of a tournament: max(floor, ⌈share · population⌉), at most the whole population. Deck, "Tournament
 * selection".
 */
export function tournamentSize(populationSize: number, config: Partial<TournamentConfig> = {}): number {
  const { share, floor } = { ...tournamentDefaults, ...config };
  // 0.05 · 140 is 7.000000000000001 in floating point, which must not round up to 8.
  const shared = Math.ceil(share * populationSize - 1e-9);
  return Math.min(populationSize, Math.max(floor, shared));
}

/**
 * One tournament: competitors are drawn from the population without replacement, failed individuals included, and the
 * fittest wins. An individual without a fitness never wins. Among equally fit competitors the first drawn wins, so each
 * is equally likely. Deck, "Tournament selection". `fitness` compares them; by default, each by its own evaluation.
 */
export function sampleTournament<E extends Scored>(
  population: readonly Individual<E>[],
  random: Random,
  config: Partial<TournamentConfig> = {},
  fitness: (individual: Individual<E>) => number | undefined = fitnessOf,
): Tournament<E> {
  const places = random.samplePlaces(population.length, tournamentSize(population.length, config));
  const won = winningPlace(places, (place) => fitness(population[place]));
  const competitors = Object.freeze(Array.from(places, (place) => population[place]));
  return Object.freeze({ competitors, winner: won === undefined ? undefined : population[won] });
}

/** The place with the highest fitness, the first of equals; undefined when none has a fitness. */
function winningPlace(places: Uint32Array, fitnessAt: (place: number) => number | undefined): number | undefined {
  let winner: number | undefined;
  let best = -Infinity;
  for (let index = 0; index < places.length; index++) {
    const own = fitnessAt(places[index]);
    if (own === undefined || (winner !== undefined && own <= best)) continue;
    winner = places[index];
    best = own;
  }
  return winner;
}

/**
 * Evolution: the first `initialCount` proposals are drawn as in the initialization; after that a tournament's winner is
 * mutated, and the copy is evaluated and added to the population, from which nothing is removed. Failed individuals
 * count towards the population's size and may be drawn, but never win: a tournament with only failed ones is drawn
 * again, and until an individual is scored, proposals are drawn as in the initialization. Paper, section 3.3. Throws
 * InputError for a share outside (0, 1] or a floor below 1.
 */
export function tournamentSearch(given: Partial<TournamentConfig> = {}): SearchMethod {
  const { share, floor } = { ...tournamentDefaults, ...given };
  if (!(share > 0 && share <= 1)) {
    throw new InputError(`tournament: share: got ${share}, must be above 0 and at most 1`);
  }
  checkCount("tournament: floor", floor);
  const config = Object.freeze({ share, floor });
  return Object.freeze({
    name: "tournament",
    settings: config,
    selects: true,
    propose: (population, context) => {
      const anyScored = population.some((each) => fitnessOf(each) !== undefined);
      if (context.step <= context.initialCount || !anyScored) return proposeInitial(context);
      // From its beginning, so that the competitors can be drawn again.
      const random = createRandom(context.random.path);
      const size = tournamentSize(population.length, config);
      const { fitnessAt = (place: number) => fitnessOf(population[place]) } = context;
      for (let attempt = 1; ; attempt++) {
        const winner = winningPlace(random.samplePlaces(population.length, size), fitnessAt);
        if (winner === undefined) continue;
        const draw = { stream: random.path, population: population.length, size, attempt };
        return proposeChild(population[winner], draw, { ...context, random });
      }
    },
  } satisfies SearchMethod);
}

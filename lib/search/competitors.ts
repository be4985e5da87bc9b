/** Who competed in a tournament. In a large population that is a long list, so it is kept as how to draw it again. */
import * as v from "valibot";
import { limits } from "../input/limits.js";
import { type Schema, wholeNumber } from "../input/schema.js";
import { createRandom } from "../random.js";

/** How to draw a tournament's competitors again. Plain data. */
export interface TournamentDraw {
  /** The path of the random stream that drew them, for example `1/step/7`. */
  readonly stream: string;
  /** The number of individuals evaluated by then, from which they were drawn. */
  readonly population: number;
  /** The number of competitors. */
  readonly size: number;
  /** Which tournament of this stream it was: 1, unless all competitors of earlier ones had failed. */
  readonly attempt: number;
}

/** Who competed: how to draw them again, or their steps, as a method of your own may give them. */
export type Competitors = TournamentDraw | readonly number[];

const count = wholeNumber(1, limits.steps);
const drawSchema: Schema<TournamentDraw> = v.object({
  ...{ stream: v.string("must be a stream's path"), population: count, size: count },
  attempt: wholeNumber(1, limits.tournamentAttempts),
});
// By hand for speed: before version 4, a study lists hundreds of competitors for a tournament among thousands.
const stepsSchema: Schema<readonly number[]> = v.custom<readonly number[]>(
  (value) => Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && each >= 1),
  "must be a list of steps",
);

/** Competitors in a file, or given by a user. */
export const competitorsSchema: Schema<Competitors> = v.lazy((value) =>
  Array.isArray(value) ? stepsSchema : drawSchema,
);

/** What {@link competitorsOf} needs to know about an individual; a row of a study or of `evolutionRows` will do. */
export interface Competing {
  readonly step: number;
  /** Its place in the order in which evaluations finished, from 1. */
  readonly arrival?: number;
  /** Null or absent for an individual drawn at random. */
  readonly competitors?: Competitors | null;
}

/**
 * The steps of those that competed for `child`'s place as a parent, in the order drawn; empty for an individual drawn at
 * random. `population` gives their steps by arrival; competitors that are not in it are left out.
 */
export function competitorsOf(population: readonly Competing[], { competitors }: Competing): readonly number[] {
  if (competitors == null) return [];
  if (isSteps(competitors)) return competitors;
  const steps = new Map(population.map(({ arrival, step }) => [arrival, step]));
  return drawnArrivals(competitors).flatMap((arrival) => steps.get(arrival) ?? []);
}

const isSteps = (competitors: Competitors): competitors is readonly number[] => Array.isArray(competitors);

/** The arrivals of those that a tournament draws, in the order drawn. */
export function drawnArrivals({ stream, population, size, attempt }: TournamentDraw): readonly number[] {
  const random = createRandom(stream);
  for (let earlier = 1; earlier < attempt; earlier++) random.samplePlaces(population, size);
  return Array.from(random.samplePlaces(population, size), (place) => place + 1);
}

/** The search methods by name, as the command line takes them. */
import { InputError } from "../input/errors.js";
import type { SearchMethod } from "./method.js";
import { randomSearch } from "./random-search.js";
import { tournamentSearch } from "./tournament-search.js";

/** `tournament` (5 % of the population, at least two) or `random`. Throws InputError for another name. */
export function methodByName(name: string): SearchMethod {
  if (name === "tournament") return tournamentSearch();
  if (name === "random") return randomSearch();
  throw new InputError(`method: got ${JSON.stringify(name)}, must be tournament or random`);
}

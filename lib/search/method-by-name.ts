/** The search methods by name, as the command line takes them. */
import { byName } from "../input/by-name.js";
import type { SearchMethod } from "./method.js";
import { randomSearch } from "./random-search.js";
import { tournamentSearch } from "./tournament-search.js";

/** `tournament` (5 % of the population, at least two) or `random`. Throws InputError for another name. */
export function methodByName(name: string): SearchMethod {
  return byName("method", [tournamentSearch(), randomSearch()], name);
}

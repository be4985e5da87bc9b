/** The eight experiments of the deck's table, each one declaration. Deck, "Architecture evaluation on large CIFAR-10 and ImageNet". */
import { flatSpace, hierarchicalSpace, type Space } from "../../genotype/space.js";
import { byName } from "../../input/by-name.js";
import type { SearchMethod } from "../../search/method.js";
import { randomSearch } from "../../search/random-search.js";
import { tournamentSearch } from "../../search/tournament-search.js";
import type { ExperimentLength } from "./scales.js";

/** One row of the deck's table: its search, except for what the scale decides. */
export interface Experiment {
  /** The name in commands and files. */
  readonly name: string;
  /** The deck's name of the row. */
  readonly row: string;
  readonly space: Space;
  readonly method: SearchMethod;
  /** Selects the number of individuals from the scale's; `draws` is not a search: nothing is chosen among them. */
  readonly length: ExperimentLength;
  /** Whether networks larger than those of the hierarchical space are redrawn. Paper, section 4.2. */
  readonly isParameterConstrained: boolean;
}

const experiment = (
  name: string,
  row: string,
  made: Pick<Experiment, "space" | "method" | "length"> & Partial<Experiment>,
): Experiment => Object.freeze({ name, row, isParameterConstrained: false, ...made });

const [flat, hierarchical] = [flatSpace, hierarchicalSpace];
const [random, evolution] = [randomSearch(), tournamentSearch()];

/** The experiments, in the deck's order. */
export const experiments: readonly Experiment[] = Object.freeze([
  experiment("flat-random-architecture", "Flat repr-n, random architecture", {
    ...{ space: flat, method: random, length: "draws" },
  }),
  experiment("flat-random-search", "Flat repr-n, random search (200 samples)", {
    ...{ space: flat, method: random, length: "few" },
  }),
  experiment("flat-evolution", "Flat repr-n, evolution (7000 samples)", {
    ...{ space: flat, method: evolution, length: "many" },
  }),
  experiment("flat-constrained-evolution", "Flat repr-n, parameter-constrained, evolution (7000 samples)", {
    ...{ space: flat, method: evolution, length: "many", isParameterConstrained: true },
  }),
  experiment("hierarchical-random-architecture", "Hier. repr-n, random architecture", {
    ...{ space: hierarchical, method: random, length: "draws" },
  }),
  experiment("hierarchical-random-search", "Hier. repr-n, random search (200 samples)", {
    ...{ space: hierarchical, method: random, length: "few" },
  }),
  experiment("hierarchical-long-random-search", "Hier. repr-n, random search (7000 samples)", {
    ...{ space: hierarchical, method: random, length: "many" },
  }),
  experiment("hierarchical-evolution", "Hier. repr-n, evolution (7000 samples)", {
    ...{ space: hierarchical, method: evolution, length: "many" },
  }),
]);

/** The experiment of this name. Throws InputError for another name. */
export function experimentByName(name: string): Experiment {
  return byName("experiment", experiments, name);
}

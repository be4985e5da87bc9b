/** Scales: how large the paper's experiments are run. Paper, section 4. */
import { laptopProtocol, paperProtocol, type Protocol, studyProtocol } from "../../evaluation/protocol.js";
import { byName } from "../../input/by-name.js";
import type { KnownPhenotype } from "../../search/search-settings.js";

/** The length of an experiment: a few draws without a search, the deck's 200 samples, or its 7,000. */
export type ExperimentLength = "draws" | "few" | "many";

/** Everything that depends on an experiment's scale rather than on the experiment. */
export interface ExperimentScale {
  readonly name: string;
  /** How genotypes are trained and scored. */
  readonly protocol: Protocol;
  readonly knownPhenotype: KnownPhenotype;
  /** The total number of individuals, initialization included. */
  readonly steps: Readonly<Record<ExperimentLength, number>>;
  /** The number of random individuals before an evolution selects. */
  readonly initialCount: number;
  /** The number of further trainings of each of a search's three best networks before one is named the best. */
  readonly confirm: number;
}

/** Random architectures of each space. */
const draws = 4;

/** The deck's: a random search of 200, evolution up to step 7,000 of which the first 200 are the initialization. */
const deckSteps = Object.freeze({ draws, few: 200, many: 7_000 });
const deckInitialCount = 200;

/** The paper's: every evaluation stands for itself. */
const paperScale: ExperimentScale = Object.freeze({
  name: "paper",
  protocol: paperProtocol,
  knownPhenotype: "evaluate",
  steps: deckSteps,
  initialCount: deckInitialCount,
  confirm: 0,
});

/**
 * For two cores, in some hours; 600 steps give a first look. An evaluation is one training here, so a network's trainings
 * are averaged against luck.
 */
const laptopScale: ExperimentScale = Object.freeze({
  name: "laptop",
  protocol: laptopProtocol,
  knownPhenotype: "average",
  steps: deckSteps,
  initialCount: deckInitialCount,
  confirm: 4,
});

/**
 * For two cores, in half a day or more: a fitness that says something about long training. An evaluation costs about ten
 * of the laptop scale's, so searches are shorter and their initialization is smaller.
 */
const studyScale: ExperimentScale = Object.freeze({
  name: "study",
  protocol: studyProtocol,
  knownPhenotype: "average",
  steps: deckSteps,
  initialCount: 60,
  confirm: 4,
});

/** The scales to run experiments at, the cheapest first. */
export const experimentScales: readonly ExperimentScale[] = Object.freeze([laptopScale, studyScale, paperScale]);

/** The scale of this name, for the command line. Throws InputError for another name. */
export function experimentScaleByName(name: string): ExperimentScale {
  return byName("scale", experimentScales, name);
}

/** How large the paper's experiments are run: what a scale means for every one of them. Paper, section 4. */
import { laptopProtocol, paperProtocol, type Protocol } from "../../evaluation/protocol.js";
import { byName } from "../../input/by-name.js";
import { InputError } from "../../input/errors.js";
import type { KnownPhenotype } from "../../search/search-settings.js";

/** How long an experiment is: so many draws without a search, the deck's 200 samples, or its 7,000. */
export type ExperimentLength = "draws" | "few" | "many";

/** One size of all experiments: they differ in nothing else from each other at two scales. */
export interface ExperimentScale {
  readonly name: string;
  /** How a genotype is trained and scored. */
  readonly protocol: Protocol;
  readonly knownPhenotype: KnownPhenotype;
  /** Individuals in all, initialization included. */
  readonly steps: Readonly<Record<ExperimentLength, number>>;
  /** Individuals drawn at random before an evolution selects. */
  readonly initialCount: number;
  /** Trainings more of each of a search's three best networks before one is named the best. */
  readonly confirm: number;
}

/** Of each space; the deck tests one. */
const draws = 4;

/** The paper's numbers: initialization to step 200, evolution to step 7,000 (deck), its protocol, each evaluation for itself. */
const paperScale: ExperimentScale = Object.freeze({
  name: "paper",
  protocol: paperProtocol,
  knownPhenotype: "evaluate",
  steps: Object.freeze({ draws, few: 200, many: 7_000 }),
  initialCount: 200,
  confirm: 0,
});

/** The eight experiments in some hours on two cores. One training is an evaluation here, so luck is averaged away. */
const laptopScale: ExperimentScale = Object.freeze({
  name: "laptop",
  protocol: laptopProtocol,
  knownPhenotype: "average",
  steps: Object.freeze({ draws, few: 100, many: 600 }),
  initialCount: 100,
  confirm: 4,
});

/**
 * The scales that experiments can be run at. `study`, between them, comes when its protocol is measured and stands
 * beside the laptop protocol.
 */
export const experimentScales: readonly ExperimentScale[] = Object.freeze([laptopScale, paperScale]);

/** A scale that has its place but not its protocol yet. */
const AWAITED = "study";

/** The scale of this name, as the command line takes it. Throws InputError for another name, and for `study` while it has no protocol. */
export function experimentScaleByName(name: string): ExperimentScale {
  if (name === AWAITED && experimentScales.every((scale) => scale.name !== AWAITED)) {
    const others = experimentScales.map((scale) => scale.name).join(" or ");
    throw new InputError(`scale: got "${AWAITED}", whose protocol is still being measured; take ${others}`);
  }
  return byName("scale", experimentScales, name);
}

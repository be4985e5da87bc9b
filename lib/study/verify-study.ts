/** Checks that everything a study records agrees: nothing is missing, and what follows from something else does. */
import { InputError } from "../input/errors.js";
import { counted } from "../input/quantity.js";
import { checkAncestry, checkNetworks } from "./checks/check-ancestry.js";
import { checkConfirmations, checkStops } from "./checks/check-confirmations.js";
import { checkCosts } from "./checks/check-costs.js";
import { checkFitness } from "./checks/check-fitness.js";
import { checkSeeds } from "./checks/check-seeds.js";
import { checkEvents, checkSteps } from "./checks/check-steps.js";
import { checkTournaments } from "./checks/check-tournaments.js";
import type { Recorded } from "./checks/recorded.js";
import { replayRecorded, type ReplayStudyConfig } from "./replay-study.js";
import type { Study } from "./study.js";

/** One kind of agreement within a study. */
export interface StudyCheck {
  /** What was checked, for example `ancestry`. */
  readonly name: string;
  /** How much of it was checked, for example `600 individuals`; or why nothing was. */
  readonly extent: string;
  readonly isChecked: boolean;
  /** What disagrees, a line each, for example `step 7: network: recorded 2c…, its genotype gives 91…`. */
  readonly problems: readonly string[];
}

/**
 * Checks a study without changing it: that no step, arrival or event is missing; that every child is its parent after
 * its mutation; that networks, costs, fitnesses and seeds are what genotypes, trainings and the study's seed give; and
 * that the search, repeated from its seed and its evaluations, proposes the same individuals. Throws InputError for
 * what cannot be read at all. `config` has the parts of the study that are code of your own.
 */
export async function verifyStudy(study: Study, config: ReplayStudyConfig = {}): Promise<readonly StudyCheck[]> {
  const [settings, individuals] = [await study.settings(), await study.individuals()];
  const [unfinished, rows] = [await study.unfinished(), await study.records()];
  const [events, confirmations] = [await study.events(), await study.confirmations()];
  const stops = await study.stops();
  const recorded: Recorded = { settings, individuals, unfinished, rows, events, confirmations, stops };
  const all = counted(individuals.length, "individual");
  return Object.freeze([
    checked("steps", `${all}, ${unfinished.length} unfinished`, checkSteps(recorded)),
    checked("events", counted(events.length, "event"), checkEvents(recorded)),
    checked("ancestry", all, checkAncestry(recorded)),
    checked("networks", all, checkNetworks(recorded)),
    await checkUnlessOwn("costs", all, () => checkCosts(recorded, config, study.place)),
    checked("fitness", `${all}, ${counted(confirmations.length, "confirmation")}`, checkFitness(recorded)),
    checked("confirmed", counted(confirmations.length, "confirmation"), checkConfirmations(recorded)),
    checked("runs", counted(stops.length, "run"), checkStops(recorded)),
    await checkUnlessOwn("winners", all, () => checkTournaments(recorded)),
    await checkUnlessOwn("seeds", all, () => checkSeeds(recorded)),
    await checkUnlessOwn("replay", all, async () => (await replayRecorded(study.place, recorded, config)).differences),
  ]);
}

function checked(name: string, extent: string, problems: readonly string[]): StudyCheck {
  return Object.freeze({ name, extent, isChecked: true, problems: Object.freeze(problems) });
}

/** A check that is impossible without code of the user's own, which `work` then says by an InputError. */
async function checkUnlessOwn(
  name: string,
  extent: string,
  work: () => readonly string[] | Promise<readonly string[]>,
): Promise<StudyCheck> {
  try {
    return checked(name, extent, await work());
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return Object.freeze({ name, extent: error.message, isChecked: false, problems: Object.freeze([]) });
  }
}

/** Checks that everything a study records agrees: nothing is missing, and what follows from something else does. */
import { type Evaluation, meanAndSpread } from "../evaluation/evaluation.js";
import { phenotypeHash } from "../genotype/canonical.js";
import { genotypeToJson } from "../genotype/genotype-file.js";
import { isConnected } from "../genotype/liveness.js";
import { applyMutation } from "../genotype/mutate.js";
import { InputError } from "../input/errors.js";
import { counted } from "../input/quantity.js";
import { networkFromData } from "../network/network-data.js";
import { planNetwork } from "../network/plan-network.js";
import { createRandom } from "../random.js";
import type { StudyRow } from "../rows/study-row.js";
import type { Proposal } from "../search/individual.js";
import { evaluationSeed } from "../search/search-settings.js";
import { confirmationSeed } from "./confirm-finalists.js";
import { replayRecorded, type ReplayStudyConfig, spaceOf } from "./replay-study.js";
import type { StudySettings } from "./store/study-settings.js";
import type { Confirmation, StudyEvent, StudyIndividual } from "./store/study-store.js";
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

/** Everything in a study that its checks need. */
interface Recorded {
  readonly settings: StudySettings;
  readonly individuals: readonly StudyIndividual[];
  readonly unfinished: readonly Proposal[];
  readonly rows: readonly StudyRow[];
  readonly events: readonly StudyEvent[];
  readonly confirmations: readonly Confirmation[];
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
  const recorded: Recorded = { settings, individuals, unfinished, rows, events, confirmations };
  const all = counted(individuals.length, "individual");
  return Object.freeze([
    checked("steps", `${all}, ${unfinished.length} unfinished`, checkSteps(recorded)),
    checked("events", counted(events.length, "event"), checkEvents(events)),
    checked("ancestry", all, checkAncestry(recorded)),
    checked("networks", all, checkNetworks(recorded)),
    await checkUnlessOwn("costs", all, () => checkCosts(recorded, config, study.place)),
    checked("fitness", `${all}, ${counted(confirmations.length, "confirmation")}`, checkFitness(recorded)),
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

function checkSteps({ settings, individuals, unfinished }: Recorded): readonly string[] {
  const steps = [...individuals, ...unfinished].map(({ step }) => step);
  const problems = [
    ...gaps("step", steps),
    ...gaps(
      "arrival",
      individuals.map(({ arrival }) => arrival),
    ),
  ];
  const most = Math.max(0, ...steps);
  return most <= settings.steps ? problems : [...problems, `step ${most}: the study has ${settings.steps} steps`];
}

/** What is missing from 1, 2, 3 …, or there twice. */
function gaps(what: string, numbers: readonly number[]): readonly string[] {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted.flatMap((number, index) => {
    const before = index === 0 ? 0 : sorted[index - 1];
    if (number === before) return [`${what} ${number}: is there twice`];
    if (number === before + 1) return [];
    return [`${what} ${before + 1}${number > before + 2 ? ` to ${number - 1}` : ""}: is missing`];
  });
}

function checkEvents(events: readonly StudyEvent[]): readonly string[] {
  const problems = gaps(
    "event",
    events.map(({ number }) => number),
  );
  const back = events.filter(({ atMillis }, index) => index > 0 && atMillis < events[index - 1].atMillis);
  return [...problems, ...back.map(({ number }) => `event ${number}: is earlier than the one before it`)];
}

function checkAncestry({ individuals, unfinished }: Recorded): readonly string[] {
  const byStep = new Map(individuals.map((each) => [each.step, each]));
  return [...individuals, ...unfinished].flatMap(({ step, parent, mutation, genotype }) => {
    if (parent === undefined || mutation === undefined) {
      return parent === mutation ? [] : [`step ${step}: has a parent or a mutation, must have both or neither`];
    }
    const origin = byStep.get(parent);
    if (origin === undefined) return [`step ${step}: its parent, step ${parent}, is not an individual`];
    try {
      const child = genotypeToJson(applyMutation(origin.genotype, mutation));
      if (child === genotypeToJson(genotype)) return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
    }
    return [`step ${step}: is not its parent, step ${parent}, after its mutation`];
  });
}

function checkNetworks({ individuals, unfinished }: Recorded): readonly string[] {
  return [...individuals, ...unfinished].flatMap(({ step, hash, genotype }) => {
    const own = isConnected(genotype) ? phenotypeHash(genotype) : "no network";
    return own === hash ? [] : [`step ${step}: network: recorded ${hash}, its genotype gives ${own}`];
  });
}

function checkCosts({ settings, individuals }: Recorded, config: ReplayStudyConfig, place: string): readonly string[] {
  if (settings.fitness !== "training") throw new InputError("a fitness function of your own may have its own costs");
  const { primitives } = config.space ?? spaceOf(place, settings);
  const network = networkFromData(settings.protocol.network);
  return individuals.flatMap(({ step, genotype, evaluation }) => {
    const plan = planNetwork(genotype, network, primitives);
    return (["parameterCount", "multiplyAdds"] as const).flatMap((cost) =>
      plan[cost] === evaluation[cost]
        ? []
        : [`step ${step}: ${cost}: recorded ${evaluation[cost]}, its genotype gives ${plan[cost]}`],
    );
  });
}

/** Rounding in the last digits, since means may have been summed in another order. */
const ROUNDING = 1e-9;

function checkFitness({ individuals, rows, confirmations }: Recorded): readonly string[] {
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const meansOf = (where: string, evaluation: Evaluation): readonly string[] => {
    if (evaluation.status === "failed" || evaluation.trainings.length === 0) return [];
    const { mean, spread } = meanAndSpread(evaluation.trainings.map(({ accuracy }) => accuracy));
    const pairs = [
      ["fitness", evaluation.fitness, mean],
      ["spread", evaluation.spread, spread],
    ] as const;
    return pairs.flatMap(([what, recorded, given]) =>
      Math.abs(recorded - given) <= ROUNDING
        ? []
        : [`${where}: ${what}: recorded ${recorded}, trainings give ${given}`],
    );
  };
  const fromColumns = ({ step, evaluation }: StudyIndividual): readonly string[] => {
    const row = byStep.get(step);
    const { status, trainings, parameterCount, multiplyAdds } = evaluation;
    const { fitness, spread } = status === "scored" ? evaluation : { fitness: null, spread: null };
    const expected = { status, fitness, spread, trainingCount: trainings.length, parameterCount, multiplyAdds };
    return Object.entries(expected).flatMap(([column, value]) =>
      row?.[column as keyof StudyRow] === value ? [] : [`step ${step}: ${column}: differs from its evaluation's`],
    );
  };
  return [
    ...individuals.flatMap((each) => [...meansOf(`step ${each.step}`, each.evaluation), ...fromColumns(each)]),
    ...confirmations.flatMap(({ step, training, evaluation }) =>
      meansOf(`confirmation ${training} of step ${step}`, evaluation),
    ),
  ];
}

function checkSeeds({ settings, individuals, confirmations }: Recorded): readonly string[] {
  if (settings.fitness !== "training") throw new InputError("a fitness function of your own may have its own seeds");
  const seedsOf = (where: string, seed: string, { trainings }: Evaluation): readonly string[] =>
    trainings.flatMap((training, index) => {
      const { path } = createRandom(seed).split("training", index + 1);
      return training.seed === path
        ? []
        : [`${where}: training ${index + 1}: its seed is ${training.seed}, must be ${path}`];
    });
  return [
    ...individuals.flatMap(({ step, reusedFrom = step, evaluation }) =>
      seedsOf(`step ${step}`, evaluationSeed(settings.seed, reusedFrom), evaluation),
    ),
    ...confirmations.flatMap((each) =>
      seedsOf(
        `confirmation ${each.training} of step ${each.step}`,
        confirmationSeed(settings.seed, each),
        each.evaluation,
      ),
    ),
  ];
}

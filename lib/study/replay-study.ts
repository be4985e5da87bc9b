/** Replays a study's event log, to prove that its population follows from seed, evaluations and order of arrival. */
import type { Evaluation } from "../evaluation/evaluation.js";
import type { Genotype } from "../genotype/genotype.js";
import { parseGenotype } from "../genotype/genotype-file.js";
import { paperPrimitives } from "../genotype/primitive.js";
import { createSpace, type Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import type { SearchMethod } from "../search/method.js";
import { randomSearch } from "../search/random-search.js";
import { type Replay, type ReplayConfig, replaySearch } from "../search/replay-search.js";
import { tournamentSearch } from "../search/tournament-search.js";
import { recordedLimit } from "./constraint.js";
import type { Study } from "./study.js";
import type { StudySettings } from "./store/study-settings.js";

/** The parts of a study that are code rather than data, needed unless they are built in. */
export interface ReplayStudyConfig {
  /** The space, if it has primitives of your own. */
  readonly space?: Space;
  /** The method, if it is your own. */
  readonly method?: SearchMethod;
  /** The study's constraint, unless that is a `costLimit`. */
  readonly accept?: (genotype: Genotype) => boolean;
}

/**
 * Rebuilds a study's population from its event log and reports where it differs from the record, which it should not.
 * Throws InputError when the study has custom primitives, a custom method or a constraint that `config` lacks.
 */
export async function replayStudy(study: Study, config: ReplayStudyConfig = {}): Promise<Replay<Evaluation>> {
  const [settings, events] = [await study.settings(), await study.events()];
  const [individuals, unfinished] = [await study.individuals(), await study.unfinished()];
  return replayRecorded(study.place, { settings, events, individuals, unfinished }, config);
}

/** What a replay takes from a study. */
export interface RecordedSearch extends Pick<ReplayConfig<Evaluation>, "events" | "individuals" | "unfinished"> {
  readonly settings: StudySettings;
}

/** As {@link replayStudy}, for what was read from the study at `place` already. */
export async function replayRecorded(
  place: string,
  { settings, ...recorded }: RecordedSearch,
  config: ReplayStudyConfig,
): Promise<Replay<Evaluation>> {
  const space = config.space ?? spaceOf(place, settings);
  const accept = config.accept ?? recordedLimit(settings, space.primitives)?.accept;
  if (settings.constraint !== null && accept === undefined) {
    throw new InputError(`${place}: was made with the constraint ${settings.constraint}: pass it to replay`);
  }
  return replaySearch({
    ...{ ...recorded, accept, space },
    method: config.method ?? methodOf(place, settings),
    initialCount: settings.initialCount,
    seed: settings.seed,
    mutationCount: settings.mutationCount,
    knownPhenotype: settings.knownPhenotype,
    warmStart: settings.warmStart?.map((text) => parseGenotype(text)),
  });
}

/** The space of a study with the paper's primitives. Throws InputError for others, at `place`. */
export function spaceOf(place: string, { space }: StudySettings): Space {
  const primitives = space.primitives.map((name) => {
    const known = paperPrimitives.find((primitive) => primitive.name === name);
    if (known !== undefined) return known;
    throw new InputError(`${place}: has a custom primitive, ${name}: pass its space to replay`);
  });
  return createSpace(space.name, space.levels, primitives);
}

function methodOf(place: string, { method }: StudySettings): SearchMethod {
  if (method.name === "tournament") return tournamentSearch(method.settings);
  if (method.name === "random") return randomSearch();
  throw new InputError(`${place}: has a custom method, ${method.name}: pass it to replay`);
}

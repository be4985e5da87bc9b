/** Replays a study's event log: the proof that its population follows from seed, evaluations and order of arrival. */
import type { Evaluation } from "../evaluation/evaluation.js";
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives } from "../genotype/primitive.js";
import { createSpace, type Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import type { SearchMethod } from "../search/method.js";
import { randomSearch } from "../search/random-search.js";
import { type Replay, replaySearch } from "../search/replay-search.js";
import { tournamentSearch } from "../search/tournament-search.js";
import type { Study } from "./study.js";
import type { StudySettings } from "./store/study-settings.js";

/** What of a study is code and not data, needed where it is not built in. */
export interface ReplayStudyConfig {
  /** The space, where it has primitives of one's own. */
  readonly space?: Space;
  /** The method, where it is one's own. */
  readonly method?: SearchMethod;
  /**
   * The constraint that the study was made with: the same `parameterLimit` may stand here as a whole,
   * `replayStudy(study, parameterLimit(…))`.
   */
  readonly accept?: (genotype: Genotype) => boolean;
}

/**
 * Makes the population of a study again from its event log and says where it differs from what was recorded; no
 * differences is what is expected.
 * Throws InputError when the study has primitives, a method or a constraint of its own that `config` does not give.
 */
export async function replayStudy(study: Study, config: ReplayStudyConfig = {}): Promise<Replay<Evaluation>> {
  const settings = await study.settings();
  if (settings.constraint !== null && config.accept === undefined) {
    throw new InputError(`${study.place}: was made with the constraint ${settings.constraint}: give it to replay`);
  }
  const [events, individuals, unfinished] = [await study.events(), await study.individuals(), await study.unfinished()];
  return replaySearch({
    ...{ events, individuals, unfinished, accept: config.accept },
    space: config.space ?? spaceOf(study.place, settings),
    method: config.method ?? methodOf(study.place, settings),
    initialCount: settings.initialCount,
    seed: settings.seed,
    mutationCount: settings.mutationCount,
    knownPhenotype: settings.knownPhenotype,
  });
}

function spaceOf(place: string, { space }: StudySettings): Space {
  const primitives = space.primitives.map((name) => {
    const known = paperPrimitives.find((primitive) => primitive.name === name);
    if (known !== undefined) return known;
    throw new InputError(`${place}: has a primitive of its own, ${name}: give its space to replay`);
  });
  return createSpace(space.name, space.levels, primitives);
}

function methodOf(place: string, { method }: StudySettings): SearchMethod {
  if (method.name === "tournament") return tournamentSearch(method.settings);
  if (method.name === "random") return randomSearch();
  throw new InputError(`${place}: has a method of its own, ${method.name}: give it to replay`);
}

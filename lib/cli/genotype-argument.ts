/** Reads a command's genotype argument: a file or a name. */
import { readFileText } from "../files/read-file.js";
import type { Genotype } from "../genotype/genotype.js";
import { parseGenotype } from "../genotype/genotype-file.js";
import { initialize, trivialGenotype } from "../genotype/initialize.js";
import { publishedCell } from "../genotype/published.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { createRandom } from "../random.js";
import { namesStudy } from "../study/store/study-place.js";
import { bestOf, readStudy } from "../study/study.js";

/** The forms that {@link readGenotype} takes, for help texts. */
export const GENOTYPE_FORMS =
  "a genotype's JSON file, a study (its best network, by the mean of its trainings) or STUDY:STEP, best (the published cell), trivial, or random:SEED";

/**
 * The genotype that a command's argument names: `best` (the published cell), `trivial` or `random:7` (of `space`), a
 * JSON file's, the best of a study's file, or that of a step of it. Rejects with InputError for a file that is missing
 * or holds no genotype, a step that the study does not have, and for `random` without a seed.
 */
export async function readGenotype(argument: string, space: Space): Promise<Genotype> {
  if (argument === "best") return publishedCell;
  if (argument === "trivial") return trivialGenotype(space);
  if (argument === "random" || argument.startsWith("random:")) {
    const seed = argument.slice("random:".length);
    if (!/^\d+$/.test(seed))
      throw new InputError(`genotype ${printable(argument)}: must name a seed, a whole number, as in random:7`);
    return initialize(space, createRandom(Number(seed))).genotype;
  }
  const [, study, step] = /^(.+):(\d{1,10})$/s.exec(argument) ?? [];
  // In an address without a step, what follows the last colon is no number alone, or a port.
  if (study !== undefined && namesStudy(study) && !/^\w+:\/\/[^/]*$/.test(study)) {
    return genotypeOfStep(study, Number(step));
  }
  if (namesStudy(argument)) {
    const best = await readStudy(argument, bestOf);
    if (best === undefined) throw new InputError(`${printable(argument)}: holds no scored evaluation yet`);
    return best.genotype;
  }
  const text = textOf(argument);
  try {
    return parseGenotype(text);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${printable(argument)}: ${error.message}`);
    throw error;
  }
}

/**
 * What `work` gives of the genotype that `argument` names. What it refuses is told with the argument first, unless that
 * is an option.
 */
export function ofGenotype<Result>(argument: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof InputError) || error.message.startsWith("--")) throw error;
    throw new InputError(`${printable(argument)}: ${error.message}`, { cause: error });
  }
}

async function genotypeOfStep(path: string, step: number): Promise<Genotype> {
  const individual = await readStudy(path, (study) => study.individual(step));
  if (individual === undefined) throw new InputError(`${printable(path)}: has no evaluated step ${step}`);
  return individual.genotype;
}

function textOf(path: string): string {
  try {
    return readFileText(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`genotype ${error.message}; give ${GENOTYPE_FORMS}`);
  }
}

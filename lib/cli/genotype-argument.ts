/** What a command takes for a genotype: a file, or a name. */
import { readFileSync } from "node:fs";
import type { Genotype } from "../genotype/genotype.js";
import { parseGenotype } from "../genotype/genotype-file.js";
import { initialize, trivialGenotype } from "../genotype/initialize.js";
import { publishedCell } from "../genotype/published.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import { createRandom } from "../random.js";

/** The forms that {@link readGenotype} takes, for help texts. */
export const GENOTYPE_FORMS = "a genotype's JSON file, best (the published cell), trivial, or random:SEED";

/**
 * The genotype that a command's argument names: `best` (the published cell), `trivial` and `random:7` (of `space`), or
 * the path of a JSON file.
 * Throws InputError for a file that is missing or holds no genotype, and for a random one without a seed.
 */
export function readGenotype(argument: string, space: Space): Genotype {
  if (argument === "best") return publishedCell;
  if (argument === "trivial") return trivialGenotype(space);
  if (argument === "random" || argument.startsWith("random:")) {
    const seed = argument.slice("random:".length);
    if (!/^\d+$/.test(seed))
      throw new InputError(`genotype ${argument}: must name a seed, a whole number, as in random:7`);
    return initialize(space, createRandom(Number(seed))).genotype;
  }
  let text: string;
  try {
    text = readFileSync(argument, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new InputError(`genotype ${argument}: ${why}; give ${GENOTYPE_FORMS}`);
  }
  try {
    return parseGenotype(text);
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${argument}: ${error.message}`);
    throw error;
  }
}

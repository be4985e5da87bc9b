/** The genotypes of `hiernas search --warm-start`. */
import { phenotypeHash } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { isConnected } from "../genotype/liveness.js";
import type { Space } from "../genotype/space.js";
import { FINALISTS } from "../study/confirm-finalists.js";
import { namesStudy } from "../study/store/study-place.js";
import { bestGenotypes, readStudy } from "../study/study.js";
import { readGenotype } from "./genotype-argument.js";

/**
 * The genotypes that the option's values name, each network once: as `readGenotype` does, but of a study its three best
 * networks.
 */
export async function readWarmStart(given: readonly string[], space: Space): Promise<readonly Genotype[]> {
  const networks = new Map<string, Genotype>();
  for (const argument of given) {
    const genotypes = namesStudy(argument)
      ? await readStudy(argument, (study) => bestGenotypes(study, FINALISTS))
      : [await readGenotype(argument, space)];
    for (const genotype of genotypes) {
      // Without a network it is refused later, by its number.
      const key = isConnected(genotype) ? phenotypeHash(genotype) : argument;
      if (!networks.has(key)) networks.set(key, genotype);
    }
  }
  return [...networks.values()];
}

// Random genotypes for measurements: each is drawn from its own stream, so that draws are reproducible.
import { phenotypeHash } from "../build/lib/genotype/canonical.js";
import { initialize } from "../build/lib/genotype/initialize.js";
import { isConnected } from "../build/lib/genotype/liveness.js";

/**
 * An endless sequence of random genotypes with a network. `drawAt(draw)` gives the space and the stream of a draw, from
 * 0; genotypes whose sink cannot be reached are skipped, like a search's redraws.
 */
export function* randomGenotypes(drawAt) {
  for (let draw = 0; ; draw++) {
    const { space, random } = drawAt(draw);
    const { genotype } = initialize(space, random);
    if (isConnected(genotype)) yield genotype;
  }
}

/** The first `count` different networks of {@link randomGenotypes}: a map from phenotype hash to genotype. */
export function differentGenotypes(count, drawAt) {
  const drawn = new Map();
  for (const genotype of randomGenotypes(drawAt)) {
    drawn.set(phenotypeHash(genotype), genotype);
    if (drawn.size === count) return drawn;
  }
}

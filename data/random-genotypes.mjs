// Random genotypes for what is measured: drawn one after another, each from a stream of its own, so that what was drawn
// once is drawn again.
import { phenotypeHash } from "../build/lib/genotype/canonical.js";
import { initialize } from "../build/lib/genotype/initialize.js";
import { isConnected } from "../build/lib/genotype/liveness.js";

/**
 * Random genotypes that have a network, without end. `drawAt(draw)` gives the space and the stream of a draw, from 0;
 * those whose sink cannot be reached are passed over, as a search draws again.
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

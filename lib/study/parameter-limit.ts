/** The parameter-constrained search: what drafts must obey, by name. Paper, section 4.2. */
import type { Genotype } from "../genotype/genotype.js";
import { InputError } from "../input/errors.js";
import type { NetworkConfig } from "../network/network-config.js";
import { planNetwork } from "../network/plan-network.js";

/** What drafts of a search must obey; a study keeps the name. */
export interface Constraint {
  readonly name: string;
  /** Asked only about genotypes that have a network. */
  readonly accept: (genotype: Genotype) => boolean;
}

/**
 * Drafts whose network has more than `limit` parameters are drawn again. The paper keeps flat genotypes below the
 * parameter count of hierarchical ones so (section 4.2).
 * Throws InputError for a limit that is not a whole number of at least 1.
 */
export function parameterLimit(limit: number, network: NetworkConfig): Constraint {
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new InputError(`parameter limit: got ${limit}, must be a whole number of at least 1`);
  }
  return Object.freeze({
    name: `at most ${limit} parameters`,
    accept: (genotype: Genotype) => planNetwork(genotype, network).parameterCount <= limit,
  });
}

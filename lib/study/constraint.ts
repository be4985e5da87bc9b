/** Constraints on a search's drafts: the parameter-constrained search. Paper, section 4.2. */
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives, type Primitive, primitiveDigests } from "../genotype/primitive.js";
import { checkCount } from "../input/errors.js";
import type { NetworkConfig } from "../network/network-config.js";
import { networkData } from "../network/network-data.js";
import { planNetwork } from "../network/plan-network.js";

/** A rule for drafts. A study records its name and settings, and resumes only with an equal rule. */
export interface Constraint {
  /** In words, for figures and messages, for example `at most 143010 parameters`. */
  readonly name: string;
  /** Everything that determines `accept`, as plain data that survives JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called only with genotypes that have a network; must always answer alike for one genotype. */
  readonly accept: (genotype: Genotype) => boolean;
}

/** Where {@link parameterLimit} counts parameters. */
export interface ParameterLimitConfig {
  /** The network around the cell whose trained weights are counted: the protocol's. */
  readonly network: NetworkConfig;
  /** The space's primitives. Default: the paper's. */
  readonly primitives?: readonly Primitive[];
}

/**
 * Redraws drafts whose network has more than `limit` trained weights. The paper keeps flat genotypes below the
 * parameter count of hierarchical ones in this way (section 4.2). Throws InputError for a limit that is not a whole
 * number of at least 1.
 */
export function parameterLimit(limit: number, config: ParameterLimitConfig): Constraint {
  const { network, primitives = paperPrimitives } = config;
  checkCount("parameter limit", limit);
  return Object.freeze({
    name: `at most ${limit} parameters`,
    settings: Object.freeze({ limit, network: networkData(network), layers: primitiveDigests(primitives) }),
    accept: (genotype: Genotype) => planNetwork(genotype, network, primitives).parameterCount <= limit,
  });
}

/** What drafts of a search must obey: the parameter-constrained search. Paper, section 4.2. */
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives, type Primitive, primitiveDigests } from "../genotype/primitive.js";
import { checkCount } from "../input/errors.js";
import type { NetworkConfig } from "../network/network-config.js";
import { networkData } from "../network/network-data.js";
import { planNetwork } from "../network/plan-network.js";

/** A rule for drafts. A study keeps its name and settings, and resumes only with an equal one. */
export interface Constraint {
  /** In words, for figures and messages, for example `at most 143010 parameters`. */
  readonly name: string;
  /** All that decides `accept`, as plain data that survives JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Asked only about genotypes that have a network; must answer alike each time. */
  readonly accept: (genotype: Genotype) => boolean;
}

/** What {@link parameterLimit} counts in. */
export interface ParameterLimitConfig {
  /** The network around the cell whose trained numbers are counted: the protocol's. */
  readonly network: NetworkConfig;
  /** The space's primitives. Default: the paper's. */
  readonly primitives?: readonly Primitive[];
}

/**
 * Drafts whose network has more than `limit` trained numbers are drawn again. In the paper flat genotypes were kept
 * below the parameter count of hierarchical ones in this way (section 4.2).
 * Throws InputError for a limit that is not a whole number of at least 1.
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

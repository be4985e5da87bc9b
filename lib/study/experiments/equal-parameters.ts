/** Networks of equal size: accuracy may follow from size alone, so finalists are also compared at equal parameters. */
import { bisector, range } from "d3-array";
import type { Genotype } from "../../genotype/genotype.js";
import { checkCount } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import type { NetworkConfig } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";

/** Parameter counts within this fraction of each other count as equal. */
const PARAMETER_TOLERANCE = 0.1;

/**
 * The c0, from 1 to 256, that brings the network around `genotype` closest to `wanted` parameters; undefined if even that
 * misses by more than 10 % (narrow networks grow in large steps, and the width is bounded). Counts with the paper's
 * primitives. Throws InputError for a genotype without a network and for a count that is not a whole number of at least 1.
 */
export function equalChannels(genotype: Genotype, network: NetworkConfig, wanted: number): number | undefined {
  checkCount("equal parameters", wanted);
  const parametersAt = (channels: number): number => planNetwork(genotype, { ...network, channels }).parameterCount;
  const widths = range(1, limits.matchedChannels + 1);
  const nearest = widths[bisector(parametersAt).center(widths, wanted)];
  return Math.abs(parametersAt(nearest) / wanted - 1) <= PARAMETER_TOLERANCE ? nearest : undefined;
}

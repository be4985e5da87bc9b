/** Networks of equal size: accuracy may follow from size alone, so finalists are compared at equal parameters too. */
import { bisector, range } from "d3-array";
import type { Genotype } from "../../genotype/genotype.js";
import { checkCount } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import type { NetworkConfig } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";

/** Networks are equally large when their parameter counts agree within this share. */
const PARAMETER_TOLERANCE = 0.1;

/**
 * The c0, from 1 to 256, at which the network around `genotype` has the parameter count nearest to `wanted`; undefined
 * where that is not within 10 % of it, since narrow networks grow in large steps and wide ones are bounded. The
 * primitives are the paper's. Throws InputError for a genotype without a network and for a count that is no whole number
 * of at least 1.
 */
export function equalChannels(genotype: Genotype, network: NetworkConfig, wanted: number): number | undefined {
  checkCount("equal parameters", wanted);
  const parametersAt = (channels: number): number => planNetwork(genotype, { ...network, channels }).parameterCount;
  const widths = range(1, limits.matchedChannels + 1);
  const nearest = widths[bisector(parametersAt).center(widths, wanted)];
  return Math.abs(parametersAt(nearest) / wanted - 1) <= PARAMETER_TOLERANCE ? nearest : undefined;
}

/** The limit of the parameter-constrained search. Paper, section 4.2. */
import { initialize } from "../../genotype/initialize.js";
import { isConnected } from "../../genotype/liveness.js";
import { hierarchicalSpace } from "../../genotype/space.js";
import type { NetworkConfig } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import { createRandom } from "../../random.js";

const NETWORKS = 1_000;

/**
 * The parameter count of the largest of 1,000 random hierarchical networks, always the same ones: how we read "below the
 * hierarchical space's parameter count".
 */
export function hierarchicalLimit(network: NetworkConfig): number {
  const random = createRandom("largest hierarchical");
  let largest = 0;
  for (let draw = 0, drawn = 0; drawn < NETWORKS; draw++) {
    const { genotype } = initialize(hierarchicalSpace, random.split(draw));
    if (!isConnected(genotype)) continue;
    drawn++;
    largest = Math.max(largest, planNetwork(genotype, network).parameterCount);
  }
  return largest;
}

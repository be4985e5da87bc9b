// Finds the largest network of 1,000 random hierarchical genotypes at laptop scale.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { initialize } from "../../build/lib/genotype/initialize.js";
import { isConnected } from "../../build/lib/genotype/liveness.js";
import { hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";

const random = createRandom("largest hierarchical");
let largest = 0;
for (let draw = 0, counted = 0; counted < 1_000; draw++) {
  const { genotype } = initialize(hierarchicalSpace(), random.split(draw));
  if (!isConnected(genotype)) continue;
  counted++;
  largest = Math.max(largest, planNetwork(genotype, laptopProtocol.network).parameterCount);
}
console.log(largest);

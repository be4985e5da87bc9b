// Finds the largest network of 1,000 random hierarchical genotypes at laptop scale.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { randomGenotypes } from "../random-genotypes.mjs";

const random = createRandom("largest hierarchical");
const space = hierarchicalSpace;
const genotypes = randomGenotypes((draw) => ({ space, random: random.split(draw) }));
let largest = 0;
for (let count = 0; count < 1_000; count++) {
  const { parameterCount } = planNetwork(genotypes.next().value, laptopProtocol.network);
  largest = Math.max(largest, parameterCount);
}
console.log(largest);

/** A network's initial weights, from a seeded generator (the paper does not say how it initializes them). */
import type { Plan } from "../../network/plan.js";
import type { Random } from "../../random.js";

/**
 * The flat vector of initial weights, length `plan.parameterCount`: kernels from a normal distribution with standard
 * deviation √(2 / fanIn) (He et al., 2015), scales 1, offsets and biases 0. Each piece has its own stream, named after
 * it, so that equal pieces start equal in different networks.
 */
export function initialWeights(plan: Plan, random: Random): Float32Array {
  const weights = new Float32Array(plan.parameterCount);
  for (const { name, offset, size, initial } of plan.operations.flatMap((operation) => operation.weights)) {
    if (initial.kind === "constant") {
      weights.fill(initial.value, offset, offset + size);
      continue;
    }
    const stream = random.split(name);
    const deviation = Math.sqrt(2 / initial.fanIn);
    for (let index = offset; index < offset + size; index++) weights[index] = deviation * stream.normal();
  }
  return weights;
}

/** The limit of `hiernas search --max-parameters`. */
import { createGenotype, type Genotype } from "../genotype/genotype.js";
import { createMotif } from "../genotype/motif.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import type { NetworkConfig } from "../network/network-config.js";
import { planNetwork } from "../network/plan-network.js";
import { type Constraint, parameterLimit } from "../study/constraint.js";

/**
 * The constraint of at most `limit` parameters. Throws InputError for a limit below the smallest network of one of the
 * paper's spaces, which no draft could meet.
 */
export function parameterOption(limit: number, space: Space, network: NetworkConfig): Constraint {
  const { parameterCount } = planNetwork(smallest(space), network, space.primitives);
  if (limit < parameterCount) {
    throw new InputError(
      `--max-parameters: got ${limit}, must be at least ${parameterCount}, what the smallest network of the ${space.name} space has`,
    );
  }
  return parameterLimit(limit, { network, primitives: space.primitives });
}

/** The smallest genotype: its cell and each motif have one edge, down to the identity, which has no parameters. */
function smallest({ primitives, levels }: Space): Genotype {
  const names = primitives.map(({ name }) => name);
  return createGenotype(
    names,
    levels.map(({ motifCount, nodeCount }, index) => {
      const operation = index === 0 ? names.indexOf("id") + 1 : 1;
      const motif = createMotif(nodeCount, [{ predecessor: 1, successor: nodeCount, operation }]);
      return Array.from({ length: motifCount }, () => motif);
    }),
  );
}

/** The limits of `hiernas search --max-parameters`, `--max-multiply-adds` and `--max-memory`. */
import type { Protocol } from "../evaluation/protocol.js";
import { createGenotype, type Genotype } from "../genotype/genotype.js";
import { createMotif } from "../genotype/motif.js";
import type { Space } from "../genotype/space.js";
import { InputError } from "../input/errors.js";
import { type Constraint, costLimit, type CostLimits, costsOf } from "../study/constraint.js";

/** The options' values: counts, and MiB. */
export interface CostOptions {
  readonly maxParameters?: number;
  readonly maxMultiplyAdds?: number;
  readonly maxMemory?: number;
}

const MEBIBYTE = 2 ** 20;

const options: Readonly<Record<keyof CostLimits, readonly [option: string, unit: number]>> = Object.freeze({
  parameters: ["--max-parameters", 1],
  multiplyAdds: ["--max-multiply-adds", 1],
  memory: ["--max-memory", MEBIBYTE],
});

/**
 * The constraint that the options ask for; undefined without any. Throws InputError for a limit below the smallest
 * network of one of the paper's spaces, which no draft could meet.
 */
export function costOption(given: CostOptions, space: Space, protocol: Protocol): Constraint | undefined {
  const { maxParameters: parameters, maxMultiplyAdds: multiplyAdds, maxMemory } = given;
  const limits: CostLimits = { parameters, multiplyAdds, memory: maxMemory && maxMemory * MEBIBYTE };
  const least = costsOf(smallest(space), protocol, space.primitives);
  const limited = (Object.keys(options) as (keyof CostLimits)[]).filter((cost) => limits[cost] !== undefined);
  for (const cost of limited) {
    const [option, unit] = options[cost];
    const [got, possible] = [limits[cost] ?? 0, least[cost]()];
    if (got >= possible) continue;
    const rule = `must be at least ${Math.ceil(possible / unit)}, what the smallest network of the ${space.name} space has`;
    throw new InputError(`${option}: got ${got / unit}, ${rule}`);
  }
  return limited.length === 0 ? undefined : costLimit(limits, protocol, space.primitives);
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

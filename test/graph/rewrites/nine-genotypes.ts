/** The genotypes for comparing whole networks. */
import type { Genotype } from "../../../lib/genotype/genotype.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { connectedGenotype } from "./observe-graph.js";

export const genotypes: readonly (readonly [name: string, genotype: () => Genotype])[] = [
  ["the published cell", () => publishedCell],
  ...[1, 2, 3, 4].map(
    (seed) => [`hierarchical genotype ${seed}`, () => connectedGenotype(hierarchicalSpace, `${seed}`)] as const,
  ),
  ...[1, 2, 3, 4].map((seed) => [`flat genotype ${seed}`, () => connectedGenotype(flatSpace, `${seed}`)] as const),
];

/** Drawings of architectures and of evolution from fixed data, shared by several tests. */
import { drawFamilyTree } from "../../lib/figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../lib/figures/evolution/draw-step.js";
import { drawUnfolded } from "../../lib/figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../lib/figures/architectures/explore-genotype.js";
import type { Figure } from "../../lib/figures/output/figure.js";
import type { LineageRow } from "../../lib/figures/evolution/lineage.js";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { isConnected } from "../../lib/genotype/liveness.js";
import { createMotif, type Motif } from "../../lib/genotype/motif.js";
import { mutate } from "../../lib/genotype/mutate.js";
import { paperPrimitives } from "../../lib/genotype/primitive.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";

/**
 * A synthetic evolution of `steps` individuals: 5 initial ones, then the fittest of three is mutated; every ninth
 * fails.
 */
export function syntheticEvolution(steps: number, initialCount = 5): readonly LineageRow[] {
  const random = createRandom("synthetic evolution");
  const rows: LineageRow[] = [];
  for (let step = 1; step <= steps; step++) {
    if (step <= initialCount) {
      const { genotype } = initialize(hierarchicalSpace, random);
      const fitness = 0.2 + 0.1 * random.uniform();
      rows.push({ step, genotype, hash: phenotypeHash(genotype), parent: null, mutation: null, fitness });
      continue;
    }
    const drawn = [1, 2, 3].map(() => rows[random.integer(rows.length)]);
    const parent = drawn.reduce((one, other) => ((other.fitness ?? -1) > (one.fitness ?? -1) ? other : one));
    const { child, mutation } = mutate(parent.genotype, random);
    const fitness = step % 9 === 0 ? null : (parent.fitness ?? 0.2) + 0.05 * (random.uniform() - 0.4);
    const hash = isConnected(child) ? phenotypeHash(child) : `none ${step}`;
    rows.push({ step, genotype: child, hash, parent: parent.step, mutation, fitness });
  }
  return rows;
}

/** A motif of `nodeCount` nodes with every possible edge. */
export function complete(nodeCount: number, operationCount: number): Motif {
  const edges = Array.from({ length: nodeCount }, (_, from) =>
    Array.from({ length: nodeCount - 1 - from }, (_each, over) => ({
      predecessor: from + 1,
      successor: from + 2 + over,
      operation: 1 + ((5 * from + over) % operationCount),
    })),
  );
  return createMotif(nodeCount, edges.flat());
}

const names = paperPrimitives.map(({ name }) => name);

/** 3,025 edges when unfolded. */
export const hugeHierarchical: Genotype = createGenotype(names, [
  Array.from({ length: 6 }, () => complete(11, 6)),
  [complete(11, 6)],
]);

/** 3,003 edges in one graph. */
export const hugeFlat: Genotype = createGenotype(names, [[complete(78, 6)]]);

/** Four levels. */
export const fourLevels: Genotype = createGenotype(names, [
  [complete(3, 6), complete(4, 6)],
  [complete(3, 2), complete(3, 2)],
  [complete(3, 2)],
]);

const evolution = syntheticEvolution(40);

/**
 * Drawings that are not in the gallery, by the names of their reference pictures: oversized ones, four levels, and
 * synthetic evolution.
 */
export const architectures: { readonly [name: string]: Figure } = {
  "unfolded-collapsed": drawUnfolded(hugeHierarchical),
  "explore-four-levels": exploreGenotype(fourLevels),
  lineage: drawLineage(evolution),
  "lineage-chart": drawLineage(syntheticEvolution(300, 20), { form: "chart" }),
  family: drawFamilyTree(evolution),
  step: drawStep(
    evolution.map((row) => (row.parent == null ? row : { ...row, competitors: [row.parent, 3, 9] })),
    { step: 40 },
  ),
  replay: drawReplay(evolution),
};

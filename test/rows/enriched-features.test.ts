import assert from "node:assert/strict";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { isConnected } from "../../lib/genotype/liveness.js";
import { mutate } from "../../lib/genotype/mutate.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { cellFeatures } from "../../lib/rows/cell-features.js";
import { enrichedFeatures, type FeatureSearch, type FeatureSource } from "../../lib/rows/enriched-features.js";
import { featuresSentence } from "../../lib/study/answers/features-sentence.js";

/** A search of `drawn` random genotypes and `evolved` mutants of the best so far, with a custom fitness. */
function searchBy(
  fitness: (genotype: Genotype) => number,
  seed: string,
  drawn: number,
  evolved: number,
): FeatureSearch {
  const random = createRandom(seed);
  const genotypes: Genotype[] = [];
  const rows: FeatureSource[] = [];
  const add = (genotype: Genotype, parent: number | null): void => {
    if (!isConnected(genotype)) return;
    genotypes.push(genotype);
    const noisy = fitness(genotype) + 0.002 * random.normal();
    rows.push({
      ...{ step: rows.length + 1, hash: phenotypeHash(genotype), fitness: noisy, parent, parameterCount: 1_000 },
    });
  };
  while (rows.length < drawn) add(initialize(hierarchicalSpace, random).genotype, null);
  while (rows.length < drawn + evolved) {
    const rivals = random.sample(rows, 4).sort((one, other) => (other.fitness ?? 0) - (one.fitness ?? 0));
    add(mutate(genotypes[rivals[0].step - 1], random).child, rivals[0].step);
  }
  return { rows, population: genotypes.map((genotype, index) => ({ step: index + 1, genotype })) };
}

const separable = (genotype: Genotype): number => cellFeatures(genotype)[2].value;

describe("enrichedFeatures", function () {
  this.timeout(120_000);

  it("finds the one feature that determines fitness, and no other", () => {
    const enriched = enrichedFeatures([searchBy(separable, "separable", 120, 0)]);
    assert.ok(enriched !== undefined);
    const [first] = [...enriched.features].sort((one, other) => one.adjusted - other.adjusted);
    assert.equal(first.name, "3×3 separable convolution");
    assert.ok(first.survives && first.difference.lower > 0 && first.good > first.random);
    assert.match(
      featuresSentence(enriched),
      /tell.* the 12 best networks \(12 families\) from 108 drawn at random: 3×3 separable/,
    );
    // All networks have equal parameters.
    assert.ok(!enriched.features.some(({ name }) => name === "parameters"));
  });

  it("is not misled by descent: evolution without selection for a feature finds none more often than by chance", () => {
    let found = 0;
    for (let draw = 0; draw < 40; draw++) {
      const random = createRandom(`nothing ${draw}`);
      const worth = new Map<string, number>();
      const luck = (genotype: Genotype): number => {
        const hash = phenotypeHash(genotype);
        if (!worth.has(hash)) worth.set(hash, 0.02 * random.normal());
        return worth.get(hash) as number;
      };
      const enriched = enrichedFeatures([searchBy(luck, `nothing ${draw}`, 40, 60)]);
      if (enriched?.features.some(({ survives }) => survives)) found++;
    }
    // 5 % of 40 are 2; 7 or more would have a probability below 0.4 %.
    assert.ok(found <= 6, `${found} of 40`);
  });

  it("counts a family once, and networks of searches with one seed once", () => {
    const search = searchBy(separable, "twice", 60, 60);
    const once = enrichedFeatures([search]);
    assert.deepEqual(enrichedFeatures([search, search]), once);
    assert.ok(once !== undefined && once.good.families < once.good.networks);
    assert.ok(once.good.families + once.random.networks <= 60);
  });

  it("is undefined for fewer than three families", () => {
    assert.equal(enrichedFeatures([searchBy(separable, "few", 10, 0)]), undefined);
    assert.equal(enrichedFeatures([{ rows: [], population: [] }]), undefined);
  });
});

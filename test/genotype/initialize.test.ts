import assert from "node:assert/strict";
import { checkInSpace, operationCount, operationName } from "../../lib/genotype/genotype.js";
import { initialize, trivialGenotype } from "../../lib/genotype/initialize.js";
import { edgesOf } from "../../lib/genotype/motif.js";
import { applyMutation } from "../../lib/genotype/mutate.js";
import { conv1 } from "../../lib/genotype/primitive.js";
import { createSpace, flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";

describe("trivialGenotype", () => {
  it("is chains of identities at every level", () => {
    const trivial = trivialGenotype(hierarchicalSpace);
    for (const motif of trivial.levels[0]) {
      const edges = edgesOf(motif).map(({ predecessor, successor, operation }) => [
        predecessor,
        successor,
        operationName(trivial, 2, operation),
      ]);
      assert.deepEqual(edges, [
        [1, 2, "id"],
        [2, 3, "id"],
        [3, 4, "id"],
      ]);
    }
    assert.equal(edgesOf(trivial.levels[1][0]).length, 4);
    assert.equal(operationCount(trivial, 2), 6);
    assert.equal(operationCount(trivial, 3), 6);
  });

  it("needs an identity among the primitives", () => {
    const space = createSpace("own", [{ motifCount: 1, nodeCount: 3 }], [conv1]);
    assert.throws(() => trivialGenotype(space), /needs a primitive named id, got conv1/);
  });
});

describe("initialize", () => {
  it("equals its mutations, applied one by one to the trivial genotype", () => {
    for (const space of [hierarchicalSpace, flatSpace]) {
      const { genotype, mutations } = initialize(space, createRandom(3), 100);
      assert.equal(mutations.length, 100);
      assert.deepEqual(mutations.reduce(applyMutation, trivialGenotype(space)), genotype);
      checkInSpace(genotype, space);
    }
  });

  it("follows from the seed and leaves the trivial genotype far behind", () => {
    const space = hierarchicalSpace;
    assert.deepEqual(initialize(space, createRandom(1)), initialize(space, createRandom(1)));
    assert.notDeepEqual(initialize(space, createRandom(1)).genotype, initialize(space, createRandom(2)).genotype);
  });

  it("refuses a negative count", () => {
    assert.throws(
      () => initialize(flatSpace, createRandom(1), -1),
      /^InputError: initialization: mutations: got -1, must be/,
    );
  });
});

import assert from "node:assert/strict";
import { paperPrimitives } from "../../lib/genotype/primitive.js";
import { createSpace, flatSpace, hierarchicalSpace, sameSpace, spaceByName } from "../../lib/genotype/space.js";

describe("spaces", () => {
  it("are the paper's: L = 3, M = (6, 6, 1) with 4 and 5 nodes, and one graph of 11 nodes", () => {
    const { primitives, levels } = hierarchicalSpace();
    assert.equal(primitives.length, 6);
    assert.deepEqual(levels, [
      { motifCount: 6, nodeCount: 4 },
      { motifCount: 1, nodeCount: 5 },
    ]);
    assert.deepEqual(flatSpace().levels, [{ motifCount: 1, nodeCount: 11 }]);
  });

  it("have 46 and 55 possible edges", () => {
    const edges = (space: ReturnType<typeof flatSpace>) =>
      space.levels.reduce((sum, { motifCount, nodeCount }) => sum + (motifCount * nodeCount * (nodeCount - 1)) / 2, 0);
    assert.equal(edges(hierarchicalSpace()), 46);
    assert.equal(edges(flatSpace()), 55);
  });

  it("may be a person's own, and say which rule a wrong one breaks", () => {
    const own = createSpace("own", [{ motifCount: 1, nodeCount: 3 }], [paperPrimitives[0]]);
    assert.equal(
      sameSpace(own, createSpace("other name", [{ motifCount: 1, nodeCount: 3 }], [paperPrimitives[0]])),
      true,
    );
    assert.equal(sameSpace(own, flatSpace()), false);
    const levels = [{ motifCount: 1, nodeCount: 3 }];
    assert.throws(() => createSpace("s", []), /got no level/);
    assert.throws(() => createSpace("s", [{ motifCount: 1, nodeCount: 1 }]), /space s, level 2: got 1 node, must be/);
    assert.throws(() => createSpace("s", [{ motifCount: 0, nodeCount: 3 }, ...levels]), /level 2: got 0 motifs/);
    assert.throws(() => createSpace("s", [{ motifCount: 2, nodeCount: 3 }]), /last level holds one, the cell/);
    assert.throws(() => createSpace("s", levels, []), /no primitive/);
    assert.throws(() => createSpace("s", levels, [paperPrimitives[0], paperPrimitives[0]]), /conv1 is given twice/);
    assert.throws(() => createSpace("s", levels, [{ ...paperPrimitives[0], name: "none" }]), /not none/);
    assert.throws(() => spaceByName("deep"), /must be hierarchical or flat/);
  });
});

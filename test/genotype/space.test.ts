import assert from "node:assert/strict";
import { paperPrimitives, type Primitive } from "../../lib/genotype/primitive.js";
import { createSpace, flatSpace, hierarchicalSpace, spaceByName, spaceData } from "../../lib/genotype/space.js";

describe("spaces", () => {
  it("are the paper's: L = 3, M = (6, 6, 1) with 4 and 5 nodes, and one graph of 11 nodes", () => {
    const { primitives, levels } = hierarchicalSpace;
    assert.equal(primitives.length, 6);
    assert.deepEqual(levels, [
      { motifCount: 6, nodeCount: 4 },
      { motifCount: 1, nodeCount: 5 },
    ]);
    assert.deepEqual(flatSpace.levels, [{ motifCount: 1, nodeCount: 11 }]);
  });

  it("have 46 and 55 possible edges", () => {
    const edges = (space: typeof flatSpace) =>
      space.levels.reduce((sum, { motifCount, nodeCount }) => sum + (motifCount * nodeCount * (nodeCount - 1)) / 2, 0);
    assert.equal(edges(hierarchicalSpace), 46);
    assert.equal(edges(flatSpace), 55);
  });

  it("may be custom, and name the rule that an invalid one breaks", () => {
    const own = createSpace("own", [{ motifCount: 1, nodeCount: 3 }], [paperPrimitives[0]]);
    assert.deepEqual(spaceData(own).primitives, ["conv1"]);
    const levels = [{ motifCount: 1, nodeCount: 3 }];
    assert.throws(() => createSpace("s", []), /levels above the primitives: got 0, must be/);
    assert.throws(
      () => createSpace("s", [{ motifCount: 1, nodeCount: 1 }]),
      /space s, level 2: nodes: got 1, must be a whole number from 2 to 128/,
    );
    assert.throws(
      () => createSpace("s", [{ motifCount: 0, nodeCount: 3 }, ...levels]),
      /level 2: motifs: got 0, must be/,
    );
    assert.throws(() => createSpace("s", [{ motifCount: 2, nodeCount: 3 }]), /last level holds one, the cell/);
    assert.throws(() => createSpace("s", levels, []), /primitives: got 0, must be/);
    assert.throws(() => createSpace("s", levels, [paperPrimitives[0], paperPrimitives[0]]), /conv1 is given twice/);
    assert.throws(() => createSpace("s", levels, [{ ...paperPrimitives[0], name: "none" }]), /not none/);
    assert.throws(() => spaceByName("deep"), /must be hierarchical or flat/);
  });

  it("have bounds, so that a search neither hangs nor fills the memory", () => {
    const level = { motifCount: 1, nodeCount: 3 };
    assert.throws(() => createSpace("s", [{ motifCount: 1, nodeCount: 1e9 }]), /nodes: got 1000000000, must be/);
    assert.throws(() => createSpace("s", [{ motifCount: 1e9, nodeCount: 3 }, level]), /motifs: got 1000000000/);
    assert.throws(
      () =>
        createSpace(
          "s",
          Array.from({ length: 100 }, () => level),
        ),
      /got 100, must be .* from 1 to 8/,
    );
    assert.throws(() => createSpace("a\u001b[2J", [level]), /space "a\\u001b\[2J": a name is a string of 1 to 100/);
  });

  it("define by their data what the names of primitives mean", () => {
    const space = (layers: Primitive["layers"]) =>
      createSpace("own", [{ motifCount: 1, nodeCount: 3 }], [{ name: "conv3", label: "", sign: "c", layers }]);
    const digest = (layers: Primitive["layers"]) => spaceData(space(layers)).layers.conv3;
    const three = digest((_, channels) => [{ kind: "convolution", kernel: 3, channels }]);
    assert.equal(
      three,
      digest((_, channels) => [{ channels, stride: 1, kernel: 3, kind: "convolution" }]),
    );
    assert.notEqual(
      three,
      digest((_, channels) => [{ kind: "convolution", kernel: 5, channels }]),
    );
    assert.notEqual(
      three,
      digest((channels) => [{ kind: "convolution", kernel: 3, channels }]),
    );
  });
});

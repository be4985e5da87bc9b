import assert from "node:assert/strict";
import { createMotif, edgesOf, withOperation } from "../../lib/genotype/motif.js";

describe("createMotif", () => {
  it("keeps edges as an upper-triangular matrix, rows predecessors", () => {
    const motif = createMotif(3, [
      { predecessor: 1, successor: 3, operation: 2 },
      { predecessor: 2, successor: 3, operation: 1 },
    ]);
    assert.deepEqual(motif.matrix, [
      [0, 0, 2],
      [0, 0, 1],
      [0, 0, 0],
    ]);
    assert.deepEqual(createMotif(3, edgesOf(motif)), motif);
  });

  it("is frozen to its last row", () => {
    const motif = createMotif(2, []);
    assert.throws(() => ((motif.matrix as number[][])[0][1] = 1), TypeError);
  });

  it("names the edge and the broken rule", () => {
    const make = (predecessor: number, successor: number, operation: number) => () =>
      createMotif(3, [{ predecessor, successor, operation }], "level 2, motif 3");
    assert.throws(make(2, 1, 1), { name: "InputError", message: /^level 2, motif 3: edge 2→1 must run forward/ });
    assert.throws(make(2, 2, 1), /edge 2→2 must run forward/);
    assert.throws(make(1, 4, 1), /edge 1→4 names node 4, nodes are 1 to 3/);
    assert.throws(make(1, 2, 0), /edge 1→2 has operation 0/);
    assert.throws(() => createMotif(1, []), /^InputError: motif: nodes: got 1, must be a whole number from 2 to 128$/);
    const edge = { predecessor: 1, successor: 2, operation: 1 };
    assert.throws(() => createMotif(2, [edge, edge]), /edge 1→2 is given twice/);
  });
});

describe("withOperation", () => {
  it("changes one edge of a copy", () => {
    const motif = createMotif(3, [{ predecessor: 1, successor: 2, operation: 1 }]);
    const changed = withOperation(motif, 1, 2, 0);
    assert.deepEqual(edgesOf(changed), []);
    assert.equal(edgesOf(motif).length, 1);
  });

  it("refuses edges and operations that break a rule", () => {
    const motif = createMotif(3, [{ predecessor: 1, successor: 2, operation: 1 }]);
    for (const [predecessor, successor, operation] of [
      [3, 1, 1],
      [-7, 2, 1],
      [1, 4, 1],
      [2, 2, 1],
      [1, 2, -1],
      [1, 2, 0.5],
    ]) {
      assert.throws(
        () => withOperation(motif, predecessor, successor, operation),
        /^InputError: motif: edge .*: (suc|prede)cessor: got|^InputError: motif: edge .*: operation: got/,
      );
    }
  });
});

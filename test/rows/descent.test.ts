import assert from "node:assert/strict";
import { descentOf } from "../../lib/rows/descent.js";

describe("descentOf", () => {
  it("gives each individual its founder and its generation, whatever the order of the rows", () => {
    const rows = [
      { step: 5, parent: 4 },
      { step: 1, parent: null },
      { step: 4, parent: 1 },
      { step: 2, parent: null },
      { step: 3, parent: 2 },
    ];
    const descents = descentOf(rows);
    const of = (step: number) => [descents.get(step)?.founder, descents.get(step)?.generation];
    assert.deepEqual([1, 2, 3, 4, 5].map(of), [
      [1, 0],
      [2, 0],
      [2, 1],
      [1, 1],
      [1, 2],
    ]);
  });

  it("treats a parent missing from the rows as a founder, whose children are siblings", () => {
    const descents = descentOf([
      { step: 8, parent: 3 },
      { step: 9, parent: 3 },
    ]);
    assert.deepEqual(
      [descents.get(8), descents.get(9)],
      [
        { founder: 3, generation: 1 },
        { founder: 3, generation: 1 },
      ],
    );
  });
});

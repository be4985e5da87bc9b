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

  it("comes to an end where a damaged record makes an individual its own ancestor", () => {
    const descents = descentOf([
      { step: 1, parent: 3 },
      { step: 2, parent: 1 },
      { step: 3, parent: 2 },
      { step: 4, parent: 4 },
    ]);
    assert.deepEqual(
      [...descents.values()],
      [
        { founder: 1, generation: 0 },
        { founder: 1, generation: 1 },
        { founder: 1, generation: 2 },
        { founder: 4, generation: 0 },
      ],
    );
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

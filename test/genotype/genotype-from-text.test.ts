import assert from "node:assert/strict";
import { createGenotype } from "../../lib/genotype/genotype.js";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import { conv3 } from "../../lib/genotype/known-modules.js";
import { createMotif } from "../../lib/genotype/motif.js";
import { paperPrimitives } from "../../lib/genotype/primitive.js";

const names = paperPrimitives.map(({ name }) => name);
const edge = (predecessor: number, successor: number, operation: number) => ({ predecessor, successor, operation });

describe("genotypeFromText", () => {
  it("reads one motif as a flat genotype, with either arrow", () => {
    const expected = createGenotype(names, [[createMotif(3, [edge(1, 2, 1), edge(1, 3, 4), edge(2, 3, 3)])]]);
    assert.deepEqual(genotypeFromText("1→2 conv1, 1→3 max, 2→3 sep"), expected);
    assert.deepEqual(genotypeFromText(" 1->2  conv1,1 -> 3 max,\n 2->3 sep "), expected);
  });

  it("reads motifs of several levels, the cell last", () => {
    assert.deepEqual(
      genotypeFromText([["1→2 id, 2→4 dw", "1→2 sep"], "1→2 m2, 2→3 m1"]),
      createGenotype(names, [
        [createMotif(4, [edge(1, 2, 6), edge(2, 4, 2)]), createMotif(2, [edge(1, 2, 3)])],
        [createMotif(3, [edge(1, 2, 2), edge(2, 3, 1)])],
      ]),
    );
  });

  it("supports custom primitives", () =>
    assert.deepEqual(genotypeFromText("1→2 conv3", [conv3]).levels[0][0], createMotif(2, [edge(1, 2, 1)])));

  for (const [text, message] of [
    ["1→2 conv9", /^level 2, motif 1: edge 1→2 has operation "conv9", must be one of conv1, dw, sep, max, avg, id$/],
    ["1→2", /^level 2, motif 1: got "1→2", must be an edge such as 1→2 sep$/],
    ["", /^level 2, motif 1: got "", must be an edge/],
    ["2→1 sep", /^level 2, motif 1: edge 2→1 must run forward/],
    ["1→2 sep, 1→2 id", /^level 2, motif 1: edge 1→2 is given twice$/],
    ["1→999999999 sep", /^level 2, motif 1: nodes: got 999999999, must be a whole number from 2 to 128$/],
    [["1→2 sep", "1→2 sep"], /^level 3, motif 1: edge 1→2 has operation "sep", must be a motif of the level below/],
    [["1→2 sep", "1→2 m2"], /^level 3, motif 1: edge 1→2 has operation 2, level 2 has operations 1 to 1$/],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () =>
      assert.throws(() => genotypeFromText(text), { name: "InputError", message }));
  }
});

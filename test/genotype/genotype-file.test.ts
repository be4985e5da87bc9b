import assert from "node:assert/strict";
import { genotypeToJson, parseGenotype } from "../../lib/genotype/genotype-file.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";

type Change = (file: {
  version: unknown;
  format: unknown;
  primitives: unknown;
  levels: { nodes: unknown; edges: unknown[] }[][];
}) => void;

function broken(change: Change): () => unknown {
  const file = JSON.parse(genotypeToJson(publishedCell())) as Parameters<Change>[0];
  change(file);
  return () => parseGenotype(JSON.stringify(file), hierarchicalSpace());
}

describe("parseGenotype", () => {
  it("reads what genotypeToJson wrote, whatever the space", () => {
    for (const space of [hierarchicalSpace(), flatSpace()]) {
      for (let seed = 0; seed < 10; seed++) {
        const { genotype } = initialize(space, createRandom(seed), 100);
        assert.deepEqual(parseGenotype(genotypeToJson(genotype), space), genotype);
      }
    }
  });

  it("says in one line where a file breaks which rule", () => {
    const cases: readonly (readonly [Change, RegExp])[] = [
      [(file) => (file.levels[0][2].edges[0] = [2, 1, "id"]), /^level 2, motif 3: edge 2→1 must run forward/],
      [
        (file) => (file.levels[0][0].edges[0] = [1, 2, "conv9"]),
        /^level 2, motif 1: edge 1→2 has unknown operation "conv9", must be one of conv1, dw/,
      ],
      [
        (file) => (file.levels[1][0].edges[0] = [1, 2, 7]),
        /^level 3, motif 1: edge 1→2 has operation 7, level 2 has operations 1 to 6/,
      ],
      [(file) => file.levels[0].splice(0, file.levels[0].length), /^level 2: got no motifs/],
      [(file) => file.levels[0].push(file.levels[0][0]), /^level 2: got 7 motifs, the hierarchical space has 6/],
      [(file) => file.levels[1].push(file.levels[1][0]), /^level 3: got 2 motifs, the last level holds one/],
      [(file) => (file.version = 2), /^genotype: version: got 2, this hiernas reads up to 1/],
      [(file) => (file.version = "1"), /version: got "1"/],
      [(file) => (file.format = "onnx"), /format: got "onnx"/],
      [(file) => (file.levels[0][0].nodes = 1), /^level 2, motif 1: got 1 nodes/],
      [(file) => (file.levels[0][0].edges[0] = [1, 2]), /must be \[predecessor, successor, operation\]/],
      [(file) => (file.levels = []), /got no levels/],
      [(file) => (file.primitives = "conv1"), /primitives: got "conv1", must be a list/],
    ];
    for (const [change, message] of cases) {
      assert.throws(broken(change), (error: Error) => {
        assert.equal(error.name, "InputError");
        assert.match(error.message, message);
        assert.equal(error.message.includes("\n"), false);
        return true;
      });
    }
  });

  it("refuses text that ends early or is no JSON", () => {
    const text = genotypeToJson(publishedCell());
    assert.throws(() => parseGenotype(text.slice(0, text.length / 2)), /not JSON, or cut short/);
    assert.throws(() => parseGenotype(""), /not JSON, or cut short/);
    assert.throws(() => parseGenotype("null"), /genotype: got null, must be an object/);
  });
});

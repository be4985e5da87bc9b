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
  const file = JSON.parse(genotypeToJson(publishedCell)) as Parameters<Change>[0];
  change(file);
  return () => parseGenotype(JSON.stringify(file), hierarchicalSpace);
}

describe("parseGenotype", () => {
  it("reads the output of genotypeToJson, whatever the space", () => {
    for (const space of [hierarchicalSpace, flatSpace]) {
      for (let seed = 0; seed < 10; seed++) {
        const { genotype } = initialize(space, createRandom(seed), 100);
        assert.deepEqual(parseGenotype(genotypeToJson(genotype), space), genotype);
      }
    }
  });

  it("reports the place and the broken rule in one line", () => {
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
      [
        (file) => file.levels[0].splice(0, file.levels[0].length),
        /^level 2: motifs: got 0, must be a whole number from 1 to 64$/,
      ],
      [(file) => file.levels[0].push(file.levels[0][0]), /^level 2: got 7 motifs, the hierarchical space has 6/],
      [(file) => file.levels[1].push(file.levels[1][0]), /^level 3: got 2 motifs, the last level holds one/],
      [(file) => (file.version = 2), /^genotype: version: got 2, this hiernas reads up to 1/],
      [(file) => (file.version = "1"), /version: got "1"/],
      [(file) => (file.format = "onnx"), /format: got "onnx"/],
      [
        (file) => (file.levels[0][0].nodes = 1),
        /^level 2, motif 1: nodes: got 1, must be a whole number from 2 to 128$/,
      ],
      [(file) => (file.levels[0][0].edges[0] = [1, 2]), /must be \[predecessor, successor, operation\]/],
      [
        (file) => (file.levels = []),
        /^genotype: levels above the primitives: got 0, must be a whole number from 1 to 8$/,
      ],
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

  it("refuses text that ends early or is not JSON", () => {
    const text = genotypeToJson(publishedCell);
    assert.throws(() => parseGenotype(text.slice(0, text.length / 2)), /not JSON, or cut short/);
    assert.throws(() => parseGenotype(""), /not JSON, or cut short/);
    assert.throws(() => parseGenotype("null"), /genotype: got null, must be an object/);
  });

  it("refuses at once, in a short line, input that would fill the memory or never end", () => {
    const file = (change: object) =>
      JSON.stringify({ format: "hiernas genotype", version: 1, primitives: ["id"], levels: [], ...change });
    const level = [{ nodes: 2, edges: [[1, 2, 1]] }];
    const chain = [{ nodes: 2, edges: [[1, 2, "id"]] }];
    for (const [what, text, message] of [
      [
        "a million nodes",
        file({ levels: [[{ nodes: 1e6, edges: [] }]] }),
        /nodes: got 1000000, must be .* from 2 to 128$/,
      ],
      ["1e300 nodes", file({ levels: [[{ nodes: 1e300, edges: [] }]] }), /nodes: got 1e\+300, must be/],
      ["60 levels", file({ levels: [chain, ...Array.from({ length: 60 }, () => level)] }), /levels: got a list of 61/],
      ["a million primitives", file({ primitives: new Array(1e6).fill("a") }), /primitives: got a list of 1000000/],
      [
        "a name of 5,000 characters",
        file({ primitives: ["a".repeat(5000)] }),
        /entry 1: got "a+…, must be a text of 1 to 100/,
      ],
      ["a name that steers a terminal", file({ primitives: ["a\u001b[2J"] }), /entry 1: got "a\\u001b\[2J", must be/],
      ["200,000 brackets", `{"format": ${"[".repeat(200_000)}`, /brackets are more than 64 deep$/],
      ["brackets in an edge", file({ levels: [[{ nodes: 2, edges: [[1, 2, []]] }]] }), /unknown operation \[\]/],
    ] as const) {
      assert.throws(
        () => parseGenotype(text),
        (error: Error) => error.name === "InputError" && message.test(error.message) && error.message.length < 300,
        what,
      );
    }
  });
});

import assert from "node:assert/strict";
import { createGenotype, type Genotype } from "../../lib/genotype/genotype.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { isConnected } from "../../lib/genotype/liveness.js";
import { createMotif, type Edge } from "../../lib/genotype/motif.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { createRandom } from "../../lib/random.js";
import { cellFeatures, featureWords } from "../../lib/rows/cell-features.js";

const names = ["conv1", "dw", "sep", "max", "avg", "id"];
const edge = (predecessor: number, successor: number, operation: number): Edge => ({
  predecessor,
  successor,
  operation,
});
const valuesOf = (genotype: Genotype): Readonly<Record<string, number>> =>
  Object.fromEntries(cellFeatures(genotype).map(({ name, value }) => [name, value]));

describe("cellFeatures", () => {
  it("describe live edges, with motifs substituted for the edges that carry them", () => {
    // A motif of 1→2 sep, 2→3 id, 1→3 max; node 4 of the cell is dead.
    const motif = createMotif(3, [edge(1, 2, 3), edge(2, 3, 6), edge(1, 3, 4)]);
    const unused = createMotif(3, [edge(1, 3, 1)]);
    const cell = createMotif(5, [edge(1, 2, 1), edge(2, 5, 1), edge(1, 4, 2), edge(1, 5, 1)]);
    const values = valuesOf(createGenotype(names, [[motif, unused], [cell]]));
    assert.deepEqual(
      [values["3×3 separable convolution"], values["3×3 max-pooling"], values["identity"], values["1×1 convolution"]],
      [1 / 3, 1 / 3, 1 / 3, 0],
    );
    assert.equal(values["edges"], 9);
    // Three uses with an inner node each, and node 2 of the cell: nine edges end in four of them and the sink.
    assert.equal(values["edges merged in a node"], 9 / 5);
    assert.equal(2 ** values["paths from source to sink"], 6);
    assert.deepEqual([values["operations on the longest path"], values["operations on the shortest path"]], [2, 1]);
    assert.deepEqual([values["identity from source to sink"], values["different motifs"]], [0, 1]);
  });

  it("detect an identity from source to sink, but not with another operation in between", () => {
    const flat = (...edges: readonly Edge[]): Genotype => createGenotype(names, [[createMotif(3, edges)]]);
    const skip = valuesOf(flat(edge(1, 2, 6), edge(2, 3, 6), edge(1, 3, 3)));
    assert.deepEqual([skip["identity from source to sink"], skip["operations on the longest path"]], [1, 1]);
    assert.equal(valuesOf(flat(edge(1, 2, 6), edge(2, 3, 1)))["identity from source to sink"], 0);
  });

  it("agree with counting path by path", () => {
    const random = createRandom("features");
    const drawn = Array.from({ length: 30 }, () => initialize(hierarchicalSpace, random).genotype);
    for (const genotype of [publishedCell, ...drawn.filter(isConnected)]) {
      const values = valuesOf(genotype);
      const paths = allPaths(genotype);
      assert.equal(Math.round(2 ** values["paths from source to sink"]), paths.length);
      const lengths = paths.map((path) => path.filter((each) => !each.endsWith("id")).length);
      assert.equal(values["operations on the longest path"], Math.max(...lengths));
      assert.equal(values["operations on the shortest path"], Math.min(...lengths));
      assert.equal(values["edges"], new Set(paths.flat()).size);
      const shares = names.map((_, index) => cellFeatures(genotype)[index].value);
      assert.ok(Math.abs(shares.reduce((sum, each) => sum + each, 0) - 1) < 1e-12);
    }
  });
});

/** Each path from source to sink as a list of edges, with their place in the cell and their operation. */
function allPaths(genotype: Genotype): readonly (readonly string[])[] {
  const through = (level: number, motif: number, place: string): readonly (readonly string[])[] => {
    const { nodeCount, matrix } = genotype.levels[level][motif];
    const from = (node: number): readonly (readonly string[])[] => {
      if (node === nodeCount - 1) return [[]];
      return matrix[node].flatMap((operation, next) => {
        if (operation === 0) return [];
        const edge = `${place}/${node}-${next}`;
        const own = level === 0 ? [[`${edge} ${names[operation - 1]}`]] : through(level - 1, operation - 1, edge);
        return own.flatMap((path) => from(next).map((rest) => [...path, ...rest]));
      });
    };
    return from(0);
  };
  return through(genotype.levels.length - 1, 0, "");
}

describe("featureWords", () => {
  it("are percentages, numbers, and counts for doublings", () => {
    assert.deepEqual(
      [
        featureWords("share", 0.2345),
        featureWords("count", 4.24),
        featureWords("doublings", 3),
        featureWords("doublings", 16),
      ],
      ["23.4 %", "4.2", "8.0", "65,536"],
    );
  });
});

import assert from "node:assert/strict";
import { drawDifference } from "../../../lib/figures/architectures/draw-difference.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { createGenotype } from "../../../lib/genotype/genotype.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { applyMutation } from "../../../lib/genotype/mutate.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace } from "../../../lib/genotype/space.js";
import { InputError } from "../../../lib/input/errors.js";
import { createRandom } from "../../../lib/random.js";
import { complete, fourLevels } from "../sample-drawings.js";
import { shapesOf, textsOf } from "../sample-figures.js";

const changed = applyMutation(publishedCell, { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 });
const removed = applyMutation(changed, { level: 3, motif: 1, predecessor: 1, successor: 2, before: 5, after: 0 });

/** The edges of a figure by whose they are. */
function whose(figure: Figure): { readonly [where: string]: number } {
  const counts: { [where: string]: number } = {};
  for (const { tooltip } of shapesOf(figure, "line")) {
    const where = (tooltip as { readonly where?: string } | undefined)?.where;
    if (where !== undefined) counts[where] = (counts[where] ?? 0) + 1;
  }
  return counts;
}

describe("drawDifference", () => {
  it("draws motifs that differ once, with the edges of both, and says where they differ", () => {
    const figure = drawDifference(publishedCell, changed);
    assert.equal(figure.title, "a and b differ in 1 edge (all in motif 1); 45 are the same");
    // The cell, and the motif: an edge with two operations is drawn twice.
    assert.deepEqual(whose(figure), { "in both": 10 + 5, "in a alone": 1, "in b alone": 1 });
    assert.ok(textsOf(figure).includes("the same in both: motifs 2, 3, 4, 5, 6"));
    assert.match(figure.description, /motif 1, 1→4: 3×3 separable convolution of C channels in a alone/);
  });

  it("names the genotypes, and keys their lines", () => {
    const figure = drawDifference(publishedCell, removed, { names: ["parent", "grandchild"] });
    assert.match(figure.title, /^parent and grandchild differ in 2 edges \(1 in the cell, 1 in motif 1\)/);
    for (const words of ["parent alone", "grandchild alone", "both"]) assert.ok(textsOf(figure).includes(words), words);
    assert.deepEqual(whose(figure), { "in both": 9 + 5, "in a alone": 2, "in b alone": 1 });
  });

  it("keeps nodes in one place whatever the order, and says so of equal genotypes", () => {
    const nodes = (figure: Figure) =>
      shapesOf(figure, "box").flatMap(({ x, y, tooltip }) =>
        (tooltip as { readonly title?: string } | undefined)?.title?.startsWith("node") ? [[x, y]] : [],
      );
    assert.equal(nodes(drawDifference(publishedCell, removed)).length, 9);
    assert.equal(drawDifference(publishedCell, publishedCell).title, "a and b are the same genotype: 46 edges");
  });

  it("compares flat genotypes, with a lane for each of two edges between neighbours", () => {
    const [one, other] = [3, 4].map((seed) => initialize(flatSpace, createRandom(seed)).genotype);
    const figure = drawDifference(one, other);
    const lines = shapesOf(figure, "line").filter(({ tooltip }) => tooltip !== undefined);
    assert.equal(new Set(lines.map(({ path }) => path)).size, lines.length, "no line on another");
  });

  it("refuses genotypes without a common layout", () => {
    assert.throws(
      () => drawDifference(publishedCell, fourLevels),
      new InputError("drawDifference: got genotypes of 3 and 4 levels, which have no common layout"),
    );
    const [three, four] = [3, 4].map((nodeCount) => createGenotype(["id"], [[complete(nodeCount, 1)]]));
    assert.throws(
      () => drawDifference(three, four),
      /Cell \(level 2\): got 3 nodes in one genotype and 4 in the other/,
    );
  });
});

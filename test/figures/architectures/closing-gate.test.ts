import assert from "node:assert/strict";
import { annotateGenotype } from "../../../lib/figures/architectures/annotate-genotype.js";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawCell, drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawTree } from "../../../lib/figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../../lib/figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import type { Genotype } from "../../../lib/genotype/genotype.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";
import { fourLevels } from "../sample-drawings.js";
import { flat, shapesOf, textsOf, titleOf } from "../sample-figures.js";

const genotypes: { readonly [name: string]: Genotype } = {
  "the published cell": publishedCell,
  "a random one": initialize(hierarchicalSpace, createRandom(7)).genotype,
  "a sparse one": initialize(hierarchicalSpace, createRandom(1), 25).genotype,
  "four levels": fourLevels,
};

const gates = (figure: Figure): number =>
  shapesOf(figure, "box").filter((box) => titleOf(box) === "closes the motif").length;

/** The number of 1×1 convolutions that close motifs in the first cell of the plan. */
function closedIn(genotype: Genotype): number {
  const paths = planNetwork(genotype).operations.map(({ path }) => path);
  const closing = paths.filter((path) => path.startsWith("group 1/cell 1/edge") && path.includes("/close/"));
  return new Set(closing.map((path) => path.slice(0, path.lastIndexOf("/")))).size;
}

describe("the 1×1 convolution that closes a motif", () => {
  for (const [name, genotype] of Object.entries(genotypes)) {
    it(`is in drawings of ${name} as often as in the plan`, () => {
      const count = closedIn(genotype);
      assert.ok(count > 0);
      assert.ok(textsOf(drawTree(genotype)).includes(`${count}× 1×1`));
      assert.equal(gates(drawUnfolded(genotype, { width: 5000 })), count);
      const { levels } = annotateGenotype(genotype);
      assert.equal(gates(drawGenotype(genotype)), levels.slice(0, -1).flat().length, "each motif has one");
      assert.equal(gates(exploreGenotype(genotype)), levels.slice(0, -1).flat().length);
    });

    it(`costs in drawings of ${name} what it costs in the plan`, () => {
      const { places } = annotateGenotype(genotype);
      const operations = planNetwork(genotype).operations;
      for (const [place, { closing }] of places) {
        const path = `group 1/cell 1${place}/close/`;
        const own = operations.filter((operation) => operation.path.startsWith(path));
        const parameterCount = own.reduce((sum, operation) => sum + operation.parameterCount, 0);
        assert.equal(closing?.parameterCount ?? 0, parameterCount, place);
        assert.equal(closing === undefined, place === "", "nothing closes the cell");
      }
    });
  }

  it("is at the sink of a motif, and in its key", () => {
    const figure = drawMotif(publishedCell, { level: 2, motif: 1 });
    const [gate] = shapesOf(figure, "box").filter((box) => titleOf(box) === "closes the motif");
    const [sink] = shapesOf(figure, "box").filter((box) => titleOf(box) === "node 4");
    assert.ok((gate.x as number) > (sink.x as number) + (sink.width as number));
    assert.ok(textsOf(figure).includes("closes each motif, to C channels"));
  });

  it("is in no drawing of a cell alone, nor of a flat genotype, where nothing is closed", () => {
    assert.equal(gates(drawCell(publishedCell)), 0);
    for (const genotype of [flat, initialize(flatSpace, createRandom(4)).genotype]) {
      assert.equal(closedIn(genotype), 0);
      for (const figure of [
        drawGenotype(genotype),
        drawUnfolded(genotype),
        drawTree(genotype),
        exploreGenotype(genotype),
      ]) {
        assert.equal(gates(figure), 0);
        assert.ok(!textsOf(figure).some((text) => /closes/.test(text)), figure.title);
      }
    }
  });
});

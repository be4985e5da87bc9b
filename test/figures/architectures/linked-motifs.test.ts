import assert from "node:assert/strict";
import * as vega from "vega";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../../lib/figures/architectures/draw-matrix.js";
import { drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawUnfolded } from "../../../lib/figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { motifLook } from "../../../lib/figures/output/operation-look.js";
import { toVega } from "../../../lib/figures/output/svg.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { shapesOf, textsOf } from "../sample-figures.js";

/** How many halos a figure has while a motif is lit. */
function litIn(figure: Figure, motif: string): number {
  const view = new vega.View(vega.parse(toVega(figure)), { renderer: "none" });
  const count = (lit: string): number => {
    view.signal("lit", lit).run();
    return view.data("halo").length;
  };
  const [none, some] = [count(""), count(motif)];
  view.finalize();
  return some - none;
}

describe("a motif in a figure", () => {
  it("has one tint: on the cell's edges, in its panel, in the matrix, in the unfolded cell", () => {
    const { colour, lineColour } = motifLook(2, 3);
    const genotype = drawGenotype(publishedCell, { key: false });
    const tinted = (figure: Figure) => shapesOf(figure, "box").filter(({ fill }) => fill === colour).length;
    // Four edges and the head of the panel.
    assert.equal(tinted(genotype), 5);
    assert.equal(shapesOf(genotype, "frame").filter(({ stroke }) => stroke === lineColour).length, 1);
    assert.equal(tinted(drawMatrix(publishedCell, { key: false })), 4);
    const unfolded = drawUnfolded(publishedCell);
    assert.equal(shapesOf(unfolded, "frame").filter(({ stroke }) => stroke === lineColour).length, 4);
  });

  it("lights all its uses while the pointer is over one of them", () => {
    // Line and label of each edge, the panel's frame and its badge.
    assert.equal(litIn(drawGenotype(publishedCell), "2.3"), 4 * 2 + 2);
    assert.equal(litIn(drawGenotype(publishedCell), "2.4"), 2 + 2);
    assert.equal(litIn(drawMatrix(publishedCell), "2.5"), 4);
    // The frame, the badge, the lines to and from each of its places.
    assert.equal(litIn(drawUnfolded(publishedCell), "2.5"), 4 * 4);
    // Motif 5 is open: its four edges, frame and badge; of motif 3 only the cell's edges are there.
    assert.equal(litIn(exploreGenotype(publishedCell), "2.5"), 4 * 2 + 2);
    assert.equal(litIn(exploreGenotype(publishedCell), "2.3"), 4 * 2);
  });

  it("costs nothing where there is none", () => {
    assert.equal(drawMotif(publishedCell, { level: 2, motif: 1 }).spec.signals, undefined);
  });
});

describe("the key", () => {
  it("has what occurs, and nothing else", () => {
    const words = (figure: Figure): readonly string[] =>
      textsOf(figure).filter((text) => /convolution|pooling|identity|motif,|closes|pale/.test(text));
    assert.deepEqual(
      new Set(words(drawMotif(publishedCell, { level: 2, motif: 3 }))),
      new Set([
        "3×3 separable convolution of C channels",
        "3×3 depthwise convolution",
        "identity",
        "3×3 average-pooling",
        "closes each motif, to C channels",
      ]),
    );
    assert.deepEqual(
      new Set(words(drawMatrix(publishedCell))),
      new Set(["a motif, here number 5", "closes each motif, to C channels"]),
    );
    assert.ok(words(drawGenotype(publishedCell)).includes("pale: not in the network"));
  });

  it("can be left out", () => {
    const [full, bare] = [{}, { key: false }].map((config) => drawGenotype(publishedCell, config));
    assert.ok((full.spec.height as number) > (bare.spec.height as number));
    assert.ok(!textsOf(bare).some((text) => /convolution of C/.test(text)));
  });
});

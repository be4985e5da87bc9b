import assert from "node:assert/strict";
import { drawIcicle, drawTreemap } from "../../../lib/figures/architectures/draw-costs.js";
import { drawDifference } from "../../../lib/figures/architectures/draw-difference.js";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../../lib/figures/architectures/draw-matrix.js";
import { drawModules } from "../../../lib/figures/architectures/draw-modules.js";
import { drawCell, drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawMutation } from "../../../lib/figures/architectures/draw-mutation.js";
import { drawNetwork } from "../../../lib/figures/architectures/draw-network.js";
import { drawTree } from "../../../lib/figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../../lib/figures/architectures/draw-unfolded.js";
import { FIGURE_WIDTH, LEAST_TYPE } from "../../../lib/figures/architectures/drawing-width.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import { drawFamilyTree } from "../../../lib/figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../../lib/figures/evolution/draw-step.js";
import type { LineageRow } from "../../../lib/figures/evolution/lineage.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { phenotypeHash } from "../../../lib/genotype/canonical.js";
import { createGenotype, type Genotype } from "../../../lib/genotype/genotype.js";
import { initialize, trivialGenotype } from "../../../lib/genotype/initialize.js";
import { moduleByName } from "../../../lib/genotype/known-modules.js";
import { mutate, sampleMutation } from "../../../lib/genotype/mutate.js";
import { paperPrimitives } from "../../../lib/genotype/primitive.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { createRandom } from "../../../lib/random.js";
import { complete, fourLevels, hugeFlat, hugeHierarchical, syntheticEvolution } from "../sample-drawings.js";

const names = paperPrimitives.map(({ name }) => name);
const flat = initialize(flatSpace, createRandom(3)).genotype;

const genotypes: { readonly [name: string]: Genotype } = {
  "the published cell": publishedCell,
  "a trivial genotype": trivialGenotype(hierarchicalSpace),
  "a random hierarchical one": initialize(hierarchicalSpace, createRandom(7)).genotype,
  "a sparse one": initialize(hierarchicalSpace, createRandom(1), 25).genotype,
  "a flat one": flat,
  "four levels": fourLevels,
  "wide motifs": createGenotype(names, [[complete(6, 6), complete(6, 5)], [complete(6, 2)]]),
  "a flat one of 25 nodes": createGenotype(names, [[complete(25, 6)]]),
  "3,003 edges": hugeFlat,
  "3,025 edges when unfolded": hugeHierarchical,
};

const forms: { readonly [name: string]: (genotype: Genotype) => Figure } = {
  genotype: (genotype) => drawGenotype(genotype),
  "genotype with channels": (genotype) => drawGenotype(genotype, { channels: true }),
  cell: (genotype) => drawCell(genotype, { channels: true }),
  motif: (genotype) => drawMotif(genotype, { level: 2, motif: 1 }),
  matrix: (genotype) => drawMatrix(genotype),
  explore: (genotype) => exploreGenotype(genotype),
  unfolded: (genotype) => drawUnfolded(genotype),
  "unfolded with channels": (genotype) => drawUnfolded(genotype, { channels: true }),
  tree: (genotype) => drawTree(genotype),
  mutation: (genotype) => drawMutation(genotype, sampleMutation(genotype, createRandom(2))),
  difference: (genotype) => drawDifference(genotype, mutate(genotype, createRandom(3)).child),
};

/** They need a plan, which the largest genotypes do not have within bounds. */
const networkForms: { readonly [name: string]: (genotype: Genotype) => Figure } = {
  network: (genotype) => drawNetwork(genotype),
  treemap: (genotype) => drawTreemap(genotype),
  icicle: (genotype) => drawIcicle(genotype, { of: "multiplyAdds" }),
};

/** The width of a figure, and its smallest type. */
function measured(figure: Figure): { readonly width: number; readonly type: number } {
  const svg = toSvg(figure);
  const width = Number(/<svg[^>]*? width="([\d.]+)"/.exec(svg)?.[1]);
  const sizes = [...svg.matchAll(/font-size="([\d.]+)px"/g)].map((match) => Number(match[1]));
  return { width, type: Math.min(...sizes) };
}

function assertFits(name: string, figure: Figure): void {
  const { width, type } = measured(figure);
  assert.ok(width > 0 && width <= FIGURE_WIDTH, `${name}: ${width} pixels wide`);
  assert.ok(type >= LEAST_TYPE, `${name}: type of ${type} pixels`);
}

describe("every drawing fits a notebook's column, in type of at least 9 pixels", () => {
  for (const [name, genotype] of Object.entries(genotypes)) {
    it(name, () => {
      for (const [form, draw] of Object.entries(forms)) assertFits(form, draw(genotype));
      if (/edges|25 nodes/.test(name)) return;
      for (const [form, draw] of Object.entries(networkForms)) assertFits(form, draw(genotype));
    });
  }

  it("modules", () => {
    assertFits("modules", drawModules());
    const { genotype, primitives } = moduleByName("inception");
    assertFits("inception", drawTreemap(genotype, { primitives }));
  });

  for (const [name, rows] of Object.entries({
    hierarchical: syntheticEvolution(60),
    "of many": syntheticEvolution(300, 20),
    flat: evolutionOf(flat),
    "four levels": evolutionOf(fourLevels),
  })) {
    it(`evolution, ${name}`, () => {
      assertFits("lineage", drawLineage(rows));
      assertFits("lineage chart", drawLineage(rows, { form: "chart" }));
      assertFits("family", drawFamilyTree(rows));
      assertFits("replay", drawReplay(rows));
      assertFits("step", drawStep(rows));
    });
  }
});

/** A line of ten descendants, each fitter than the one before. */
function evolutionOf(genotype: Genotype): readonly LineageRow[] {
  const random = createRandom("line");
  const rows: LineageRow[] = [{ step: 1, genotype, hash: phenotypeHash(genotype), fitness: 0.2 }];
  for (let step = 2; step <= 11; step++) {
    const { child, mutation } = mutate(rows[rows.length - 1].genotype, random);
    rows.push({ step, parent: step - 1, mutation, genotype: child, hash: `${step}`, fitness: 0.2 + step / 100 });
  }
  return rows;
}

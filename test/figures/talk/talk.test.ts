import assert from "node:assert/strict";
import { drawAssembly } from "../../../lib/figures/talk/draw-assembly.js";
import { drawFlatAndHierarchical } from "../../../lib/figures/talk/draw-flat-and-hierarchical.js";
import { drawInitialization } from "../../../lib/figures/talk/draw-initialization.js";
import { drawMutationDraws } from "../../../lib/figures/talk/draw-mutation-draws.js";
import { drawNetworkRow } from "../../../lib/figures/talk/draw-network-row.js";
import { drawController } from "../../../lib/figures/talk/draw-controller.js";
import { drawTournament } from "../../../lib/figures/talk/draw-tournament.js";
import { drawSearchMethods, searchWays } from "../../../lib/figures/talk/draw-search-methods.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { edgesOf } from "../../../lib/genotype/motif.js";
import { initialize } from "../../../lib/genotype/initialize.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { publishedCifar } from "../../../lib/literature/published-results.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../../../lib/network/network-config.js";
import { createRandom } from "../../../lib/random.js";
import { flat, shapesOf, textsOf } from "../sample-figures.js";

const mutation = { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 };

describe("figures with steps", () => {
  const figures: readonly (readonly [string, Figure, number])[] = [
    ["mutation draws", drawMutationDraws(publishedCell, mutation), 4],
    ["initialization", drawInitialization(hierarchicalSpace), 3],
    ["tournament", drawTournament(), 4],
    ["controller", drawController(), 4],
    ["assembly", drawAssembly(publishedCell), 2],
  ];
  for (const [name, figure, steps] of figures) {
    it(`${name}: its signal shows something more at each of ${steps} steps, and all without a key press`, () => {
      const signals = figure.spec.signals as readonly { readonly name: string; readonly value: number }[];
      // The motifs of an assembly light one another too.
      assert.deepEqual(
        signals.filter(({ name: own }) => own !== "lit"),
        [{ name: "step", value: steps }],
      );
      const states = (["frame", "line", "box", "text"] as const).flatMap((kind) =>
        shapesOf(figure, kind).map(({ state }) => (state as number | undefined) ?? 0),
      );
      for (let step = 1; step <= steps; step++) assert.ok(states.includes(step), `step ${step}`);
      assert.ok(states.every((state) => state <= steps));
    });
  }
});

describe("drawMutationDraws", () => {
  it("names the draws in the deck's order, with the operations before and after", () => {
    const heads = textsOf(drawMutationDraws(publishedCell, mutation)).filter((text) => /^\d\. /.test(text));
    assert.deepEqual(heads, [
      ...["1. Sample a level above the primitives", "2. Sample one of its motifs", "3. Sample two nodes"],
      "4. sep becomes max",
    ]);
  });

  it("shows a mutation of the cell by its motifs, and an edge that goes", () => {
    const ofCell = { level: 3, motif: 1, predecessor: 1, successor: 2, before: 5, after: 0 };
    assert.ok(textsOf(drawMutationDraws(publishedCell, ofCell)).includes("4. motif 5 becomes no edge"));
  });

  it("keeps every graph within its panels, at most 840 px in all: a motif's, the cell's and a flat one's", () => {
    const flatCell = initialize(flatSpace, createRandom(4)).genotype;
    for (const [parent, level] of [
      [publishedCell, 2],
      [publishedCell, 3],
      [flatCell, 2],
    ] as const) {
      const figure = drawMutationDraws(parent, { level, motif: 1, predecessor: 1, successor: 2, before: 1, after: 2 });
      const width = Number(figure.spec.width);
      assert.ok(width <= 840);
      const boxes = shapesOf(figure, "box") as readonly Readonly<Record<"x" | "y" | "width" | "height", number>>[];
      assert.ok(boxes.length > 15);
      assert.ok(boxes.every((box) => box.x >= 0 && box.x + box.width <= width));
      assert.ok(boxes.every((box) => box.y >= 0 && box.y + box.height <= Number(figure.spec.height)));
    }
  });
});

describe("drawInitialization", () => {
  it("counts the edges of one genotype on its way, the last the one that initialize gives", () => {
    const texts = textsOf(drawInitialization(hierarchicalSpace, 7));
    const { genotype } = initialize(hierarchicalSpace, createRandom(7));
    const last = genotype.levels.flat().flatMap(edgesOf).length;
    const counts = texts.filter((text) => /edges$/.test(text));
    assert.equal(counts.length, 4);
    assert.equal(counts[0], "22 edges");
    assert.equal(counts[3], `${last} edges`);
  });
});

describe("drawNetworkRow", () => {
  it("has each group once with how often it repeats, and says the parameters of the whole", () => {
    const row = textsOf(drawNetworkRow(publishedCell, { network: largeNetwork }));
    assert.deepEqual(
      row.filter((text) => text.startsWith("group")),
      ["group 1: 2 ×", "group 2: 2 ×", "group 3: 2 ×"],
    );
    assert.ok(row.some((text) => text.startsWith("15,727,306 parameters")));
    assert.equal(
      textsOf(drawNetworkRow(publishedCell, { network: imagenetNetwork })).filter((text) => text === "cell").length,
      4,
    );
    assert.ok(textsOf(drawNetworkRow(publishedCell, { network: smallNetwork })).includes("group 1"));
  });

  it("has shares of parameters that add up to all of them", () => {
    const shares = textsOf(drawNetworkRow(publishedCell)).flatMap((text) =>
      /^[\d.]+ %$/.test(text) ? [parseFloat(text)] : [],
    );
    const total = shares.reduce((sum, share) => sum + share, 0);
    assert.ok(Math.abs(total - 100) < 3, `${total} %`);
  });
});

describe("drawSearchMethods", () => {
  it("has the deck's errors, and no cost where none is known", () => {
    const known = new Map(publishedCifar.map(({ name, cifarError }) => [name.replace(/ \(.*/, ""), cifarError.value]));
    for (const { ways } of searchWays) {
      for (const { name, error } of ways) {
        const [model] = name.split(",");
        if (known.has(model)) assert.equal(error, known.get(model), name);
      }
    }
    const bars = shapesOf(drawSearchMethods(), "box").filter(({ tooltip }) => tooltip !== undefined);
    assert.equal(
      bars.length,
      searchWays.flatMap(({ ways }) => ways).filter(({ gpuDays }) => gpuDays !== undefined).length,
    );
  });
});

describe("drawFlatAndHierarchical", () => {
  it("counts edges, motifs in use and parameters of both", () => {
    const texts = textsOf(drawFlatAndHierarchical(flat, publishedCell));
    assert.ok(texts.includes(`one graph, ${edgesOf(flat.levels[0][0]).length} edges`));
    assert.ok(texts.includes("10 edges of 4 motifs, used again and again"));
    assert.ok(texts.includes("542,138 parameters in the small network"));
  });
});

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { annotateGenotype, asUsed, markEdge } from "../../../lib/figures/architectures/annotate-genotype.js";
import { drawIcicle, drawTreemap } from "../../../lib/figures/architectures/draw-costs.js";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../../lib/figures/architectures/draw-matrix.js";
import { drawCell, drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawMutation } from "../../../lib/figures/architectures/draw-mutation.js";
import { drawNetwork } from "../../../lib/figures/architectures/draw-network.js";
import { drawTree } from "../../../lib/figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../../lib/figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import { matrixLatex } from "../../../lib/figures/architectures/matrix-latex.js";
import { drawLineage } from "../../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../../lib/figures/evolution/draw-step.js";
import { createGenotype, type Genotype } from "../../../lib/genotype/genotype.js";
import { createMotif } from "../../../lib/genotype/motif.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { syntheticEvolution } from "../sample-drawings.js";

const liveness = createRequire(__filename)("../../../lib/genotype/liveness.js") as {
  findLive: (genotype: Genotype) => unknown;
};

const cell = publishedCell;

describe("annotateGenotype", () => {
  const annotated = annotateGenotype(cell);

  it("has every motif with its place, its name and its number of uses in the network", () => {
    assert.equal(annotated.levelCount, 3);
    assert.deepEqual(
      annotated.levels[0].map(({ name, used, uses }) => [name, used, uses]),
      [
        ["Motif 1 of level 2", true, 1],
        ["Motif 2 of level 2", false, 0],
        ["Motif 3 of level 2", true, 4],
        ["Motif 4 of level 2", true, 1],
        ["Motif 5 of level 2", true, 4],
        ["Motif 6 of level 2", false, 0],
      ],
    );
    assert.equal(annotated.cell, annotated.levels[1][0]);
    assert.equal(annotated.cell.name, "Cell (level 3)");
    assert.deepEqual([annotated.edgeCount, annotated.unfoldedEdgeCount], [46, 60]);
  });

  it("says of every edge and node whether it is on a path from source to sink", () => {
    const dead = createGenotype(
      ["id"],
      [
        [
          createMotif(4, [
            { predecessor: 1, successor: 2, operation: 1 },
            { predecessor: 2, successor: 4, operation: 1 },
            { predecessor: 1, successor: 3, operation: 1 },
          ]),
        ],
      ],
    );
    const { edges, liveNodes } = annotateGenotype(dead).cell;
    assert.deepEqual(
      edges.map(({ key, isLive, look }) => [key, isLive, look.sign]),
      [
        ["1→2", true, "id"],
        ["1→3", false, "id"],
        ["2→4", true, "id"],
      ],
    );
    assert.deepEqual([...liveNodes].sort(), [1, 2, 4]);
  });

  it("is frozen, and marks an edge in a copy", () => {
    const { cell: motif } = annotated;
    for (const part of [annotated, annotated.levels, annotated.levels[0], motif, motif.edges, motif.edges[0]])
      assert.ok(Object.isFrozen(part));
    const marked = markEdge(motif, { predecessor: 1, successor: 2 });
    assert.deepEqual([motif.marked, marked.marked?.operation], [undefined, motif.edges[0].operation]);
    assert.equal(markEdge(annotated.levels[0][1], { predecessor: 3, successor: 4 }).marked?.key, "3→4");
    assert.equal(asUsed(annotated.levels[0][1]).used, true);
    assert.equal(annotated.levels[0][1].used, false);
  });

  it("marks an edge that carries none", () => {
    const empty = annotateGenotype(createGenotype(["id"], [[createMotif(3, [])]])).cell;
    const { marked } = markEdge(empty, { predecessor: 1, successor: 3 });
    assert.deepEqual([marked?.key, marked?.operation, marked?.look.words], ["1→3", 0, "none (no edge)"]);
  });
});

describe("drawings find the live parts of a network once", () => {
  const evolution = syntheticEvolution(40);
  const mutation = { level: 2, motif: 1, predecessor: 1, successor: 2, before: 1, after: 2 };
  const once = {
    drawGenotype: () => drawGenotype(cell),
    drawCell: () => drawCell(cell, { channels: true }),
    drawMotif: () => drawMotif(cell, { level: 2, motif: 3 }),
    drawMatrix: () => drawMatrix(cell),
    drawTree: () => drawTree(cell),
    drawUnfolded: () => drawUnfolded(cell),
    exploreGenotype: () => exploreGenotype(cell),
    matrixLatex: () => matrixLatex(cell),
    // Their costs come from the plan, which makes its own search.
    drawTreemap: () => drawTreemap(cell),
    drawIcicle: () => drawIcicle(cell),
  };

  for (const [name, draw] of Object.entries(once)) {
    it(`${name}: for its genotype`, () => assert.deepEqual(asked(draw), [1]));
  }

  it("drawNetwork: for the cell, and in the plan", () =>
    assert.deepEqual(
      asked(() => drawNetwork(cell)),
      [2],
    ));

  it("drawMutation and drawStep: for parent and child", () => {
    assert.deepEqual(
      asked(() => drawMutation(cell, mutation)),
      [1, 1],
    );
    const hashed = evolution.map((row) => ({ ...row, hash: String(row.step) }));
    assert.deepEqual(
      asked(() => drawStep(hashed, { step: 40 })),
      [1, 1],
    );
  });

  it("drawLineage and drawReplay: for each genotype that they draw", () => {
    const hashed = evolution.map((row) => ({ ...row, hash: String(row.step) }));
    for (const draw of [
      () => drawLineage(hashed),
      () => drawLineage(hashed, { form: "chart" }),
      () => drawReplay(hashed),
    ])
      assert.deepEqual([...new Set(asked(draw))], [1]);
  });
});

/** The number of times that a drawing searches each genotype for its live parts, except for the empty cell. */
function asked(draw: () => unknown): readonly number[] {
  const { findLive } = liveness;
  const counts = new Map<Genotype, number>();
  liveness.findLive = (genotype) => {
    if (genotype.primitives.join() !== "id") counts.set(genotype, (counts.get(genotype) ?? 0) + 1);
    return findLive(genotype);
  };
  try {
    draw();
  } finally {
    liveness.findLive = findLive;
  }
  return [...counts.values()];
}

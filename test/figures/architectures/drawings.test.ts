import assert from "node:assert/strict";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../../lib/figures/architectures/draw-matrix.js";
import { drawCell, drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawMutation } from "../../../lib/figures/architectures/draw-mutation.js";
import { drawPrimitives } from "../../../lib/figures/architectures/draw-primitives.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { createGenotype } from "../../../lib/genotype/genotype.js";
import { createMotif, edgesOf } from "../../../lib/genotype/motif.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { InputError } from "../../../lib/input/errors.js";
import { drawings, flat, shapesOf, textsOf, titleOf } from "../sample-figures.js";

/** Level 2: 1→2 conv1, 2→4 sep, 1→3 max (dead); the cell uses its first motif only. */
const small = createGenotype(
  ["conv1", "dw", "sep", "max", "avg", "id"],
  [
    [
      createMotif(4, [
        { predecessor: 1, successor: 2, operation: 1 },
        { predecessor: 2, successor: 4, operation: 3 },
        { predecessor: 1, successor: 3, operation: 4 },
      ]),
      createMotif(4, []),
    ],
    [createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])],
  ],
);

type Labelled = { readonly title: string; readonly operation: string; readonly note?: string };

const edgesDrawn = (figure: Figure): readonly Labelled[] =>
  shapesOf(figure, "box").flatMap(({ tooltip }) =>
    tooltip !== undefined && (tooltip as Labelled).title.startsWith("edge") ? [tooltip as Labelled] : [],
  );

describe("drawMatrix", () => {
  it("has predecessors as rows, successors as columns, dots for no edge, ids with their level", () => {
    assert.deepEqual(
      textsOf(drawMatrix(small, { level: 2, motif: 1, key: false }))
        .map((text) => (/^\(/.test(text) ? "" : text))
        .join(""),
      // Column heads; then row by row: name, entries (an o and its id), dots.
      "234" + "1oo·14" + "2··o3" + "3···",
    );
    assert.equal(
      textsOf(drawMatrix(small, { level: 2, motif: 1, key: false })).filter((text) => text === "(1)").length,
      3,
    );
    assert.equal(textsOf(drawMatrix(publishedCell)).filter((text) => text === "(2)").length, 10);
  });

  it("accepts the deck's names for the nodes", () => {
    const texts = textsOf(drawMatrix(small, { level: 2, motif: 1, nodeNames: ["L", "M", "N", "O"], key: false }));
    assert.equal(texts.filter((text) => /[L-O]/.test(text)).join(""), "MNOLMN");
  });

  it("refuses a missing motif or level", () => {
    assert.throws(
      () => drawMatrix(small, { level: 2, motif: 3 }),
      new InputError("level 2: got motif 3, there are motifs 1 to 2"),
    );
    assert.throws(() => drawMatrix(small, { level: 4, motif: 1 }), InputError);
  });
});

describe("drawMotif", () => {
  it("has every edge with its operation, shapes and costs, and marks those on no path", () => {
    const shapes = { input: "32×32×16", output: "32×32×16" };
    const note = "on no path from source to sink: not in the network";
    assert.deepEqual(edgesDrawn(drawMotif(small, { level: 2, motif: 1 })), [
      {
        ...{ title: "edge 1→2", operation: "1×1 convolution of C channels", ...shapes },
        ...{ parameters: "288", "multiply-adds": "262,144" },
      },
      { title: "edge 1→3", operation: "3×3 max-pooling", note },
      {
        ...{ title: "edge 2→4", operation: "3×3 separable convolution of C channels", ...shapes },
        ...{ parameters: "432", "multiply-adds": "409,600" },
      },
    ]);
  });

  it("draws dead edges and nodes pale", () => {
    const figure = drawMotif(small, { level: 2, motif: 1, key: false });
    const pale = shapesOf(figure, "line").filter(({ opacity }) => opacity === 0.3);
    assert.deepEqual(
      new Set(pale.map(({ tooltip }) => (tooltip as Labelled | undefined)?.title ?? "edge 1→3")),
      new Set(["edge 1→3"]),
    );
    const nodes = shapesOf(figure, "box").filter(({ opacity }) => opacity === 0.3);
    assert.deepEqual(
      nodes.map(({ tooltip }) => (tooltip as Labelled).title),
      ["node 3"],
    );
  });

  it("draws a motif without edges", () => {
    assert.deepEqual(edgesDrawn(drawMotif(small, { level: 2, motif: 2 })), []);
  });

  it("draws the cell with numbers of motifs", () => {
    assert.deepEqual(
      edgesDrawn(drawCell(small)).map(({ title, operation }) => [title, operation]),
      [["edge 1→2", "motif 1 of level 2"]],
    );
    assert.deepEqual([...textsOf(drawCell(small, { key: false }))].sort(), ["1", "1", "2"]);
  });
});

describe("drawGenotype", () => {
  it("has the edges of the cell and of all motifs", () => {
    assert.equal(edgesDrawn(drawGenotype(publishedCell)).length, 10 + 6 * 6);
    assert.equal(shapesOf(drawGenotype(publishedCell), "frame").length, 5);
  });

  it("names the motifs that the cell does not use", () => {
    for (const genotype of [publishedCell, small])
      assert.equal(textsOf(drawGenotype(genotype)).filter((text) => text === "not used by the cell").length, 1);
    assert.equal(drawGenotype(publishedCell).title, "A cell of 10 edges: 4 of its 6 motifs are used");
  });

  it("has every edge of a flat genotype", () => {
    assert.equal(edgesDrawn(drawings["genotype-flat"]).length, edgesOf(flat.levels[0][0]).length);
  });
});

describe("drawMutation", () => {
  const mutation = { level: 2, motif: 1, predecessor: 1, successor: 4, before: 0, after: 2 };

  it("has the motif before and after, with the changed edge marked in graph and matrix of both", () => {
    const figure = drawMutation(small, mutation, { key: false });
    const halves = edgesDrawn(figure).filter(({ title }) => title === "edge 1→4");
    assert.deepEqual(
      halves.map(({ operation }) => operation),
      // An edge that is not there has no label in the graph.
      ["none (no edge)", "3×3 depthwise convolution", "3×3 depthwise convolution"],
    );
    assert.equal(shapesOf(figure, "halo").length, 4);
    assert.equal(figure.title, "A mutation of motif 1: edge 1→4, no edge → dw");
    assert.match(figure.description, /none \(no edge\) becomes 3×3 depthwise convolution/);
  });

  it("keeps every node in its place", () => {
    const nodes = shapesOf(drawMutation(small, mutation), "box").filter((box) => titleOf(box).startsWith("node"));
    const [before, after] = [nodes.slice(0, 4), nodes.slice(4)];
    const shifts = before.map(({ x, y }, index) => [
      Math.round((after[index].x as number) - (x as number)),
      (after[index].y as number) - (y as number),
    ]);
    assert.equal(new Set(shifts.map(String)).size, 1, String(shifts));
  });

  it("says when the new operation equals the old one", () => {
    const again = drawMutation(small, { ...mutation, successor: 2, before: 1, after: 1 });
    assert.equal(again.title, "A mutation of motif 1 that changes nothing: edge 1→2 stays 1×1");
  });
});

describe("drawPrimitives", () => {
  it("has sign, id and description of the six primitives and of none", () => {
    const texts = textsOf(drawPrimitives());
    for (const sign of ["1×1", "dw", "sep", "max", "avg", "id"]) assert.ok(texts.includes(sign), sign);
    assert.equal(texts.filter((text) => text === "(1)").length, 6);
    assert.ok(texts.includes("3×3 separable convolution of C channels"));
    assert.ok(texts.includes("none (no edge)"));
    assert.ok(texts.includes("3×3 max-pooling; keeps its channels"));
    assert.ok(texts.some((text) => /followed by batch normalization and ReLU/.test(text)));
  });
});

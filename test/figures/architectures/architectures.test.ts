import assert from "node:assert/strict";
import { annotateGenotype } from "../../../lib/figures/architectures/annotate-genotype.js";
import { costTree, type CostPart } from "../../../lib/figures/architectures/cost-tree.js";
import { drawIcicle, drawTreemap } from "../../../lib/figures/architectures/draw-costs.js";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawModules } from "../../../lib/figures/architectures/draw-modules.js";
import { drawCell, drawMotif } from "../../../lib/figures/architectures/draw-motif.js";
import { drawNetwork } from "../../../lib/figures/architectures/draw-network.js";
import { drawTree } from "../../../lib/figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../../lib/figures/architectures/draw-unfolded.js";
import { matrixLatex } from "../../../lib/figures/architectures/matrix-latex.js";
import { networkRows } from "../../../lib/figures/architectures/network-rows.js";
import { createGenotype } from "../../../lib/genotype/genotype.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { knownModules } from "../../../lib/genotype/known-modules.js";
import { createMotif } from "../../../lib/genotype/motif.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../../lib/genotype/space.js";
import { InputError } from "../../../lib/input/errors.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { complete, fourLevels, hugeFlat, hugeHierarchical } from "../sample-drawings.js";
import { drawings, shapesOf, textsOf, titleOf } from "../sample-figures.js";

const cell = publishedCell;

describe("drawNetwork", () => {
  for (const network of [smallNetwork, largeNetwork, imagenetNetwork]) {
    it(`has all of the ${network.name} network: rows add up to the plan`, () => {
      const plan = planNetwork(cell, network);
      const rows = networkRows(plan);
      const sum = (pick: (row: (typeof rows)[number]) => number): number =>
        rows.reduce((all, row) => all + pick(row), 0);
      assert.equal(
        sum(({ parameterCount }) => parameterCount),
        plan.parameterCount,
      );
      assert.equal(
        sum(({ multiplyAdds }) => multiplyAdds),
        plan.multiplyAdds,
      );
      assert.equal(rows.filter(({ kind }) => kind === "cell").length, network.groupCount * network.cellsPerGroup);
      const stride = rows.reduce((product, row) => product * row.stride, 1);
      assert.equal(stride, network.name === "imagenet" ? 32 : 4);
    });
  }

  it("has stem, groups, strides, channels and shapes in words", () => {
    const texts = textsOf(drawings["network-imagenet"]);
    for (const words of ["group 4: 2 ×", "C = 512", "299×299×3", "10×10×2048", "1,000 classes", "63,215,976"])
      assert.ok(texts.includes(words), words);
    assert.equal(texts.filter((text) => text === "/2").length, 2 + 3);
    // The two cells of a group are one row.
    assert.equal(texts.filter((text) => text === "cell").length, 4);
  });

  it("has cells of identities only", () => {
    const rows = networkRows(planNetwork(trivialGenotype(flatSpace)));
    assert.deepEqual(
      rows.filter(({ kind }) => kind === "cell").map(({ channels, parameterCount }) => [channels, parameterCount]),
      [
        [16, 0],
        [32, 0],
        [64, 0],
      ],
    );
  });

  it("refuses a genotype without a network", () => {
    const cut = createGenotype(["id"], [[createMotif(3, [{ predecessor: 1, successor: 2, operation: 1 }])]]);
    assert.throws(() => drawNetwork(cut), InputError);
  });
});

describe("shapes and costs in drawings", () => {
  it("are those of the plan: the edges of a cell cost what the cell costs", () => {
    const measures = annotateGenotype(cell, { network: largeNetwork, group: 2, cell: 2 }).cell.measures;
    const cost = [...(measures?.edges.values() ?? [])].reduce((sum, edge) => sum + edge.parameterCount, 0);
    const row = networkRows(planNetwork(cell, largeNetwork)).find(
      (each) => each.kind === "cell" && each.group === 2 && each.cell === 2,
    );
    assert.equal(cost, row?.parameterCount);
    assert.equal(measures?.channels.get(5), row?.channels);
    assert.equal(measures?.height, 16);
  });

  it("are written below the nodes on demand", () => {
    const written = textsOf(drawCell(cell, { channels: true }));
    for (const count of ["16", "32", "48", "64"]) assert.ok(written.includes(count), count);
    assert.ok(!textsOf(drawCell(cell)).includes("48"));
  });

  it("are left out if there is no network or a primitive is unknown", () => {
    assert.equal(annotateGenotype(createGenotype(["own"], [[createMotif(2, [])]])).cell.measures, undefined);
    const own = createGenotype(["own"], [[createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])]]);
    assert.equal(shapesOf(drawCell(own, { channels: true, key: false }), "line").length, 2);
    assert.throws(
      () => drawCell(cell, { group: 4 }),
      new InputError("network small: got group 4, it has groups 1 to 3"),
    );
  });
});

describe("drawUnfolded", () => {
  it("has every primitive of the cell when everything is open", () => {
    assert.equal(annotateGenotype(cell).unfoldedEdgeCount, 60);
    const signs = ["1×1", "dw", "sep", "max", "avg", "id"];
    const drawn = textsOf(drawUnfolded(cell, { key: false })).filter((text) => signs.includes(text));
    // And a 1×1 convolution at the exit of each motif.
    assert.equal(drawn.length, 60 + 10);
    assert.equal(shapesOf(drawUnfolded(cell), "frame").length, 10);
    assert.equal(shapesOf(drawUnfolded(cell, { open: 0 }), "frame").length, 0);
    assert.equal(shapesOf(drawUnfolded(cell, { open: [3] }), "frame").length, 4);
  });

  it("draws no line through an opened motif that it does not belong to", () => {
    const figure = drawUnfolded(cell);
    const frames = shapesOf(figure, "frame") as readonly { x: number; y: number; width: number; height: number }[];
    const outer = shapesOf(figure, "line").filter(({ tooltip }) =>
      (tooltip as { readonly operation?: string } | undefined)?.operation?.startsWith("motif"),
    );
    assert.equal(outer.length, 20);
    for (const { path } of outer) {
      for (const [x, y] of pointsOf(String(path))) {
        const hit = frames.find(
          (frame) =>
            x > frame.x + 1 && x < frame.x + frame.width - 1 && y > frame.y + 1 && y < frame.y + frame.height - 1,
        );
        assert.equal(hit, undefined, `a line passes ${x}, ${y}`);
      }
    }
  });

  it("draws 3,000 edges collapsed and says why", () => {
    const figure = drawUnfolded(hugeHierarchical);
    assert.match(figure.description, /^3,025 edges when unfolded, more than 240: drawn collapsed/);
    assert.ok(textsOf(figure).includes("3,025 edges when unfolded, more than 240: drawn collapsed"));
    for (const drawn of [drawCell(hugeFlat), drawGenotype(hugeFlat), drawUnfolded(hugeFlat)]) {
      assert.ok(
        textsOf(drawn).some((text) => /3,003 .*more than 600: drawn collapsed/.test(text)),
        drawn.title,
      );
      assert.ok(JSON.stringify(drawn.spec).length < 20_000);
    }
    // Bands are few, however many operations they stand for.
    assert.ok(textsOf(drawTree(hugeFlat)).includes("cell: 3,003 operations"));
    assert.ok(JSON.stringify(drawTree(hugeFlat).spec).length < 20_000);
  });

  it("closes motifs that would not fit in readable type, and has room for more when told so", () => {
    const wide = createGenotype(cell.primitives, [[complete(6, 6), complete(6, 5)], [complete(6, 2)]]);
    const narrow = drawUnfolded(wide);
    assert.match(narrow.description, /^unfolded to level 3: wider than 814 pixels with all motifs open/);
    assert.equal(shapesOf(narrow, "frame").length, 0);
    assert.equal(shapesOf(drawUnfolded(wide, { width: 3000 }), "frame").length, 15);
  });

  it("refuses missing levels and motifs", () => {
    assert.throws(
      () => drawUnfolded(cell, { open: 2 }),
      new InputError("open: got 2, there are 0 to 1 levels below the cell to open"),
    );
    assert.throws(
      () => drawUnfolded(cell, { open: [7] }),
      new InputError("open: got motif 7, level 2 has motifs 1 to 6"),
    );
  });
});

describe("treemap and icicle", () => {
  it("have a tree of costs whose parts add up", () => {
    const check = (part: CostPart): void => {
      if (part.children.length === 0) return;
      for (const of of ["parameterCount", "multiplyAdds"] as const) {
        const sum = part.children.reduce((all, child) => all + child[of], 0);
        assert.equal(sum, part[of], `${part.path}: ${of}`);
      }
      part.children.forEach(check);
    };
    check(costTree(cell));
    check(costTree(cell, { network: largeNetwork }));
    check(costTree(trivialGenotype(hierarchicalSpace)));
  });

  it("have areas in proportion to the costs", () => {
    const [leaf, ...others] = shapesOf(drawIcicle(cell), "box").filter((box) => titleOf(box) === "classifier");
    assert.equal(others.length, 0);
    assert.ok(Math.abs((leaf.height as number) - (370 * 650) / 542138) < 0.1);
  });

  it("show what closes motifs, and say its share", () => {
    const plan = planNetwork(cell);
    const closing = plan.operations
      .filter(({ path }) => path.includes("/close/"))
      .reduce((sum, { parameterCount }) => sum + parameterCount, 0);
    const share = Math.round((100 * closing) / plan.parameterCount);
    assert.match(
      drawTreemap(cell).title,
      new RegExp(`^542,138 parameters of the small network: 73 % in group 3, ${share} % to close motifs$`),
    );
    const gates = shapesOf(drawTreemap(cell), "box").filter(({ tooltip }) =>
      /closes a motif/.test((tooltip as { readonly operation?: string } | undefined)?.operation ?? ""),
    );
    assert.equal(gates.length, 3 * 10);
    assert.doesNotMatch(drawTreemap(trivialGenotype(flatSpace)).title, /close/);
  });
});

describe("drawTree", () => {
  it("counts the operations of one cell, those that close motifs too, as the plan has them", () => {
    const texts = textsOf(drawTree(cell));
    for (const words of ["cell: 70 operations", "1× motif 1", "4× motif 3", "1× motif 4", "4× motif 5", "10× 1×1"])
      assert.ok(texts.includes(words), words);
    const first = planNetwork(cell).operations.filter(({ path }) => path.startsWith("group 1/cell 1/edge"));
    const made = (primitive: string): number =>
      new Set(
        first.flatMap(({ path }) => (path.includes(`/${primitive}/`) ? [path.slice(0, path.lastIndexOf("/"))] : [])),
      ).size;
    for (const [primitive, sign] of [
      ["sep", "sep"],
      ["max", "max"],
      ["conv1", "1×1"],
      ["close", "1×1"],
    ])
      assert.ok(texts.includes(`${made(primitive)}× ${sign}`), primitive);
    assert.ok(texts.includes("not in the network: motifs 2, 6"));
  });

  it("follows motifs through four levels, and says when there is no network", () => {
    const plan = planNetwork(fourLevels).operations.filter(({ path }) => path.startsWith("group 1/cell 1/edge"));
    const gates = new Set(plan.flatMap(({ path }) => (path.includes("/close/") ? [path.replace(/[^/]*$/, "")] : [])));
    assert.match(drawTree(fourLevels).title, new RegExp(`${gates.size} of them close motifs`));
    assert.match(drawTree(createGenotype(["id"], [[createMotif(2, [])]])).title, /without a network/);
  });
});

describe("matrixLatex", () => {
  it("writes the deck's matrix: bold ids with their level, dots, names of rows and columns", () => {
    const deck = createGenotype(
      ["id"],
      [
        Array.from({ length: 3 }, () => createMotif(2, [{ predecessor: 1, successor: 2, operation: 1 }])),
        [
          createMotif(4, [
            { predecessor: 1, successor: 2, operation: 1 },
            { predecessor: 1, successor: 3, operation: 2 },
            { predecessor: 2, successor: 4, operation: 2 },
            { predecessor: 3, successor: 4, operation: 3 },
          ]),
        ],
      ],
    );
    const lines = matrixLatex(deck, { nodeNames: ["L", "M", "N", "O"] }).split("\n");
    assert.deepEqual(lines.slice(4, 7), [
      "  \\mathbf{o}_{1}^{(2)} & \\mathbf{o}_{2}^{(2)} & \\cdot \\\\",
      "  \\cdot & \\cdot & \\mathbf{o}_{2}^{(2)} \\\\",
      "  \\cdot & \\cdot & \\mathbf{o}_{3}^{(2)}",
    ]);
    assert.match(lines[1], /M & N & O/);
    assert.match(lines[2], /L.*M.*N/);
  });

  it("refuses a missing motif", () => {
    assert.throws(() => matrixLatex(cell, { level: 2, motif: 7 }), InputError);
  });
});

describe("hand-designed modules", () => {
  for (const module of knownModules) {
    it(`${module.name} is a genotype that planNetwork builds, and says what is outside the paper's space`, () => {
      assert.ok(planNetwork(module.genotype, smallNetwork, module.primitives).parameterCount > 0);
      assert.ok(module.outside.length > 0);
      const figure = drawModules([module]);
      assert.equal(figure.title, module.title);
      for (const sentence of module.outside) assert.ok(figure.description.includes(sentence));
      assert.ok(!figure.description.includes("undefined"));
    });
  }

  it("are drawn like any motif, with the signs of their own primitives", () => {
    const [inception] = knownModules;
    const texts = textsOf(drawMotif(inception.genotype, { primitives: inception.primitives, key: false }));
    assert.deepEqual(texts.filter((text) => /[a-z×]/.test(text)).sort(), [
      "1×1",
      "1×1",
      "1×1",
      "1×1",
      "3×3",
      "5×5",
      "max",
    ]);
  });
});

/** The points of a path of M, C and H, and points between them. */
function pointsOf(path: string): readonly (readonly [number, number])[] {
  let at: readonly [number, number] = [0, 0];
  return [...path.matchAll(/([MCH])([^MCH]*)/g)].flatMap(([, command, text]) => {
    const numbers = text.trim().split(/[ ,]+/).map(Number);
    const [fromX, fromY] = at;
    at = command === "H" ? [numbers[0], fromY] : [numbers[numbers.length - 2], numbers[numbers.length - 1]];
    const [toX, toY] = at;
    if (command === "M") return [at];
    return Array.from({ length: 20 }, (_, step): readonly [number, number] => {
      const t = step / 20;
      const rise = t * t * (3 - 2 * t);
      return [fromX + (toX - fromX) * (command === "H" ? t : bend(t)), fromY + (toY - fromY) * rise];
    });
  });
}

/** The horizontal extent of a curve whose two control points are at the middle. */
function bend(t: number): number {
  return 1.5 * t * (1 - t) ** 2 + 1.5 * t ** 2 * (1 - t) + t ** 3;
}

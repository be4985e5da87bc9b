import assert from "node:assert/strict";
import * as vega from "vega";
import { bestChanges } from "../../../lib/figures/evolution/best-changes.js";
import { bestNetwork, networkFinder } from "../../../lib/rows/trained-networks.js";
import { isSameNetwork } from "../../../lib/figures/evolution/change-words.js";
import { drawFamilyTree } from "../../../lib/figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../../lib/figures/evolution/draw-step.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import { linksPath } from "../../../lib/figures/evolution/family-marks.js";
import { familyPlaces } from "../../../lib/figures/evolution/family-rows.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { lineageOf, type LineageRow } from "../../../lib/figures/evolution/lineage.js";
import { scaleDrawing } from "../../../lib/figures/architectures/scale-drawing.js";
import type { StepPictureRow } from "../../../lib/figures/evolution/step-lanes.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { InputError } from "../../../lib/input/errors.js";
import { fourLevels, syntheticEvolution } from "../sample-drawings.js";
import { shapesOf, textsOf, titleOf } from "../sample-figures.js";

const rows = syntheticEvolution(60);
const failed: readonly LineageRow[] = rows.map((row) => ({ ...row, fitness: null }));

describe("lineageOf", () => {
  it("goes from an initial individual to the best network, each the parent of the next", () => {
    const line = lineageOf(rows);
    assert.equal(line[0].parent, null);
    line.slice(1).forEach((row, index) => assert.equal(row.parent, line[index].step));
    assert.equal(line[line.length - 1].step, bestNetwork(rows)?.step);
    assert.equal(lineageOf(rows, 60).at(-1)?.step, 60);
  });

  it("refuses a missing step and a population without a scored individual", () => {
    assert.throws(() => lineageOf(rows, 61), new InputError("lineage: there is no step 61"));
    assert.throws(() => lineageOf(failed), new InputError("lineage: got no scored individual"));
    assert.throws(() => drawLineage([]), InputError);
  });
});

describe("drawLineage", () => {
  const columns = 3;
  const figure = drawLineage(rows, { columns, key: false });
  const panels = shapesOf(figure, "frame") as readonly { x: number; y: number; width: number; height: number }[];

  it("has the trivial genotype first, then one panel per generation, with each change in words", () => {
    const line = lineageOf(rows);
    assert.equal(panels.length, line.length + 1);
    const texts = textsOf(figure);
    assert.equal(texts.filter((text) => text === "trivial genotype").length, 1);
    for (const { step } of line)
      assert.ok(texts.some((text) => new RegExp(`· step ${step}: [\\d.]+ % ± [\\d.]+, \\d+ trainings?$`).test(text)));
    assert.equal(shapesOf(figure, "halo").length, line.length - 1);
  });

  it("keeps every edge and node that stays in its place", () => {
    const places = panels.map((panel) => {
      const inside = shapesOf(figure, "box").filter(
        ({ x, y }) =>
          (x as number) >= panel.x &&
          (x as number) < panel.x + panel.width &&
          (y as number) >= panel.y &&
          (y as number) < panel.y + panel.height,
      );
      return inside.map(({ x, y, tooltip }) => ({
        title: (tooltip as { title: string } | undefined)?.title ?? "badge",
        x: (x as number) - panel.x,
        y: (y as number) - panel.y,
      }));
    });
    // Between neighbouring panels one edge appears, disappears or changes its operation.
    places.slice(2).forEach((now, index) => {
      // Coordinates are written to a tenth of a pixel.
      const moved = now.filter(
        ({ title, x, y }) =>
          !places[index + 1].some(
            (place) => place.title === title && Math.abs(place.x - x) < 0.15 && Math.abs(place.y - y) < 0.15,
          ),
      );
      assert.ok(moved.length <= 1, `panel ${index + 3}: ${JSON.stringify(moved)}`);
    });
  });
});

describe("drawLineage of many generations", () => {
  const many = syntheticEvolution(300, 20);
  const line = lineageOf(many);
  const figure = drawLineage(many, { form: "chart", key: false });

  it("charts all individuals and the ancestors, numbered by generation", () => {
    const values = dataOf(figure);
    assert.deepEqual(
      values("ancestors").map((row) => [row.step, row.generation]),
      line.map(({ step }, generation) => [step, generation]),
    );
    assert.equal(values("everybody").length, many.filter(({ fitness }) => fitness !== null).length);
    const numbers = values("numbers") as unknown as readonly { x: number; y: number; text: string }[];
    assert.equal(numbers.length, line.length);
    for (const [index, one] of numbers.entries())
      for (const other of numbers.slice(index + 1))
        assert.ok(Math.abs(one.x - other.x) > 5 || Math.abs(one.y - other.y) >= 11, `${one.text} on ${other.text}`);
  });

  it("shows the changed motif of each generation, and is used for more than 8 panels", () => {
    assert.equal(shapesOf(figure, "frame").length, line.length + 1);
    assert.equal(shapesOf(figure, "halo").length, line.length - 1);
    const isChart = (columns: readonly LineageRow[]): boolean =>
      /"ancestors"/.test(JSON.stringify(drawLineage(columns).spec));
    const chainOf = (length: number): readonly LineageRow[] => {
      const [{ genotype }] = many;
      const mutation = { level: 3, motif: 1, predecessor: 1, successor: 2, before: 1, after: 1 };
      return Array.from({ length }, (_, index) => ({
        ...{ step: index + 1, genotype, hash: `${index}`, fitness: index },
        ...(index === 0 ? {} : { parent: index, mutation }),
      }));
    };
    assert.deepEqual([isChart(chainOf(7)), isChart(chainOf(8))], [false, true]);
  });

  it("rings every evaluation of the last individual's network and gives their mean", () => {
    const { step } = line[line.length - 1];
    const hashed = many.map((row) => ({ ...row, hash: [step, 7, 30].includes(row.step) ? "same" : `${row.step}` }));
    const ringed = drawLineage(hashed, { form: "chart", step });
    assert.deepEqual(
      dataOf(ringed)("twins").map((row) => row.step),
      [7, 30, step],
    );
    assert.match(
      JSON.stringify(ringed.spec.title),
      /at the end [\d.]+ % ± [\d.]+, 3 trainings; .*hollow: trained once; rings/,
    );
    const alone = many.map((row) => ({ ...row, hash: `${row.step}` }));
    assert.deepEqual(dataOf(drawLineage(alone, { form: "chart" }))("twins"), []);
  });

  it("places each ancestor at the mean of its network, hollow if that was trained once", () => {
    const networkOf = networkFinder(many);
    assert.deepEqual(
      dataOf(figure)("ancestors").map(({ fitness, isSingle }) => [fitness, isSingle]),
      line.map((row) => [networkOf(row)?.mean, networkOf(row)?.trainingCount === 1]),
    );
  });

  it("says of a mutation whether the network stayed the same", () => {
    const [parent, child] = [line[0], line[1]];
    const again = { ...parent, step: 900, parent: parent.step, mutation: { ...child.mutation!, before: 0, after: 0 } };
    const texts = (rows: readonly LineageRow[]): string =>
      textsOf(drawLineage(rows, { step: rows[1].step })).join("\n");
    assert.match(texts([parent, again]), /none again \(same network\)/);
    assert.equal(isSameNetwork(parent, again), true);
    assert.equal(texts([parent, child]).includes("(same network)"), isSameNetwork(parent, child));
  });

  it("does not move existing parts when the lineage grows", () => {
    const boxes = (step: number): readonly string[] =>
      shapesOf(drawLineage(many, { step, form: "chart", columns: 3, key: false }), "box").map(({ x, y }) =>
        JSON.stringify([x, y]),
      );
    const [before, after] = [boxes(line[line.length - 2].step), boxes(line[line.length - 1].step)];
    assert.deepEqual(after.slice(0, before.length), before);
  });
});

describe("drawLineage of a mutation that changes nothing", () => {
  it("keeps the layout when an absent edge stays none", () => {
    const genotype = trivialGenotype(hierarchicalSpace);
    const mutation = { level: 3, motif: 1, predecessor: 1, successor: 4, before: 0, after: 0 };
    const two = [
      { step: 1, genotype, hash: "a", fitness: 0.1 },
      { step: 2, parent: 1, genotype, hash: "a", mutation, fitness: 0.2 },
    ];
    const nodes = shapesOf(drawLineage(two, { step: 2, trivial: false }), "box").filter((box) =>
      titleOf(box).startsWith("node"),
    );
    const [before, after] = [nodes.slice(0, 5), nodes.slice(5)];
    assert.equal(after.length, 5);
    assert.deepEqual(
      after.map(({ y }) => y),
      before.map(({ y }) => y),
    );
    assert.equal(new Set(after.map(({ x }, index) => Math.round((x as number) - (before[index].x as number)))).size, 1);
  });
});

describe("drawFamilyTree", () => {
  it("has every individual, losers too, at a distinct place, with children right of their parents", () => {
    const places = familyPlaces(rows);
    assert.equal(places.length, 60);
    assert.equal(new Set(places.map(({ step, row }) => `${step} ${row}`)).size, 60);
    for (const { step, parent } of places) assert.ok(parent === null || parent < step);
    assert.deepEqual(
      places.filter(({ isOnBestLine }) => isOnBestLine).map(({ step }) => step),
      lineageOf(rows).map(({ step }) => step),
    );
    assert.equal(new Set(places.filter(({ isOnBestLine }) => isOnBestLine).map(({ row }) => row)).size, 1);
  });

  it("never puts two lines of descent in one row at the same time", () => {
    const places = familyPlaces(syntheticEvolution(500, 50));
    const heirs = new Map(places.map((place) => [place.step, place]));
    const rowsTaken = new Map<number, (readonly [number, number])[]>();
    for (const place of places) {
      const parent = place.parent === null ? undefined : heirs.get(place.parent);
      if (parent?.row !== place.row) continue;
      const other = (rowsTaken.get(place.row) ?? []).find(([from, to]) => parent.step < to && place.step > from);
      assert.equal(other, undefined, `row ${place.row}: ${parent.step}–${place.step}`);
      rowsTaken.set(place.row, [...(rowsTaken.get(place.row) ?? []), [parent.step, place.step]]);
    }
  });

  it("says when there is nothing, and draws failures by themselves", () => {
    assert.equal(drawFamilyTree([]).description, "no evaluations yet.");
    assert.match(drawFamilyTree(failed).description, /60 failed/);
    assert.match(drawFamilyTree(rows.slice(0, 1)).description, /^1 individual/);
  });
});

describe("drawFamilyTree's marks", () => {
  it("are one point per individual, one path for all lines, and one for the best network's", () => {
    const view = viewOf(drawFamilyTree(rows)).run();
    const scored = rows.filter(({ fitness }) => fitness !== null);
    assert.deepEqual(
      (view.data("scored") as readonly LineageRow[]).map(({ step, fitness }) => [step, fitness?.toFixed(5)]),
      scored.map(({ step, fitness }) => [step, fitness?.toFixed(5)]),
    );
    assert.equal(view.data("failed").length, rows.length - scored.length);
    assert.equal(view.data("ancestors").length, lineageOf(rows).length);
    const [{ marks }] = drawFamilyTree(rows).spec.marks as unknown as readonly [
      { readonly marks: readonly { readonly type: string }[] },
    ];
    assert.equal(marks.filter(({ type }) => type === "path").length, 2);
    view.finalize();
  });

  it("show the cell of the individual that a click picked, if rows have genotypes", () => {
    const view = viewOf(drawFamilyTree(rows));
    assert.equal(view.signal("picked"), bestNetwork(rows)?.step);
    view.signal("picked", 41).run();
    const [{ ops }] = view.data("picked cell") as readonly { readonly ops: string }[];
    const cell = rows[40].genotype.levels[1][0];
    const carried = [...ops].map((each) => each.charCodeAt(0) - 48).filter((operation) => operation > 0);
    assert.deepEqual(
      carried,
      cell.matrix.flat().filter((operation) => operation > 0),
    );
    view.finalize();
    const bare = rows.map(({ step, hash, fitness, parent, mutation }) => ({ step, hash, fitness, parent, mutation }));
    assert.doesNotMatch(JSON.stringify(drawFamilyTree(bare).spec), /picked/);
  });

  it("join every child to its parent", () => {
    const places = familyPlaces(rows);
    const pixel = (value: number): number => Math.round(value * 10) / 10;
    const path = linksPath(places, pixel, pixel);
    const [along, upright] = [/M([\d.]+),(\d+)H([\d.]+)/g, /M([\d.]+),(\d+)V(\d+)/g].map((shape) =>
      [...path.matchAll(shape)].map((match) => match.slice(1).map(Number)),
    );
    for (const { step, row, parent, parentRow } of places.filter((place) => place.parent !== null)) {
      const reaches = along.some(([from, at, to]) => at === parentRow && from <= parent! && to >= step);
      assert.ok(reaches, `${parent} to ${step}`);
      if (row !== parentRow)
        assert.ok(upright.some(([at, from, to]) => at === step && from === parentRow && to === row));
    }
  });
});

describe("drawStep", () => {
  const step: StepPictureRow = { ...rows[40], competitors: [rows[40].parent as number, 9, 5] };
  const everybody = rows.map((row) => (row.step === step.step ? step : row));
  const figure = drawStep(everybody, { step: step.step, fitnessDomain: [0, 1], key: false });
  const values = dataOf(figure);

  it("has all individuals of earlier steps, the competitors, the winner, and the child with its rank", () => {
    const earlier = everybody.filter((row) => row.step < step.step && row.fitness !== null);
    assert.deepEqual(
      values("population").map((row) => row.step),
      earlier.map((row) => row.step),
    );
    assert.deepEqual(
      values("competing").map((row) => [row.step, row.wins]),
      // 9 failed.
      [5, step.parent].sort((one, other) => one! - other!).map((each) => [each, each === step.parent]),
    );
    const place = 1 + earlier.filter(({ fitness }) => fitness! > step.fitness!).length;
    assert.match(figure.description, new RegExp(`Child #41: [\\d.]+ %, place ${place} of ${earlier.length + 1}`));
    assert.match(figure.description, /3 competed, 1 of them failed/);
  });

  it("places individuals at the mean of their network if the search compared means", () => {
    const [parent] = step.competitors as readonly number[];
    const twins = everybody.map((row) => ([parent, 9, 20].includes(row.step) ? { ...row, hash: "same" } : row));
    const competing = dataOf(drawStep(twins, { step: step.step, average: true }))("competing");
    const fitnesses = [parent, 20].map((each) => rows.find((row) => row.step === each)?.fitness ?? NaN);
    const mean = (fitnesses[0] + fitnesses[1]) / 2;
    const at = (each: number) => competing.find((row) => row.step === each)?.fitness as number;
    // Step 9 failed, but still has the mean of its network.
    for (const each of [parent, 9]) assert.ok(Math.abs(at(each) - mean) < 1e-12);
    assert.equal(at(5), rows[4].fitness);
  });

  it("marks the mutated edge before and after, in one layout", () => {
    assert.equal(shapesOf(figure, "halo").length, 2);
    const texts = textsOf(figure);
    assert.ok(texts.includes(`parent, step ${step.parent}`) && texts.includes("child, step 41"));
    assert.ok(texts.some((text) => /^mutation in .*, edge \d→\d: /.test(text)));
    const [one, other] = shapesOf(figure, "halo").map(({ path }) => path);
    assert.equal(one, other);
  });

  it("says when there was no tournament, when the child failed, and when a step is missing", () => {
    assert.match(drawStep(rows, { step: 1 }).title, /drawn at random/);
    assert.match(drawStep(failed).description, /failed/);
    assert.throws(() => drawStep(rows, { step: 99 }), new InputError("step: there is no step 99"));
    assert.throws(() => drawStep([]), InputError);
  });
});

describe("scaleDrawing", () => {
  it("scales all lengths, but only the radii and the end of an arc", () => {
    const shapes = [
      { kind: "line", x: 10, y: 4, path: "M1,2H-3C1,1 2,2 3,4A3,3,0,1,0,6,0Z", strokeWidth: 2, dash: [2, 4] },
      { kind: "box", x: 0, y: 2, width: 8, height: 6, radius: 4, tooltip: { title: "node 1" } },
      { kind: "text", x: 1, y: 2, text: "M1", size: 12 },
    ] as const;
    assert.deepEqual(scaleDrawing({ width: 30, height: 20, shapes }, 0.5), {
      width: 15,
      height: 10,
      shapes: [
        {
          kind: "line",
          x: 5,
          y: 2,
          path: "M0.5,1H-1.5C0.5,0.5,1,1,1.5,2A1.5,1.5,0,1,0,3,0Z",
          strokeWidth: 1,
          dash: [1, 2],
        },
        { kind: "box", x: 0, y: 1, width: 4, height: 3, radius: 2, tooltip: { title: "node 1" } },
        { kind: "text", x: 0.5, y: 1, text: "M1", size: 6 },
      ],
    });
  });
});

describe("drawReplay", () => {
  const figure = drawReplay(rows);
  const best = bestChanges(rows);

  it("shows at every step the best network so far and no other", () => {
    const view = viewOf(figure);
    for (const step of [...best.map((row) => row.step), 20, 40, 60]) {
      view.signal("step", step).run();
      const [leader, ...others] = view.data("leader") as readonly { readonly from: number; readonly first: number }[];
      assert.equal(others.length, 0);
      assert.equal(leader.first, [...best].reverse().find((row) => row.step <= step)?.network.step);
      const now = view.data("bestNow") as readonly { readonly step: number; readonly next?: number | null }[];
      const expected = [...best].reverse().find((row) => row.step <= step)?.step;
      assert.equal(now[now.length - 1].step, expected);
    }
    view.finalize();
  });

  it("draws the best so far as one line of steps, without a gap", () => {
    const line = /<line [^>]*transform="translate\(([^,]+),([^)]+)\)" x2="([^"]+)" y2="([^"]+)" stroke="#C4164F"/g;
    const pieces = [...toSvg(figure).matchAll(line)].map((each) => each.slice(1).map(Number));
    const flat = pieces.filter(([, , width]) => width !== 0).sort(([one], [other]) => one - other);
    const rising = pieces.filter(([, , , height]) => height !== 0);
    assert.ok(flat.length > 2 && flat.length >= best.length - 1, `${flat.length} of ${best.length}`);
    flat.slice(1).forEach(([x, y], index) => {
      const [left, before, width] = flat[index];
      assert.equal(left + width, x);
      if (before === y) return;
      const riser = rising.find(([at]) => Math.abs(at - x) < 1e-6) ?? assert.fail(`no riser at ${x}`);
      assert.ok(Math.abs(riser[1] + riser[3] - y) < 1e-6 || Math.abs(riser[1] + riser[3] - before) < 1e-6);
    });
  });

  it("begins at the last step, and each step has its own mutation beside the best network's cell", () => {
    const view = viewOf(figure);
    assert.equal(view.signal("step"), 60);
    for (const row of [rows[59], rows[30], rows[2]]) {
      view.signal("step", row.step).run();
      const [changed] = view.data("changed") as readonly { level: number; motif: number; mark: number; ops: string }[];
      const { mutation, genotype } = row;
      const place = mutation ?? { level: 3, motif: 1 };
      assert.deepEqual([changed.level, changed.motif], [place.level, place.motif]);
      assert.equal(changed.mark >= 0, mutation != null);
      const edges = view.data("changed edges") as readonly { op: string; at: number }[];
      const drawn = edges.filter(({ op }) => op !== "0").map(({ op }) => op.charCodeAt(0) - 48);
      const { matrix } = genotype.levels[place.level - 2][place.motif - 1];
      assert.deepEqual(
        drawn,
        matrix.flat().filter((operation) => operation > 0),
      );
      const [leader] = view.data("leader") as readonly { from: number; until: number }[];
      assert.ok(leader.from <= row.step && row.step < leader.until);
      assert.equal(view.data("leader cell").length, 1);
    }
    view.finalize();
  });

  it("says when there is nothing to play", () => {
    assert.equal(drawReplay([]).description, "no evaluations yet.");
    assert.equal(drawReplay(failed).description, "no scored evaluation among 60.");
    assert.match(drawReplay(rows.slice(0, 1)).description, /^1 individual/);
  });
});

describe("exploreGenotype", () => {
  it("opens one motif per level, and marks the edges that carry it", () => {
    const figure = exploreGenotype(publishedCell);
    const view = viewOf(figure);
    for (const [motif, uses] of [1, 0, 4, 1, 4, 0].entries()) {
      view.signal("open2", motif + 1).run();
      // A hover's halos are there only while it lasts.
      assert.equal(view.data("halo").length, uses);
      const open = view.data("text") as readonly { readonly state?: readonly number[] }[];
      assert.deepEqual([...new Set(open.flatMap(({ state }) => (state ? [state.join(" ")] : [])))], [`2 ${motif + 1}`]);
      view.finalize();
    }
    const signals = exploreGenotype(fourLevels).spec.signals as readonly { readonly name: string }[];
    assert.deepEqual(
      signals.map(({ name }) => name),
      ["open3", "open2", "near", "lit"],
    );
  });
});

function dataOf(figure: Figure): (name: string) => readonly { readonly [key: string]: unknown }[] {
  const data = figure.spec.data as readonly { readonly name: string; readonly values?: readonly object[] }[];
  return (name) =>
    (data.find((each) => each.name === name)?.values ?? []) as readonly { readonly [key: string]: unknown }[];
}

interface View {
  signal(name: string): unknown;
  signal(name: string, value: number): View;
  run(): View;
  data(name: string): readonly unknown[];
  finalize(): void;
}

function viewOf(figure: Figure): View {
  return new vega.View(vega.parse(toVega(figure)), { renderer: "none" });
}

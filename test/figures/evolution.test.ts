import assert from "node:assert/strict";
import * as vega from "vega";
import { improvements } from "../../lib/figures/best-drawings.js";
import { drawFamilyTree } from "../../lib/figures/draw-family-tree.js";
import { drawLineage } from "../../lib/figures/draw-lineage.js";
import { drawReplay } from "../../lib/figures/draw-replay.js";
import { exploreGenotype } from "../../lib/figures/explore-genotype.js";
import { familyPlaces } from "../../lib/figures/family-rows.js";
import type { Figure } from "../../lib/figures/figure.js";
import { lineageOf, type LineageRow } from "../../lib/figures/lineage.js";
import { toVega } from "../../lib/figures/svg.js";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { InputError } from "../../lib/input-error.js";
import { fourLevels, syntheticEvolution } from "./sample-drawings.js";
import { shapesOf, textsOf } from "./sample-figures.js";

const rows = syntheticEvolution(60);
const failed: readonly LineageRow[] = rows.map((row) => ({ ...row, fitness: null }));

describe("lineageOf", () => {
  it("goes from one drawn at random to the fittest, each the parent of the next", () => {
    const line = lineageOf(rows);
    assert.equal(line[0].parent, null);
    line.slice(1).forEach((row, index) => assert.equal(row.parent, line[index].step));
    assert.equal(line[line.length - 1].fitness, Math.max(...rows.map(({ fitness }) => fitness ?? 0)));
    assert.equal(lineageOf(rows, 60).at(-1)?.step, 60);
  });

  it("refuses a step that is not there and a population without a scored individual", () => {
    assert.throws(() => lineageOf(rows, 61), new InputError("lineage: there is no step 61"));
    assert.throws(() => lineageOf(failed), new InputError("lineage: got no scored individual"));
    assert.throws(() => drawLineage([]), InputError);
  });
});

describe("drawLineage", () => {
  const columns = 3;
  const figure = drawLineage(rows, { columns });
  const panels = shapesOf(figure, "frame") as readonly { x: number; y: number; width: number; height: number }[];

  it("has the trivial genotype first, then a panel a generation, each change in words", () => {
    const line = lineageOf(rows);
    assert.equal(panels.length, line.length + 1);
    const texts = textsOf(figure);
    assert.equal(texts.filter((text) => text === "trivial genotype").length, 1);
    for (const { step } of line) assert.ok(texts.some((text) => text.startsWith(`step ${step}: fitness `)));
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
        title: (tooltip as { title: string }).title,
        x: (x as number) - panel.x,
        y: (y as number) - panel.y,
      }));
    });
    // Between neighbours one edge comes, goes, or takes another operation in its place.
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

describe("drawLineage of a mutation that changes nothing", () => {
  it("keeps the layout where none becomes none again on an edge that nobody has", () => {
    const genotype = trivialGenotype(hierarchicalSpace());
    const mutation = { level: 3, motif: 1, predecessor: 1, successor: 4, before: 0, after: 0 };
    const two = [
      { step: 1, genotype, fitness: 0.1 },
      { step: 2, parent: 1, genotype, mutation, fitness: 0.2 },
    ];
    const nodes = shapesOf(drawLineage(two, { trivial: false }), "box").filter(({ tooltip }) =>
      String((tooltip as { title: string }).title).startsWith("node"),
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
  it("has everybody, the losers too, each in a place of its own, children right of their parents", () => {
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

  it("gives no two lines of descent one row at one time", () => {
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

  it("says when there is nothing, and draws failures alone", () => {
    assert.equal(drawFamilyTree([]).description, "no evaluations yet.");
    assert.match(drawFamilyTree(failed).description, /60 failed/);
    assert.match(drawFamilyTree(rows.slice(0, 1)).description, /^1 individual/);
  });
});

describe("drawReplay", () => {
  const figure = drawReplay(rows);
  const best = improvements(rows);

  it("shows at every step the fittest so far and no other", () => {
    const view = viewOf(figure);
    for (const step of [...best.map((row) => row.step), 20, 40, 60]) {
      view.signal("step", step).run();
      const drawn = view.data("text") as readonly { readonly state?: readonly [number, number] }[];
      assert.ok(drawn.every(({ state }) => state === undefined || (state[0] <= step && step < state[1])));
      const now = view.data("bestNow") as readonly { readonly step: number; readonly next?: number | null }[];
      const expected = [...best].reverse().find((row) => row.step <= step)?.step;
      assert.equal(now[now.length - 1].step, expected);
    }
    view.finalize();
  });

  it("has a slider over all steps and stands at the last", () => {
    const [signal] = figure.spec.signals as readonly { value: number; bind: { min: number; max: number } }[];
    assert.deepEqual([signal.value, signal.bind.min, signal.bind.max], [60, 1, 60]);
  });

  it("says when there is nothing to play", () => {
    assert.equal(drawReplay([]).description, "no evaluations yet.");
    assert.equal(drawReplay(failed).description, "no scored evaluation among 60.");
    assert.match(drawReplay(rows.slice(0, 1)).description, /^1 individual/);
  });
});

describe("exploreGenotype", () => {
  it("opens one motif a level, and marks the edges that carry it", () => {
    const figure = exploreGenotype(publishedCell());
    const view = viewOf(figure);
    for (const [motif, uses] of [1, 0, 4, 1, 4, 0].entries()) {
      view.signal("open2", motif + 1).run();
      assert.equal(view.data("halo").length, uses);
      const open = view.data("text") as readonly { readonly state?: readonly number[] }[];
      assert.deepEqual([...new Set(open.flatMap(({ state }) => (state ? [state.join(" ")] : [])))], [`2 ${motif + 1}`]);
      view.finalize();
    }
    assert.equal((exploreGenotype(fourLevels).spec.signals as readonly unknown[]).length, 2);
  });
});

interface View {
  signal(name: string, value: number): View;
  run(): View;
  data(name: string): readonly unknown[];
  finalize(): void;
}

function viewOf(figure: Figure): View {
  return new vega.View(vega.parse(toVega(figure)), { renderer: "none" });
}

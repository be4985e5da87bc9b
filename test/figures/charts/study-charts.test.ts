import assert from "node:assert/strict";
import { fitnessByCost, paretoFront } from "../../../lib/figures/charts/fitness-by-cost.js";
import { bestSoFar } from "../../../lib/figures/charts/best-so-far.js";
import { binPoints, POINT_LIMIT } from "../../../lib/figures/charts/bin-points.js";
import { compareCosts } from "../../../lib/figures/charts/compare-costs.js";
import { compareSearches } from "../../../lib/figures/charts/compare-searches.js";
import { diversityByStep } from "../../../lib/figures/charts/diversity-by-step.js";
import { type StudyRow, toRows } from "../../../lib/rows/study-row.js";
import type { Figure, Json } from "../../../lib/figures/output/figure.js";
import { fitnessByStep } from "../../../lib/figures/charts/fitness-by-step.js";
import { fitnessDistribution } from "../../../lib/figures/charts/fitness-distribution.js";
import { growingComplexity } from "../../../lib/figures/charts/growing-complexity.js";
import { knownNetworks } from "../../../lib/literature/known-networks.js";
import { operationsByAccuracy } from "../../../lib/figures/charts/known-networks.js";
import { mutationsByOperation } from "../../../lib/figures/charts/mutations-by-operation.js";
import { mutationWindows } from "../../../lib/figures/charts/mutations-over-time.js";
import type { MutationRow } from "../../../lib/rows/mutation-rows.js";
import { parametersByStep } from "../../../lib/figures/charts/parameters-by-step.js";
import { placeLabels } from "../../../lib/figures/charts/place-labels.js";
import { resultsTable } from "../../../lib/figures/charts/results-table.js";
import { studyFigures } from "../../../lib/figures/charts/study-figures.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { workerTime } from "../../../lib/figures/charts/worker-time.js";
import { wrapText } from "../../../lib/figures/output/wrap-text.js";
import { resultsTables } from "../../../lib/literature/results-tables.js";
import { recordOf } from "../../study/record.js";
import { syntheticRows } from "../../study/synthetic-study.js";
import { finalTest, rowsOfAlike, smallStudy } from "../sample-charts.js";
import { failedRows, rows } from "../sample-figures.js";

type Value = { readonly [key: string]: Json };

/** All data sets of a specification, at any depth. */
function dataOf(spec: Json): readonly (readonly Value[])[] {
  if (typeof spec !== "object" || spec === null) return [];
  if (Array.isArray(spec)) return spec.flatMap(dataOf);
  return Object.entries(spec).flatMap(([key, value]) =>
    key === "data" ? [(value as unknown as { values: readonly Value[] }).values] : dataOf(value),
  );
}

/** The one data set whose rows have `key`, and not `without`. */
function setWith(figure: Figure, key: string, without = "no such key"): readonly Value[] {
  return dataOf(figure.spec).find((values) => values.some((row) => key in row && !(without in row))) ?? [];
}

const big = syntheticRows(POINT_LIMIT + 1000);
const sum = (values: readonly Value[], key: string): number =>
  values.reduce((total, row) => total + (row[key] as number), 0);

/** Step and highest fitness so far, in four digits. */
function bestSoFarOf(rows: readonly StudyRow[]): readonly (readonly [number, number])[] {
  let best = 0;
  return rows.map(({ step, fitness }) => {
    best = Math.max(best, fitness ?? 0);
    return [step, Number(best.toPrecision(4))];
  });
}

describe("the words about the best network, with confirmed finalists", () => {
  const evaluated = (step: number, hash: string, fitness: number) => recordOf(step, { hash, fitness });
  const records = [evaluated(1, "a", 0.3), evaluated(2, "a", 0.32), evaluated(3, "b", 0.5), evaluated(4, "c", 0.2)];
  const confirmed = toRows(
    records,
    [0.28, 0.3].map((fitness) => ({ step: 3, evaluation: { status: "scored", fitness } })),
  );
  // Step 3 was the best of the search but, trained again, is hardly better than the others.
  const search = "50\\.0 % ± 10\\.0, 1 training";
  const after = "; after the finalists were trained again 31\\.7 % \\(36\\.0 % ± 5\\.8, 3 trainings\\)";
  const lastOfLine = (figure: Figure): string =>
    (100 * Number(setWith(figure, "best", "fitness").at(-1)?.best)).toFixed(1);

  it("describe the network that the line ends with, and then the best by all trainings", () => {
    for (const [draw, words] of [
      [fitnessByStep, `at last ([\\d.]+) % \\(first at step 3: ${search}\\)${after}`],
      [bestSoFar, `step: ([\\d.]+) % \\(${search}\\) after 4 steps${after}`],
    ] as const) {
      const figure = draw(confirmed);
      assert.equal(new RegExp(words).exec(figure.description)?.[1], lastOfLine(figure), figure.description);
    }
  });

  it("compare the highest evaluation with its network's other trainings", () => {
    assert.match(JSON.stringify(fitnessByStep(confirmed).spec), /50\.0 %: its network has 36\.0 % ± 5\.8, 3 trainings/);
    assert.match(JSON.stringify(fitnessByStep(records).spec), /50\.0 %: its network was evaluated once/);
  });

  it("do not mention confirmations if there are none", () => {
    for (const draw of [fitnessByStep, bestSoFar]) assert.doesNotMatch(draw(records).description, /trained again/);
  });
});

describe("thousands of evaluations", () => {
  it("become cells that count each scored one once, and an exact line of the best", () => {
    const figure = fitnessByStep(big.rows);
    const scored = big.rows.filter(({ status }) => status === "scored");
    const cells = setWith(figure, "count");
    assert.equal(sum(cells, "count"), scored.length);
    assert.ok(cells.length < scored.length);
    // Each network was trained once, so the best is the highest so far.
    const changes = bestSoFarOf(big.rows).filter(([, best], index, all) => best !== all[index - 1]?.[1]);
    const turns = setWith(figure, "best", "status").map(({ step, best }) => [step, best]);
    assert.deepEqual(turns.slice(0, changes.length), changes);
    assert.equal(setWith(figure, "lane").length, big.rows.length - scored.length);
    assert.match(JSON.stringify(figure.spec.title), /points drawn as cells/);
  });

  it("keep every parameter count in a cell and every point of the front", () => {
    assert.equal(sum(setWith(parametersByStep(big.rows), "count"), "count"), big.rows.length);
    const scored = big.rows.filter(({ fitness }) => fitness !== null);
    const front = paretoFront(scored, ({ parameterCount }) => parameterCount);
    const drawn = setWith(fitnessByCost(big.rows), "parameterCount");
    assert.deepEqual(
      drawn.map(({ step }) => step),
      front.map(({ step }) => step),
    );
  });

  it("keep the best so far at each step where it changes", () => {
    const values = setWith(bestSoFar(big.rows), "best");
    assert.ok(values.length < 200);
    for (const { step, best } of values) {
      assert.equal(best, bestSoFarOf(big.rows)[(step as number) - 1][1]);
    }
  });
});

describe("binPoints", () => {
  it("puts each point in the cell around it, groups apart, also on a logarithmic axis", () => {
    const points = [1, 10, 100, 100].map((x, index) => ({ group: index === 3 ? "b" : "a", x, y: index }));
    const cells = binPoints(points, { logX: true });
    assert.deepEqual(
      cells.map(({ group, count }) => [group, count]),
      [
        ["a", 1],
        ["a", 1],
        ["a", 1],
        ["b", 1],
      ],
    );
    assert.ok(cells[1].fromX <= 10 && 10 < cells[1].toX);
    assert.deepEqual(binPoints([]), []);
    assert.equal(binPoints([points[0], points[0]])[0].count, 2);
  });
});

describe("fitnessDistribution", () => {
  it("counts each scored evaluation once, by phase", () => {
    const figure = fitnessDistribution(rows, { chance: 0.1 });
    const counts = (phase: string): number =>
      dataOf(figure.spec)
        .flat()
        .filter((row) => row.phase === phase && !("at" in row))
        .reduce((total, { count }) => total + (count as number), 0);
    assert.deepEqual([counts("initialization"), counts("evolution")], [3, 2]);
    assert.match(
      figure.description,
      /initialization: 3, median 22.0 %; evolution: 2, median 29.5 %; 1 evaluation failed/,
    );
  });

  it("tells a guess far below everybody in words, and draws one that is near", () => {
    const far = fitnessDistribution(
      rows.map((row) => ({ ...row, fitness: row.fitness && row.fitness + 0.4 })),
      {
        chance: 0.1,
      },
    );
    assert.match(far.description, /; guessing gives 10\.0 %/);
    assert.doesNotMatch(toSvg(far), />chance</);
    assert.match(toSvg(fitnessDistribution(rows, { chance: 0.15 })), />chance</);
  });

  it("puts a fitness on a boundary into the bin that starts there", () => {
    const alike = fitnessDistribution(rowsOfAlike(7, 0.3).rows);
    const full = dataOf(alike.spec)
      .flat()
      .filter((row) => row.count === 7 && !("at" in row));
    assert.equal(full.length, 1);
    assert.ok((full[0].from as number) <= 0.3 + 1e-9 && 0.3 < (full[0].to as number));
  });
});

describe("paretoFront", () => {
  it("keeps the rows that no other beats, and one of equal rows", () => {
    const points = [
      { name: "cheap", cost: 1, fitness: 0.2 },
      { name: "cheap too", cost: 1, fitness: 0.1 },
      { name: "beaten", cost: 3, fitness: 0.2 },
      { name: "good", cost: 2, fitness: 0.5 },
      { name: "dear and as good", cost: 4, fitness: 0.5 },
      { name: "failed", cost: 0, fitness: null },
    ];
    const front = paretoFront(points, ({ cost }) => cost).map(({ name }) => name);
    assert.deepEqual(front, ["cheap", "good"]);
  });
});

describe("bestSoFar of repeated runs", () => {
  it("carries a run's best forward to the steps where another changed", () => {
    const run = (...fitnesses: readonly (number | null)[]) =>
      fitnesses.flatMap((fitness, index) =>
        fitness === null ? [] : [{ ...rows[0], step: index + 1, hash: `${index}`, fitness, status: "scored" as const }],
      );
    const values = setWith(bestSoFar({ search: [run(0.1, 0.3, 0.3), run(0.2, null, 0.4)] }), "best");
    assert.deepEqual(
      values.map(({ step, least, most, runs }) => [step, least, most, runs]),
      [
        [1, 0.1, 0.2, 2],
        [2, 0.2, 0.3, 2],
        [3, 0.3, 0.4, 2],
      ],
    );
  });
});

describe("compareSearches", () => {
  it("has windows for each search with each scored evaluation once, and a best for each run", () => {
    const figure = compareSearches({ one: [rows, rows], other: rows });
    const [fitness, best] = dataOf(figure.spec);
    const ofOne = fitness.filter(({ search }) => search === "one");
    assert.equal(sum(ofOne, "count"), 10);
    assert.deepEqual(
      [...new Set(best.map(({ search, run }) => `${search as string} ${run as number}`))],
      ["one 1", "one 2", "other 1"],
    );
    for (const { lower, median, upper } of fitness) {
      assert.ok((lower as number) <= (median as number) && (median as number) <= (upper as number));
    }
  });

  it("has the median between the two in the middle of an even number", () => {
    const four = [0.1, 0.2, 0.4, 0.8].map((fitness, index) => recordOf(index + 1, { fitness }));
    const [{ lower, median, upper }] = setWith(compareSearches({ four }), "median");
    assert.deepEqual(
      [lower, median, upper].map(Number).map((each) => each.toFixed(3)),
      ["0.175", "0.300", "0.500"],
    );
  });
});

describe("compareCosts", () => {
  const dear = { ...smallStudy.rows[0], status: "scored", phase: "evolution", spread: 0 } as const;
  const searches = {
    one: [
      { ...dear, step: 1, hash: "1", fitness: 0.2, parameterCount: 10, multiplyAdds: 900 },
      { ...dear, step: 2, hash: "2", fitness: 0.3, parameterCount: 30, multiplyAdds: 100 },
      { ...dear, step: 3, hash: "3", fitness: 0.25, parameterCount: 40, multiplyAdds: 400 },
      { ...dear, step: 4, hash: "4", fitness: null, status: "failed", parameterCount: 5, multiplyAdds: 5 },
    ],
    other: [{ ...dear, step: 1, hash: "1", fitness: 0.1, parameterCount: 5, multiplyAdds: 5 }],
  } as const;

  it("has a point for each scored genotype, and each search's own front", () => {
    const steps = (cost?: "multiplyAdds") =>
      dataOf(compareCosts(searches, { cost }).spec).map((values) =>
        values.map(({ search, step }) => `${search as string} ${step as number}`),
      );
    const all = ["one 1", "one 2", "one 3", "other 1"];
    assert.deepEqual(steps(), [all, ["one 1", "one 2", "other 1"], ["one 1", "one 2", "other 1"]]);
    assert.deepEqual(steps("multiplyAdds"), [all, ["one 2", "other 1"], ["one 2", "other 1"]]);
    assert.match(compareCosts(searches).description, /4 scored genotypes, 1 failed not drawn/);
  });

  it("is not misled by luck: its fronts use the expected fitness of a new training", () => {
    const twins = [0.5, 0.1, 0.12, 0.1, 0.3, 0.32].map((fitness, index) => ({
      ...{ ...dear, step: index + 1, hash: index < 4 ? "lucky" : "good", fitness },
      ...{ parameterCount: index < 4 ? 10 : 5, multiplyAdds: 1 },
    }));
    // Two runs of one search have the same steps.
    const other = twins.map((row) => ({
      ...row,
      hash: `${row.hash} too`,
      parameterCount: 100,
      fitness: row.fitness / 2,
    }));
    const figure = compareCosts({ one: [...twins, ...other] });
    const front = dataOf(figure.spec)[1];
    assert.deepEqual(
      front.map(({ step, parameterCount }) => [step, parameterCount]),
      [[5, 5]],
    );
    assert.ok((front[0].fitness as number) < 0.31);
    const [, line] = dataOf(fitnessByCost(twins).spec);
    assert.deepEqual(
      line.map(({ step }) => step),
      [5],
    );
  });

  it("counts thousands in cells, and says so when nothing is scored", () => {
    const scored = big.rows.filter(({ fitness }) => fitness !== null);
    const figure = compareCosts({ big: big.rows });
    assert.equal(sum(setWith(figure, "count"), "count"), scored.length);
    assert.match(JSON.stringify(figure.spec.title), /drawn as cells/);
    assert.ok(toSvg(compareCosts({})).includes("No evaluations yet"));
  });
});

describe("the phases' legend", () => {
  it("lists only phases with rows", () => {
    const random = smallStudy.rows.filter(({ phase }) => phase === "initialization");
    assert.ok(!toSvg(fitnessByStep(random)).includes(">evolution<"));
    assert.ok(toSvg(fitnessByStep(smallStudy.rows)).includes(">evolution<"));
  });
});

describe("axes", () => {
  it("have as many digits as their ticks need, and no 0k", () => {
    const close = [0.251, 0.263, 0.274, 0.279, 0.292].map((fitness, index) => ({
      ...rows[0],
      step: index + 1,
      hash: `${index}`,
      fitness,
    }));
    const labels = [...toSvg(bestSoFar(close)).matchAll(/>([\d.]+ %)<\/text>/g)].map(([, label]) => label);
    assert.ok(labels.length > 2);
    assert.equal(new Set(labels).size, labels.length);
    assert.ok(!toSvg(parametersByStep(smallStudy.rows)).includes(">0k<"));
  });
});

describe("mutations", () => {
  const row = { level: 2, operation: "conv1", status: "scored", isNewBest: false, keepsNetwork: false } as const;
  const mutations: readonly MutationRow[] = [
    { ...row, step: 5, kind: "adds", gain: 0.1, paid: true },
    { ...row, step: 6, kind: "alters", gain: -0.2, paid: false },
    { ...row, step: 7, kind: "changes nothing", keepsNetwork: true, gain: 0.3, paid: true },
    { ...row, step: 8, kind: "removes", gain: null, paid: false, operation: "no edge" },
    { ...row, step: 9, kind: "adds", keepsNetwork: true, gain: -0.1, paid: false },
  ];

  it("are counted by what they did to the network, and those that paid by whether they changed it", () => {
    const [{ fromStep, toStep, drawn, changed, same }, ...others] = mutationWindows(mutations);
    assert.deepEqual([fromStep, toStep, others.length], [5, 10, 0]);
    assert.deepEqual(drawn, {
      ...{ "adds an edge": 1, "alters an edge": 1, "removes an edge": 1, "keeps the network": 2 },
    });
    // A child without a fitness is not judged.
    assert.deepEqual([changed?.estimate, changed?.count, same?.estimate, same?.count], [0.5, 2, 0.5, 2]);
    const all = mutationWindows(big.mutations).flatMap(({ drawn: each }) => Object.values(each));
    assert.equal(
      all.reduce((total, count) => total + count, 0),
      big.mutations.length,
    );
  });

  /** Twenty gains around `gain`, of children that are their parents' networks or not. */
  const around = (gain: number, keepsNetwork: boolean, operation: string): readonly MutationRow[] =>
    Array.from({ length: 20 }, (_, index) => {
      const own = gain + 0.01 * Math.sin(index);
      return { ...row, step: index + 1, kind: "alters", operation, keepsNetwork, gain: own, paid: own > 0 };
    });

  it("are compared with the same network, trained again", () => {
    const neutral = around(-0.03, true, "conv1");
    const harmful = around(-0.08, false, "max");
    const alike = around(-0.031, false, "avg");
    const title = (...rows: readonly (readonly MutationRow[])[]): string => mutationsByOperation(rows.flat()).title;
    assert.match(title(neutral, alike), /^No kind of mutation gains or loses more than training the network again$/);
    assert.match(title(neutral, alike, harmful), /: edge becomes 3×3 max-pooling \(less\)|alters an edge \(less\)/);
    assert.match(title(harmful), /no network was trained again to compare with/);
    const svg = toSvg(mutationsByOperation([...neutral, ...alike, ...harmful]));
    assert.ok(svg.includes(">same network, trained again</text>"));
    assert.ok(svg.includes(">0.0 % of 20</text>"));
  });
});

describe("workerTime", () => {
  it("has a bar for each evaluation and a line for each pause", () => {
    const figure = workerTime(smallStudy.work.rows, { pauses: [{ atSeconds: 3, seconds: 90 }] });
    assert.equal(setWith(figure, "worker").length, smallStudy.work.rows.length);
    assert.deepEqual(setWith(figure, "minutes"), [{ at: 3, minutes: 1.5 }]);
  });

  it("shows the number of busy workers when there are very many", () => {
    const all = [1, 2].flatMap((half) =>
      Array.from({ length: 40 }, (_, index) => ({
        ...{ worker: index + 1, step: index, status: "scored" as const, startSeconds: 10 * (half - 1) },
        endSeconds: 10 * (half - 1) + (half === 1 ? 10 : 5),
      })),
    );
    const busy = setWith(workerTime(all), "workers").map(({ workers }) => Math.round(workers as number));
    assert.deepEqual([busy[0], busy[100], busy[199]], [40, 40, 40]);
    assert.match(workerTime(all).description, /by 40 workers/);
  });
});

describe("workerTime of many evaluations", () => {
  const many = Array.from({ length: 200 }, (_, index) => ({
    ...{ worker: 1 + (index % 2), step: index + 1, status: "scored" as const },
    ...{ startSeconds: 5 * Math.floor(index / 2), endSeconds: 5 * Math.floor(index / 2) + 5 },
  }));

  it("repeats the beginning below, with its steps", () => {
    const figure = workerTime(many);
    const [whole, first, labels] = dataOf(figure.spec);
    assert.deepEqual([whole.length, first.length, labels.length], [200, 28, 28]);
    assert.deepEqual(
      labels.map(({ text }) => text),
      first.map(({ step }) => `${step as number}`),
    );
    assert.match(toSvg(figure), /the first 70 seconds/);
    assert.equal(dataOf(workerTime(many.slice(0, 100)).spec).length, 1);
  });
});

describe("diversityByStep", () => {
  it("has both measures at each step", () => {
    const figure = diversityByStep([{ step: 2, count: 2, edgeDifference: 0.25, distinctShare: 1 }]);
    assert.deepEqual(
      setWith(figure, "measure").map(({ step, share }) => [step, share]),
      [
        [2, 0.25],
        [2, 1],
      ],
    );
  });
});

describe("the introduction's figures", () => {
  it("have a point for each network, with those without an accuracy in a separate lane", () => {
    const found = { name: "mine", group: "found here", year: null, top1: null, source: "not measured" } as const;
    const networks = [...knownNetworks(smallStudy.fittest), { ...found, parameterCount: 1e6, multiplyAdds: 1e9 }];
    const figure = operationsByAccuracy(networks, { until: Infinity });
    assert.equal(setWith(figure, "top1", "lane").length, 79);
    assert.deepEqual(
      setWith(figure, "lane").map(({ name, lane }) => [name, lane]),
      [["mine", "not measured"]],
    );
    assert.equal(setWith(growingComplexity(networks, { until: Infinity }), "parameterCount").length, 79);
    assert.ok(setWith(growingComplexity(networks), "parameterCount").every(({ year }) => (year as number) <= 2018));
    assert.match(operationsByAccuracy(networks).description, /later than 2018 not shown/);
    for (const each of [figure, growingComplexity(networks)]) {
      assert.ok(toSvg(each).includes(">published cell</text>"), each.title);
    }
  });

  it("name points without an overlap", () => {
    const points = Array.from({ length: 30 }, (_, index) => ({
      ...{ x: 140 + 5 * (index % 6), y: 120 + 2 * index, radius: 4, text: `network ${index}` },
      must: index === 29,
    }));
    const labels = placeLabels(points, { width: 300, height: 300, fontSize: 10 });
    assert.ok(labels.some(({ text }) => text === "network 29"));
    assert.ok(labels.length > 5 && labels.length < 30);
    const rowsOfLabels = labels.map(({ x, y }) => ({ x, y }));
    rowsOfLabels.forEach((one, index) =>
      rowsOfLabels
        .slice(index + 1)
        .forEach((other) => assert.ok(Math.abs(one.y - other.y) >= 11 - 1e-9 || Math.abs(one.x - other.x) > 20)),
    );
  });
});

describe("resultsTable", () => {
  it("never has published and measured rows in one panel", () => {
    const [methods] = resultsTables(finalTest, "a test");
    const figure = resultsTable(methods);
    const sets = dataOf(figure.spec);
    assert.deepEqual(
      sets.map((values) => [...new Set(values.map(({ source }) => source))]),
      [["published"], ["published"], ["published"], ["measured"]],
    );
    const svg = toSvg(figure);
    for (const text of ["Published (the deck)", "3.75 ± 0.12", "not comparable", "68.0 ± 1.0"]) {
      assert.ok(svg.includes(text), text);
    }
  });
});

describe("studyFigures", () => {
  it("say so when there is nothing, or nothing but failures", () => {
    for (const { name, draw } of studyFigures(rowsOfAlike(0, 0.3))) {
      assert.match(toSvg(draw()), /No |nothing/, name);
    }
    const failed = studyFigures(rowsOfAlike(3, null));
    for (const name of ["fitness-by-step", "best-so-far", "fitness-distribution", "fitness-by-cost"]) {
      const figure = failed.find((each) => each.name === name)?.draw();
      assert.ok(figure !== undefined && toSvg(figure).includes("No scored evaluation, 3 failed"), name);
    }
    assert.ok(toSvg(fitnessByStep(failedRows)).includes("1 failed"));
  });

  it("have unique names", () => {
    const names = studyFigures(smallStudy).map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
  });
});

describe("wrapText", () => {
  it("breaks between words, and leaves an overlong word whole", () => {
    assert.deepEqual(wrapText("one two three", 45, 12), ["one two", "three"]);
    assert.deepEqual(wrapText("incomprehensibilities", 10, 12), ["incomprehensibilities"]);
    assert.deepEqual(wrapText("short", 100, 12), ["short"]);
  });
});

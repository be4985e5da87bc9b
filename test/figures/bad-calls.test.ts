import assert from "node:assert/strict";
import { drawIcicle, drawTreemap } from "../../lib/figures/architectures/draw-costs.js";
import { drawGenotype } from "../../lib/figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../lib/figures/architectures/draw-matrix.js";
import { drawModules } from "../../lib/figures/architectures/draw-modules.js";
import { drawCell, drawMotif } from "../../lib/figures/architectures/draw-motif.js";
import { drawMutation } from "../../lib/figures/architectures/draw-mutation.js";
import { drawNetwork } from "../../lib/figures/architectures/draw-network.js";
import { drawPrimitives } from "../../lib/figures/architectures/draw-primitives.js";
import { drawTree } from "../../lib/figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../lib/figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../lib/figures/architectures/explore-genotype.js";
import { matrixLatex } from "../../lib/figures/architectures/matrix-latex.js";
import { fitnessByCost } from "../../lib/figures/charts/fitness-by-cost.js";
import { accuracyBySeed } from "../../lib/figures/charts/accuracy-by-seed.js";
import { bandwidthBySize } from "../../lib/figures/charts/bandwidth-by-size.js";
import { bestSoFar } from "../../lib/figures/charts/best-so-far.js";
import { compareCosts } from "../../lib/figures/charts/compare-costs.js";
import { compareSearches } from "../../lib/figures/charts/compare-searches.js";
import { diversityByStep } from "../../lib/figures/charts/diversity-by-step.js";
import { fitnessByStep } from "../../lib/figures/charts/fitness-by-step.js";
import { networkTrainings } from "../../lib/figures/charts/network-trainings.js";
import { fitnessDistribution } from "../../lib/figures/charts/fitness-distribution.js";
import { growingComplexity } from "../../lib/figures/charts/growing-complexity.js";
import { operationsByAccuracy } from "../../lib/figures/charts/known-networks.js";
import { learningCurves } from "../../lib/figures/charts/learning-curves.js";
import { lossBands } from "../../lib/figures/charts/loss-bands.js";
import { mutationPay, mutationsByOperation } from "../../lib/figures/charts/mutations-by-operation.js";
import { mutationsOverTime, mutationWindows } from "../../lib/figures/charts/mutations-over-time.js";
import { parametersByStep } from "../../lib/figures/charts/parameters-by-step.js";
import { populationCosts } from "../../lib/figures/charts/population-costs.js";
import { rankByCost } from "../../lib/figures/charts/rank-by-cost.js";
import { resultsTable } from "../../lib/figures/charts/results-table.js";
import { roofline } from "../../lib/figures/charts/roofline.js";
import {
  finalTestFigures,
  comparisonFigures,
  networkFigures,
  studyFigures,
} from "../../lib/figures/charts/study-figures.js";
import { workerTime } from "../../lib/figures/charts/worker-time.js";
import { drawFamilyTree } from "../../lib/figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../lib/figures/evolution/draw-step.js";
import { lineageOf } from "../../lib/figures/evolution/lineage.js";
import { toPng } from "../../lib/figures/output/png.js";
import { printFigure } from "../../lib/figures/output/print-size.js";
import { toSvg } from "../../lib/figures/output/svg.js";
import { toJson, writeFigure } from "../../lib/figures/output/write-figure.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { callBadly, callBadlyAndWait, problemOf } from "../input/bad-calls.js";
import { smallStudy } from "./sample-charts.js";
import { syntheticEvolution } from "./sample-drawings.js";

type Call = (...args: never[]) => unknown;

const size = { title: "t", width: 300, height: 200 };
const chart = { ...size, steps: 9, fitnessDomain: [0, 1], fitnessTitle: "f" };
const drawing = { title: "t", group: 1, channels: true };
const genotype = publishedCell;
const [row] = smallStudy.rows;
const [diversity] = smallStudy.diversity;
const [work] = smallStudy.work.rows;
const [band] = smallStudy.curves.quantiles;
const mutationRow = smallStudy.mutations[0];
const network = {
  ...{ name: "n", group: "by hand", year: 2012, parameterCount: 1000, multiplyAdds: 2000, top1: 0.5, source: "s" },
};
const rank = {
  ...{ protocol: "p", processorSeconds: 2, space: "flat", comparedTo: "a second seed", rankedBy: "accuracy" },
  ...{ correlation: 0.5, lower: 0.4, upper: 0.6 },
};
const point = { name: "n", group: "g", flops: 1e6, bytes: 1e3, millis: 1, label: "left" };
const roofs = { gigaflopsPerSecond: 100, roofs: [{ name: "memory", gigabytesPerSecond: 10 }] };
const result = {
  ...{ source: "published", name: "n", measure: "error", error: 3, spread: 0.1, trainings: 2, isPapers: false },
};
const evolution = syntheticEvolution(12).map((each) => ({ ...each, competitors: [1, 2] }));
const [first] = evolution;
const mutation = { level: 2, motif: 1, predecessor: 1, successor: 2, before: 4, after: 1 };
const figure = fitnessByStep(smallStudy.rows);
const print = printFigure({ name: "n", draw: () => figure });

/** Each function with arguments that it takes. */
const calls: readonly (readonly [name: string, call: Call, args: readonly unknown[]])[] = [
  ["fitnessByCost", fitnessByCost, [[row], chart]],
  ["fitnessByCost of a row", (each: never) => fitnessByCost([each]), [{ ...row, trainings: 0 }]],
  ["accuracyBySeed", accuracyBySeed, [[], { ...size, chance: 0.1 }]],
  ["accuracyBySeed of a row", (each: never) => accuracyBySeed([each]), [{ name: "n", seed: "s", accuracy: 0.5 }]],
  ["bandwidthBySize", bandwidthBySize, [[], [], chart]],
  [
    "bandwidthBySize of a row",
    (each: never) => bandwidthBySize([each]),
    [{ workingSetBytes: 2 ** 20, gigabytesPerSecond: 9 }],
  ],
  ["bandwidthBySize of a cache", (each: never) => bandwidthBySize([], [each]), [{ level: 1, sizeBytes: 2 ** 15 }]],
  ["bestSoFar", bestSoFar, [[row], chart]],
  ["bestSoFar of searches", bestSoFar, [{ search: [row], other: [[row]] }]],
  ["bestSoFar of a row", (each: never) => bestSoFar({ search: [[each]] }), [{ ...row }]],
  ["compareCosts", compareCosts, [{ search: [row] }, { ...chart, cost: "multiplyAdds", subtitle: "s" }]],
  ["compareSearches", compareSearches, [{ search: [row], other: [[row]] }, chart]],
  ["diversityByStep", diversityByStep, [[diversity], { ...chart, firstEvolved: 3 }]],
  ["diversityByStep of a row", (each: never) => diversityByStep([each]), [{ ...diversity }]],
  ["fitnessByStep", fitnessByStep, [[row], chart]],
  ["fitnessByStep of a row", (each: never) => fitnessByStep([each]), [{ ...row }]],
  ["networkTrainings of a row", (each: never) => networkTrainings([each]), [{ ...row }]],
  ["fitnessDistribution", fitnessDistribution, [[row], { ...chart, chance: 0.1 }]],
  ["growingComplexity", growingComplexity, [[network], chart]],
  ["growingComplexity of a row", (each: never) => growingComplexity([each]), [network]],
  ["operationsByAccuracy", operationsByAccuracy, [[network], chart]],
  ["operationsByAccuracy of a row", (each: never) => operationsByAccuracy([each]), [network]],
  ["learningCurves", learningCurves, [[], { ...size, trainingSteps: 5, lossDomain: [0, 3] }]],
  [
    "learningCurves of a curve",
    (each: never) => learningCurves([each]),
    [{ name: "n", curve: [{ trainingStep: 1, loss: 2 }] }],
  ],
  [
    "learningCurves of a point",
    (each: never) => learningCurves([{ name: "n", curve: [each] }]),
    [{ trainingStep: 1, loss: 2 }],
  ],
  ["lossBands", lossBands, [[band], [], size]],
  ["lossBands of a row", (each: never) => lossBands([each]), [{ ...band }]],
  ["mutationPay", mutationPay, [[mutationRow]]],
  ["mutationsByOperation", mutationsByOperation, [[mutationRow], chart]],
  ["mutationsByOperation of a row", (each: never) => mutationsByOperation([each]), [{ ...mutationRow }]],
  ["mutationWindows", mutationWindows, [[mutationRow]]],
  ["mutationsOverTime", mutationsOverTime, [[mutationRow], chart]],
  ["parametersByStep", parametersByStep, [[row], chart]],
  ["populationCosts", populationCosts, [[], chart]],
  [
    "populationCosts of a row",
    (each: never) => populationCosts([each]),
    [{ space: "flat", parameterCount: 9, multiplyAdds: 9 }],
  ],
  ["rankByCost", rankByCost, [[rank], { ...size, aim: 0.8, chosen: "p", interval: "i" }]],
  ["rankByCost of a row", (each: never) => rankByCost([each]), [rank]],
  ["resultsTable", resultsTable, [{ title: "t", rows: [result], measuredBy: null }, chart]],
  ["resultsTable of a row", (each: never) => resultsTable({ title: "t", rows: [each], measuredBy: null }), [result]],
  ["roofline", roofline, [[point], roofs, chart]],
  ["roofline of a point", (each: never) => roofline([each], roofs), [point]],
  ["studyFigures", (study: never) => studyFigures(study).map(({ draw }) => draw()), [{ ...smallStudy }]],
  ["networkFigures", networkFigures, [[network]]],
  ["comparisonFigures", comparisonFigures, [[smallStudy]]],
  ["finalTestFigures", finalTestFigures, [[], resultsTables(), 0.1]],
  ["workerTime", workerTime, [[work], { ...size, pauses: [] }]],
  ["workerTime of a row", (each: never) => workerTime([each]), [{ ...work }]],
  ["drawCell", drawCell, [genotype, drawing]],
  ["drawGenotype", drawGenotype, [genotype, drawing]],
  ["drawIcicle", drawIcicle, [genotype, { ...drawing, of: "multiplyAdds" }]],
  ["drawMatrix", drawMatrix, [genotype, { title: "t", level: 2, motif: 1, nodeNames: ["L"] }]],
  ["drawModules", drawModules, [[]]],
  ["drawMotif", drawMotif, [genotype, { ...drawing, level: 2, motif: 1 }]],
  ["drawMutation", drawMutation, [genotype, mutation, drawing]],
  ["drawNetwork", drawNetwork, [genotype, drawing]],
  ["drawPrimitives", drawPrimitives, [[]]],
  ["drawTree", drawTree, [genotype, drawing]],
  ["drawTreemap", drawTreemap, [genotype, { ...drawing, of: "multiplyAdds" }]],
  ["drawUnfolded", drawUnfolded, [genotype, { ...drawing, open: 1, key: true }]],
  ["exploreGenotype", exploreGenotype, [genotype, drawing]],
  ["matrixLatex", matrixLatex, [genotype, { level: 2, motif: 1, nodeNames: ["L"] }]],
  ["drawFamilyTree", drawFamilyTree, [evolution, { title: "t", width: 300 }]],
  ["drawFamilyTree of a row", (each: never) => drawFamilyTree([each]), [{ ...first, mutation }]],
  [
    "drawLineage",
    drawLineage,
    [evolution, { title: "t", step: 9, columns: 2, trivial: true, form: "strip", fitnessTitle: "f" }],
  ],
  ["drawLineage of a row", (each: never) => drawLineage([each], { step: 1 }), [{ ...first, genotype, mutation }]],
  ["drawReplay", drawReplay, [evolution, { title: "t", fitnessTitle: "f" }]],
  ["drawReplay of a row", (each: never) => drawReplay([each]), [{ ...first, genotype, mutation }]],
  ["drawStep", drawStep, [evolution, { title: "t", step: 9, fitnessDomain: [0, 1], fitnessTitle: "f" }]],
  [
    "drawStep of a row",
    (each: never) => drawStep([first, each], { step: 2 }),
    [{ ...first, step: 2, parent: 1, genotype, mutation }],
  ],
  ["lineageOf", lineageOf, [evolution, 9]],
  ["toSvg", toSvg, [{ ...figure }]],
  ["toJson", toJson, [{ ...figure }]],
  ["toPng", toPng, [{ kind: "vega", title: "t", description: "d", spec: {} }, { scale: 0.1 }]],
  [
    "printFigure",
    printFigure,
    [
      { name: "n", draw: () => figure },
      { widthMm: 100, heightMm: 80, fontPt: 8 },
    ],
  ],
  ["printFigure's draw", printFigure, [{ draw: 1 }]],
];

describe("functions of figures, called with what they cannot take", function () {
  this.timeout(120_000);
  for (const [name, call, args] of calls) {
    it(`${name} answers with InputError, in one line`, () => {
      for (const [what, problem] of callBadly(call, args)) assert.fail(`${name}(${what}): ${problem}`);
    });
  }

  it("writeFigure and toPdf answer with InputError, in one line", async () => {
    const { toPdf } = await import("../../lib/figures/output/pdf.js");
    // Where nothing can be written, and a text is a path like any other.
    const write = (each: never) => writeFigure(each, "/proc/none/figure");
    const problems = await callBadlyAndWait(write, [{ ...figure }]);
    assert.deepEqual(
      problems.filter((each) => !each.includes("ENOENT")),
      [],
    );
    for (const path of [undefined, null, 7, "", Symbol("s")]) {
      await assert.rejects(writeFigure(figure, path as never), (error) => problemOf(error) === undefined);
    }
    assert.deepEqual(await callBadlyAndWait(toPdf as never, [{ ...print, size: { ...print.size } }]), []);
  });

  it("say which setting of which row it is", () => {
    const rows = [row, { ...row, fitness: Number.NaN }];
    assert.throws(() => fitnessByStep(rows), {
      message: "fitnessByStep: rows: 1.fitness: got NaN, must be a finite number",
    });
    assert.throws(() => drawTreemap(genotype, { of: "nonsense" as "parameterCount" }), {
      message: 'drawing: of: got "nonsense", must be "parameterCount" or "multiplyAdds"',
    });
    assert.throws(() => fitnessByStep([], { width: Number.NaN }), {
      message: "fitnessByStep: width: got NaN, must be a finite number of at least 10 and at most 100000",
    });
    assert.throws(() => drawFamilyTree([first, first]), { message: "drawFamilyTree: rows: step 1 is given twice" });
  });
});

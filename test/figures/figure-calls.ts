/** The public functions of figures, each with valid arguments. */
import { drawIcicle, drawTreemap } from "../../lib/figures/architectures/draw-costs.js";
import { drawDifference } from "../../lib/figures/architectures/draw-difference.js";
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
import { fitnessByCost, paretoFront } from "../../lib/figures/charts/fitness-by-cost.js";
import { accuracyBySeed } from "../../lib/figures/charts/accuracy-by-seed.js";
import { bandwidthBySize } from "../../lib/figures/charts/bandwidth-by-size.js";
import { bestAgainstRandom } from "../../lib/figures/charts/best-against-random.js";
import { bestSoFar } from "../../lib/figures/charts/best-so-far.js";
import { compareCosts } from "../../lib/figures/charts/compare-costs.js";
import { compareSearches } from "../../lib/figures/charts/compare-searches.js";
import { confirmedFinalists } from "../../lib/figures/charts/confirmed-finalists.js";
import { diversityByStep } from "../../lib/figures/charts/diversity-by-step.js";
import { featureDifferences } from "../../lib/figures/charts/feature-differences.js";
import { confusionMatrix } from "../../lib/figures/charts/confusion-matrix.js";
import { errorByClass } from "../../lib/figures/charts/error-by-class.js";
import { fitnessByStep } from "../../lib/figures/charts/fitness-by-step.js";
import { fitnessDistribution } from "../../lib/figures/charts/fitness-distribution.js";
import { growingComplexity } from "../../lib/figures/charts/growing-complexity.js";
import { knownByStep } from "../../lib/figures/charts/known-by-step.js";
import { operationsByAccuracy } from "../../lib/figures/charts/known-networks.js";
import { learningCurves } from "../../lib/figures/charts/learning-curves.js";
import { lossBands } from "../../lib/figures/charts/loss-bands.js";
import { mutationsByOperation } from "../../lib/figures/charts/mutations-by-operation.js";
import { mutationsOverTime, mutationWindows } from "../../lib/figures/charts/mutations-over-time.js";
import { runFigures } from "../../lib/figures/charts/run-figures.js";
import { trainingCurves } from "../../lib/figures/charts/training-curves.js";
import { parametersByStep } from "../../lib/figures/charts/parameters-by-step.js";
import { populationCosts } from "../../lib/figures/charts/population-costs.js";
import { fitnessAtEqualSize } from "../../lib/figures/charts/fitness-at-equal-size.js";
import { tellingApart } from "../../lib/figures/charts/telling-apart.js";
import { rankByCost } from "../../lib/figures/charts/rank-by-cost.js";
import { resultsTable } from "../../lib/figures/charts/results-table.js";
import { roofline } from "../../lib/figures/charts/roofline.js";
import {
  finalTestFigures,
  comparisonFigures,
  networkFigures,
  studyFigures,
} from "../../lib/figures/charts/study-figures.js";
import { shortAgainstLong } from "../../lib/figures/charts/short-against-long.js";
import { trainingStepByPart } from "../../lib/figures/charts/training-step-by-part.js";
import { networkTrainings } from "../../lib/figures/charts/network-trainings.js";
import { predictedPictures } from "../../lib/figures/charts/predicted-pictures.js";
import { wrongPictures } from "../../lib/figures/charts/wrong-pictures.js";
import { utilization } from "../../lib/figures/charts/utilization.js";
import { workerTime } from "../../lib/figures/charts/worker-time.js";
import { drawFamilyTree } from "../../lib/figures/evolution/draw-family-tree.js";
import { drawLineage } from "../../lib/figures/evolution/draw-lineage.js";
import { drawReplay } from "../../lib/figures/evolution/draw-replay.js";
import { drawStep } from "../../lib/figures/evolution/draw-step.js";
import { lineageOf } from "../../lib/figures/evolution/lineage.js";
import { drawArcs } from "../../lib/figures/talk/draw-arcs.js";
import { drawAssembly, drawMatrixAndGraph } from "../../lib/figures/talk/draw-assembly.js";
import { drawClassicNetworks } from "../../lib/figures/talk/draw-classic-networks.js";
import { drawCover } from "../../lib/figures/talk/draw-cover.js";
import { drawFlatAndHierarchical } from "../../lib/figures/talk/draw-flat-and-hierarchical.js";
import { drawInceptionV3 } from "../../lib/figures/talk/draw-inception-v3.js";
import { drawInitialization } from "../../lib/figures/talk/draw-initialization.js";
import { drawMutationDraws } from "../../lib/figures/talk/draw-mutation-draws.js";
import { drawNetworkRow } from "../../lib/figures/talk/draw-network-row.js";
import { drawController } from "../../lib/figures/talk/draw-controller.js";
import { drawTournament } from "../../lib/figures/talk/draw-tournament.js";
import { drawSearchMethods, searchWays } from "../../lib/figures/talk/draw-search-methods.js";
import { errorBars } from "../../lib/figures/talk/error-bars.js";
import { toPng } from "../../lib/figures/output/png.js";
import { printFigure } from "../../lib/figures/output/print-size.js";
import { figurePage } from "../../lib/figures/output/page/figure-page.js";
import { restyle } from "../../lib/figures/output/restyle.js";
import { toSvg } from "../../lib/figures/output/svg.js";
import { toJson } from "../../lib/figures/output/json.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { smallStudy } from "./sample-charts.js";
import { syntheticEvolution } from "./sample-drawings.js";

type Call = (...args: never[]) => unknown;

const size = { title: "t", width: 300, height: 200 };
const chart = { ...size, steps: 9, fitnessDomain: [0, 1], fitnessTitle: "f" };
const drawing = { title: "t", group: 1, channels: true, key: true };
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
const interval = { estimate: 0.1, lower: 0, upper: 0.2 };
const best = {
  ...{ effort: "evaluations", noise: 0.01 },
  random: { runs: 1, evaluations: 9, points: [{ effort: 1, expected: 0.2, lower: 0.1, upper: 0.3 }] },
  searches: [
    {
      ...{ name: "n", runs: [[{ effort: 1, best: 0.3 }]], effort: 1, best: 0.3, expected: 0.2, shareBelow: 0.5 },
      difference: interval,
    },
  ],
};
const feature = {
  ...{ name: "edges", group: "wiring", unit: "count", good: 3, random: 2, difference: interval },
  ...{ adjusted: 0.04, survives: true },
};
const finalist = {
  ...{ rank: 1, step: 3, searchTrainings: 2, searchMean: 0.3, expected: 0.28, fresh: [0.27, 0.29] },
  freshMean: { estimate: 0.28, lower: 0.26, upper: 0.3 },
};
const finalists = { name: "n", rows: [finalist], typical: 0.25, networks: 9, noise: { spread: 0.01, freedom: 5 } };
const sized = { hash: "h", fitness: 0.3, parameterCount: 9 };
const equalSize = {
  sides: ["one", "other"].map((name) => ({ name, networks: [sized] })),
  ...{ tolerance: 0.1, pairs: [[sized, sized]], difference: null, regardless: null },
};
const trainingKind = {
  ...{ name: "n", noise: { estimate: 0.018, lower: 0.016, upper: 0.02 }, between: 0.02, seconds: 4 },
};
const known = { step: 1, known: "parent", seconds: 2 };
const shortAndLong = { name: "n", space: "flat", protocol: "p", short: 0.2, long: 0.5, parameterCount: 9 };
const point = { name: "n", group: "g", flops: 1e6, bytes: 1e3, millis: 1, label: "left" };
const roofs = { gigaflopsPerSecond: 100, roofs: [{ name: "memory", gigabytesPerSecond: 10 }] };
const result = {
  ...{ source: "published", name: "n", measure: "error", error: 3, spread: 0.1, trainings: 2, isPapers: false },
};
const confusion = { label: "cat", predicted: "dog", count: 3, share: 0.5 };
const classError = { className: "cat", training: 1, images: 6, error: 0.5 };
const wrongPicture = {
  ...{ image: 1, label: "cat", predicted: "dog", probability: 0.9, labelProbability: 0.01 },
  ...{ height: 1, width: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) },
};
const trainingPoint = {
  ...{ training: 1, trainingStep: 2, loss: 2.3, learningRate: 0.1 },
  ...{ validationAccuracy: 0.2, validationLoss: 2.2 },
};
const testPredictions = {
  ...{ classNames: ["cat", "dog"], labels: [0, 1], predicted: [0, 0] },
  ...{ probabilities: [0.9, 0.8], labelProbabilities: [0.9, 0.2] },
};
const predicted = {
  picture: "cat.png",
  classes: [{ className: "cat", probability: 0.9 }],
  ...{ height: 1, width: 2, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) },
};
const evolution = syntheticEvolution(12).map((each) => ({ ...each, competitors: [1, 2] }));
const [first] = evolution;
const mutation = { level: 2, motif: 1, predecessor: 1, successor: 2, before: 4, after: 1 };
/** A small one, since it is drawn hundreds of times. */
export const figure = fitnessByStep([row], { width: 60, height: 40 });

/** Each function with valid arguments. */
export const figureCalls: readonly (readonly [name: string, call: Call, args: readonly unknown[]])[] = [
  ["drawArcs", drawArcs, [publishedCell, {}]],
  ["drawAssembly", drawAssembly, [publishedCell, {}]],
  ["drawClassicNetworks", drawClassicNetworks, []],
  ["drawController", drawController, [4]],
  ["drawCover", drawCover, [publishedCell]],
  ["drawFlatAndHierarchical", drawFlatAndHierarchical, [publishedCell, publishedCell]],
  ["drawInceptionV3", drawInceptionV3, []],
  ["drawInitialization", drawInitialization, [hierarchicalSpace, 1]],
  ["drawMatrixAndGraph", drawMatrixAndGraph, [publishedCell, {}]],
  ["drawMutationDraws", drawMutationDraws, [publishedCell, mutation, {}]],
  ["drawNetworkRow", drawNetworkRow, [publishedCell, {}]],
  ["drawSearchMethods", drawSearchMethods, [searchWays]],
  ["drawTournament", drawTournament, []],
  ["errorBars", errorBars, [[{ name: "n", error: 3.75, isPapers: true }], "error", chart]],
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
  ["bestAgainstRandom", bestAgainstRandom, [best, size]],
  ["confirmedFinalists", confirmedFinalists, [[finalists], size]],
  ["confirmedFinalists of a search", (each: never) => confirmedFinalists([each]), [finalists]],
  [
    "featureDifferences",
    featureDifferences,
    [{ features: [feature], good: { networks: 3, families: 3 }, random: { networks: 9 } }, size],
  ],
  ["utilization", utilization, [[{ hours: 1, busyShare: 0.5, kind: "controller" }], chart]],
  ["utilization of a row", (each: never) => utilization([each]), [{ hours: 1, busyShare: 0.5, kind: "generations" }]],
  ["knownByStep", knownByStep, [{ search: [[known]] }, chart]],
  ["knownByStep of a row", (each: never) => knownByStep({ search: [[each]] }), [known]],
  ["fitnessAtEqualSize", fitnessAtEqualSize, [equalSize, chart]],
  ["tellingApart", tellingApart, [[trainingKind], chart]],
  ["tellingApart of a kind", (each: never) => tellingApart([each]), [trainingKind]],
  ["shortAgainstLong", shortAgainstLong, [[shortAndLong], chart]],
  ["shortAgainstLong of a row", (each: never) => shortAgainstLong([each]), [shortAndLong]],
  ["bestSoFar", bestSoFar, [[row], chart]],
  ["bestSoFar of searches", bestSoFar, [{ search: [row], other: [[row]] }]],
  ["bestSoFar of a row", (each: never) => bestSoFar({ search: [[each]] }), [{ ...row }]],
  ["compareCosts", compareCosts, [{ search: [row] }, { ...chart, cost: "multiplyAdds", subtitle: "s" }]],
  ["compareSearches", compareSearches, [{ search: [row], other: [[row]] }, chart]],
  ["confusionMatrix", confusionMatrix, [[confusion], size]],
  ["confusionMatrix of a row", (each: never) => confusionMatrix([each]), [confusion]],
  ["errorByClass", errorByClass, [[classError], size]],
  ["errorByClass of a row", (each: never) => errorByClass([each]), [classError]],
  ["predictedPictures", predictedPictures, [[predicted], { title: "t", width: 300, pictureSide: 40 }]],
  ["predictedPictures of a row", (each: never) => predictedPictures([each]), [predicted]],
  ["wrongPictures", wrongPictures, [[wrongPicture], { title: "t", width: 300, pictureSide: 40 }]],
  ["wrongPictures of a row", (each: never) => wrongPictures([each]), [wrongPicture]],
  ["diversityByStep", diversityByStep, [[diversity], { ...chart, firstEvolved: 3 }]],
  ["diversityByStep of a row", (each: never) => diversityByStep([each]), [{ ...diversity }]],
  ["fitnessByStep", fitnessByStep, [[row], chart]],
  ["fitnessByStep of a row", (each: never) => fitnessByStep([each]), [{ ...row }]],
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
  ["rankByCost with targets", rankByCost, [[rank], { ...size, aim: { flat: 0.8 } }]],
  ["rankByCost of a row", (each: never) => rankByCost([each]), [rank]],
  ["resultsTable", resultsTable, [{ title: "t", rows: [result], measuredBy: null }, chart]],
  ["resultsTable of a row", (each: never) => resultsTable({ title: "t", rows: [each], measuredBy: null }), [result]],
  ["roofline", roofline, [[point], roofs, chart]],
  ["roofline of a point", (each: never) => roofline([each], roofs), [point]],
  [
    "trainingCurves",
    trainingCurves,
    [[], { ...size, subtitle: "s", trainingSteps: 5, lossDomain: [0, 3], accuracyDomain: [0, 1], by: "minutes" }],
  ],
  [
    "trainingCurves of a curve",
    (each: never) => trainingCurves([each], { by: "minutes" }),
    [{ name: "n", points: [trainingPoint], millisPerStep: 7 }],
  ],
  ["trainingCurves of a point", (each: never) => trainingCurves([{ name: "n", points: [each] }]), [trainingPoint]],
  [
    "runFigures",
    (run: never) => runFigures(run).map(({ draw }) => draw()),
    [{ name: "n", trainingSteps: 5, curve: [trainingPoint], tests: [testPredictions], wrong: [wrongPicture] }],
  ],
  ["studyFigures", (study: never) => studyFigures(study).map(({ draw }) => draw()), [{ ...smallStudy }]],
  ["networkFigures", networkFigures, [[network]]],
  ["comparisonFigures", comparisonFigures, [[smallStudy]]],
  ["finalTestFigures", finalTestFigures, [[], resultsTables(), 0.1]],
  ["networkTrainings", networkTrainings, [[row], { ...chart, networkCount: 3 }]],
  [
    "trainingStepByPart",
    trainingStepByPart,
    [
      [{ scale: "s", graph: "g", part: "p", millis: 1 }],
      [{ scale: "s", bound: "b", millis: 1 }],
      { title: "t", width: 300 },
    ],
  ],
  [
    "trainingStepByPart of a part",
    (each: never) => trainingStepByPart([each]),
    [{ scale: "s", graph: "g", part: "p", millis: 1 }],
  ],
  [
    "trainingStepByPart of a bound",
    (each: never) => trainingStepByPart([], [each]),
    [{ scale: "s", bound: "b", millis: 1 }],
  ],
  ["paretoFront", paretoFront, [[row], () => 1]],
  ["workerTime", workerTime, [[work], { ...size, pauses: [] }]],
  ["workerTime of a row", (each: never) => workerTime([each]), [{ ...work }]],
  ["drawCell", drawCell, [genotype, drawing]],
  ["drawDifference", drawDifference, [genotype, genotype, { title: "t", names: ["a", "b"], key: true }]],
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
  ["drawUnfolded", drawUnfolded, [genotype, { ...drawing, open: 1, width: 900 }]],
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
  ["restyle", restyle, [{ ...figure }, { theme: "dark", transparent: true, title: "t" }]],
  [
    "figurePage",
    figurePage,
    [[{ kind: "vega", title: "t", description: "d", spec: { width: 9, height: 9 } }], { title: "t", theme: "dark" }],
  ],
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

/** One figure of each kind from fixed data, shared by several tests. */
import { drawingPictures } from "../../lib/instruments/gallery/gallery-drawings.js";
import { talkPictures } from "../../lib/instruments/gallery/gallery-talk.js";
import { initialize } from "../../lib/genotype/initialize.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { flatSpace } from "../../lib/genotype/space.js";
import { accuracyBySeed } from "../../lib/figures/charts/accuracy-by-seed.js";
import { bestSoFar } from "../../lib/figures/charts/best-so-far.js";
import type { StepRow } from "../../lib/figures/charts/chart-parts.js";
import { drawMatrix } from "../../lib/figures/architectures/draw-matrix.js";
import { drawCell } from "../../lib/figures/architectures/draw-motif.js";
import type { Figure } from "../../lib/figures/output/figure.js";
import { confusionMatrix } from "../../lib/figures/charts/confusion-matrix.js";
import { errorByClass } from "../../lib/figures/charts/error-by-class.js";
import { predictedPictures } from "../../lib/figures/charts/predicted-pictures.js";
import { wrongPictures } from "../../lib/figures/charts/wrong-pictures.js";
import { classErrorRows, confusionRows, mostWrong, type TestPredictions } from "../../lib/rows/prediction-rows.js";
import { fitnessByStep } from "../../lib/figures/charts/fitness-by-step.js";
import { trainingCurves } from "../../lib/figures/charts/training-curves.js";
import type { RunCurvePoint } from "../../lib/rows/run-curve.js";
import { learningCurves } from "../../lib/figures/charts/learning-curves.js";
import { populationCosts } from "../../lib/figures/charts/population-costs.js";
import { parametersByStep } from "../../lib/figures/charts/parameters-by-step.js";
import { createRandom } from "../../lib/random.js";

/** Rows of a study: 4 of initialization, then evolution; step 3 failed. */
export const rows: readonly StepRow[] = [0.2, 0.25, null, 0.22, 0.31, 0.28].map((fitness, index) => ({
  step: index + 1,
  phase: index < 4 ? "initialization" : "evolution",
  status: fitness === null ? "failed" : "scored",
  fitness,
  spread: fitness === null ? null : 0.01,
  parameterCount: 1000 * (index + 1),
  hash: `hash${index + 1}`,
  reason: fitness === null ? "timeLimit" : null,
}));

/** Only the failed rows. */
export const failedRows = rows.filter(({ status }) => status === "failed");

/** A flat genotype of about 47 edges. */
export const flat: Genotype = initialize(flatSpace, createRandom(3)).genotype;

const seedRows = ["best found", "random"].flatMap((name, group) =>
  [1, 2, 3].map((seed) => ({ name, seed: String(seed), accuracy: 0.3 - 0.05 * group + 0.01 * seed })),
);

/** Predictions of 20 images a class, of which some are wrong. */
function testOf(classNames: readonly string[], seed: number): TestPredictions {
  const random = createRandom(seed);
  const labels = Array.from({ length: 20 * classNames.length }, (_, index) => index % classNames.length);
  const predicted = labels.map((label) => (random.uniform() < 0.7 ? label : random.integer(classNames.length)));
  const probabilities = labels.map(() => 0.5 + random.uniform() / 2);
  return { classNames, labels, predicted, probabilities, labelProbabilities: probabilities.map((each) => 1 - each) };
}
const tests = [1, 2].map((seed) => testOf(["airplane", "cat", "dog"], seed));

/** The curve of a run of `trainings` trainings of 100 training steps, with validation images kept apart. */
export function runPoints(trainings: number, shift = 0): readonly RunCurvePoint[] {
  return Array.from({ length: trainings }, (_, index) => index + 1).flatMap((training) =>
    Array.from({ length: 100 }, (_, index) => index + 1).flatMap((trainingStep): RunCurvePoint[] => {
      const loss = 0.5 + shift + 0.05 * training + 2 / (1 + trainingStep / 12) + 0.1 * Math.sin(trainingStep * 1.7);
      const learningRate = trainingStep <= 50 ? 0.1 : trainingStep <= 75 ? 0.01 : 0.001;
      const scored = { validationAccuracy: 0.9 - loss / 4, validationLoss: loss + 0.1 };
      return [
        { training, trainingStep, loss, learningRate },
        ...(trainingStep % 10 === 0 ? [{ training, trainingStep, ...scored }] : []),
      ];
    }),
  );
}
const runCurve = { name: "run", points: runPoints(1) };

const curves = ["step 1", "step 2"].map((name, index) => ({
  name,
  curve: [1, 2, 3].map((trainingStep) => ({ trainingStep, loss: 2.3 / trainingStep + index })),
}));

/** Drawings by the names of their reference pictures: the gallery's and some others. */
export const drawings: { readonly [name: string]: Figure } = {
  ...Object.fromEntries([...drawingPictures, ...talkPictures].map(({ name, figure }) => [name, figure()])),
  "matrix-deck": drawMatrix(publishedCell, { level: 2, motif: 1, nodeNames: ["L", "M", "N", "O"] }),
  cell: drawCell(publishedCell),
};

/** Every chart, for a usual study, no evaluation, one, and only failed ones. */
export const charts: { readonly [name: string]: Figure } = {
  "fitness by step": fitnessByStep(rows),
  "fitness by step, live": fitnessByStep(rows.slice(0, 3), { steps: 60, fitnessDomain: [0.1, 0.4] }),
  "fitness by step of nothing": fitnessByStep([]),
  "fitness by step of one": fitnessByStep(rows.slice(0, 1)),
  "fitness by step of failures": fitnessByStep(failedRows),
  "best so far": bestSoFar(rows),
  "best so far of several": bestSoFar({ tournament: [rows, rows.slice(0, 5)], random: rows }),
  "best so far of nothing": bestSoFar([]),
  "best so far of one": bestSoFar(rows.slice(0, 1)),
  "best so far of failures": bestSoFar(failedRows),
  "parameters by step": parametersByStep(rows),
  "parameters by step of nothing": parametersByStep([]),
  "parameters by step of one": parametersByStep(rows.slice(0, 1)),
  "parameters by step of failures": parametersByStep(failedRows),
  "learning curves": learningCurves(curves),
  "learning curves of nothing": learningCurves([]),
  "learning curves of many": learningCurves(
    Array.from({ length: 20 }, (_, name) => ({ ...curves[0], name: `${name}` })),
  ),
  "training curves": trainingCurves([runCurve]),
  "training curves without validation": trainingCurves([
    { name: "run", points: runPoints(1).filter(({ loss }) => loss !== undefined) },
  ]),
  "training curves, live": trainingCurves([{ name: "run", points: runPoints(1).slice(0, 8) }], {
    ...{ trainingSteps: 100, lossDomain: [0, 3], accuracyDomain: [0, 1] },
  }),
  "training curves of three trainings": trainingCurves([{ name: "run", points: runPoints(3) }]),
  "training curves of several runs": trainingCurves(
    [0, 0, 0.2, 0.2].map((shift, index) => ({
      ...{ name: index < 2 ? "published cell" : "random, flat", points: runPoints(1, shift + 0.05 * index) },
      millisPerStep: 6_000,
    })),
    { by: "minutes" },
  ),
  "training curves of nothing": trainingCurves([]),
  "population costs": populationCosts([
    { space: "flat", parameterCount: 40_000, multiplyAdds: 2_000_000 },
    { space: "hierarchical", parameterCount: 10_000, multiplyAdds: 1_000_000 },
  ]),
  "population costs of nothing": populationCosts([]),
  "accuracy by seed": accuracyBySeed(seedRows, { chance: 0.1 }),
  "accuracy by seed of nothing": accuracyBySeed([]),
  "accuracy by seed of one": accuracyBySeed(seedRows.slice(0, 1)),
  "confusion matrix": confusionMatrix(confusionRows(tests)),
  "confusion matrix of nothing": confusionMatrix([]),
  "confusion matrix of many classes": confusionMatrix(
    confusionRows([
      testOf(
        Array.from({ length: 40 }, (_, index) => `class ${index}`),
        1,
      ),
    ]),
  ),
  "error by class": errorByClass(classErrorRows(tests)),
  "error by class of one training": errorByClass(classErrorRows(tests.slice(0, 1))),
  "error by class of nothing": errorByClass([]),
  "wrong pictures": wrongPictures(
    mostWrong(tests[0], 5).map((each) => ({
      ...each,
      height: 2,
      width: 1,
      pixels: Uint8Array.of(255, 0, 0, 0, 0, 255),
    })),
  ),
  "predicted pictures": predictedPictures([
    {
      picture: "cat.png",
      classes: [
        { className: "cat", probability: 0.81 },
        { className: "dog", probability: 0.19 },
      ],
      ...{ height: 2, width: 1, pixels: Uint8Array.of(255, 0, 0, 0, 0, 255) },
    },
  ]),
  "predicted pictures of nothing": predictedPictures([]),
  "wrong pictures of nothing": wrongPictures([]),
  "accuracy by seed of failures": accuracyBySeed([{ name: "a", seed: "1", accuracy: null }]),
};

/** The values of the data set `name` of a drawing. */
export function shapesOf(figure: Figure, name: string): readonly { readonly [key: string]: unknown }[] {
  const sets = figure.spec.data as readonly { name: string; values: readonly { [key: string]: unknown }[] }[];
  // Without the halos that only a hover shows.
  return (sets.find((each) => each.name === name)?.values ?? []).filter(({ glow }) => glow === undefined);
}

/** The title of a shape's tooltip; empty if it has none. */
export function titleOf({ tooltip }: { readonly [key: string]: unknown }): string {
  return (tooltip as { readonly title?: string } | undefined)?.title ?? "";
}

/** The texts of a drawing, from top to bottom and left to right. */
export function textsOf(figure: Figure): readonly string[] {
  return [...shapesOf(figure, "text")]
    .sort((one, other) => (one.y as number) - (other.y as number) || (one.x as number) - (other.x as number))
    .map(({ text }) => text as string);
}

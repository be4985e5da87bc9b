/** A small training recorded with the project, for pictures of a run: `data/sample-run`, whose README says what it is. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { takeImages } from "../dataset/images.js";
import { loadSample } from "../dataset/sample.js";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { finiteNumber, nameText, parseJson, parseWith, wholeNumber } from "../input/schema.js";
import {
  mostWrong,
  type PicturePrediction,
  type TestPredictions,
  type WrongPictureRow,
} from "../rows/prediction-rows.js";
import type { RunCurvePoint } from "../rows/run-curve.js";

/** What the figures of a run need, as `runFigures` takes it. */
export interface SampleRun {
  readonly name: string;
  readonly trainingSteps: number;
  readonly curve: readonly RunCurvePoint[];
  /** What the trained network made of the bundled sample's test images. */
  readonly tests: readonly TestPredictions[];
  /** The pictures that it classifies most wrongly. */
  readonly wrong: readonly WrongPictureRow[];
  /** The first test image of each class, with the network's choice and the probability of the right class. */
  readonly first: readonly PicturePrediction[];
}

const share = finiteNumber(0, 1);
const fileSchema = v.object({
  ...{ name: nameText(), trainingSteps: wholeNumber(1) },
  curve: v.array(
    v.object({
      ...{ training: wholeNumber(1), trainingStep: wholeNumber(1), loss: v.optional(v.nullable(finiteNumber())) },
      ...{ learningRate: v.optional(finiteNumber()), validationAccuracy: v.optional(share) },
      validationLoss: v.optional(finiteNumber()),
    }),
  ),
  tests: v.array(
    v.object({
      ...{ classNames: v.array(nameText()), labels: v.array(wholeNumber()), predicted: v.array(wholeNumber()) },
      ...{ probabilities: v.array(share), labelProbabilities: v.array(share) },
    }),
  ),
});

const FILE = join(dataFolder("sample-run"), "run.json");
/** As many as fit on a slide. */
const WRONG_COUNT = 18;

/** Whether the run is recorded. */
export function hasSampleRun(): boolean {
  return existsSync(FILE);
}

/** Reads the recorded run, with its pictures from the bundled sample. Throws InputError when a file is damaged. */
export function readSampleRun(): SampleRun {
  const { name, trainingSteps, curve, tests } = parseWith(fileSchema, parseJson(readFileText(FILE), FILE), FILE);
  const [test] = tests;
  const { test: images } = loadSample();
  const pixelsOf = (image: number): Pick<WrongPictureRow, "height" | "width" | "pixels"> => {
    const { height, width, pixels } = takeImages(images, [image]);
    return { height, width, pixels };
  };
  const first = test.classNames.flatMap((className, label): readonly PicturePrediction[] => {
    const image = test.labels.indexOf(label);
    if (image < 0) return [];
    const chosen = { className: test.classNames[test.predicted[image]], probability: test.probabilities[image] };
    const own = { className, probability: test.labelProbabilities[image] };
    return [
      { picture: className, classes: chosen.className === className ? [own] : [chosen, own], ...pixelsOf(image) },
    ];
  });
  return Object.freeze({
    ...{ name, trainingSteps, curve, tests, first },
    wrong: mostWrong(test, WRONG_COUNT).map((each) => ({ ...each, ...pixelsOf(each.image) })),
  });
}

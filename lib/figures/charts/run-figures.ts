/** All figures of a run, by name, for the command line and notebooks. */
import * as v from "valibot";
import { parseWith, type Schema } from "../../input/schema.js";
import { classErrorRows, confusionRows, type WrongPictureRow } from "../../rows/prediction-rows.js";
import type { RunRows } from "../../rows/run-rows.js";
import { count, text } from "../output/check-input.js";
import type { NamedFigure } from "../output/figure.js";
import { confusionMatrix } from "./confusion-matrix.js";
import { errorByClass } from "./error-by-class.js";
import { trainingCurves } from "./training-curves.js";
import { wrongPictures } from "./wrong-pictures.js";

const list = v.array(v.any());
const numbers = v.array(count);
const test = v.pipe(
  v.object({ classNames: v.array(text), labels: numbers, predicted: numbers }),
  v.check(
    ({ classNames: { length }, labels, predicted }) =>
      labels.length === predicted.length && [...labels, ...predicted].every((index) => index < length),
    "must have a label and a prediction of each image, both an index into classNames",
  ),
);
/** The fields that are read here; the figures check the rows themselves. */
const schema: Schema<unknown> = v.object({
  ...{ name: text, trainingSteps: count, curve: list, tests: v.array(test), wrong: v.nullable(list) },
});

/**
 * All figures of one run: its curves, the confusion matrix, the error by class, and the pictures most wrongly
 * classified; `runFigureRows` makes the rows. Before the first training is finished, matrix and errors say so, and there are no pictures.
 */
export function runFigures(run: Omit<RunRows, "missing">): readonly NamedFigure[] {
  parseWith(schema, run, "runFigures");
  const { name, trainingSteps, curve, tests, wrong } = run;
  return Object.freeze([
    {
      name: "training-curves",
      draw: (size) => trainingCurves([{ name, points: curve }], { ...size, trainingSteps }),
    },
    { name: "confusion-matrix", draw: (size) => confusionMatrix(confusionRows(tests), { ...size }) },
    { name: "error-by-class", draw: (size) => errorByClass(classErrorRows(tests), { ...size }) },
    ...(wrong === null ? [] : [wrongOnes(wrong)]),
  ] satisfies readonly NamedFigure[]);
}

function wrongOnes(rows: readonly WrongPictureRow[]): NamedFigure {
  // As high as its pictures need.
  return { name: "wrong-pictures", draw: (size) => wrongPictures(rows, { width: size?.width }) };
}

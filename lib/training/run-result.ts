/** A run's result: the test images scored once at the end of each training. */
import { existsSync } from "node:fs";
import * as v from "valibot";
import { meanAndSpread } from "../evaluation/evaluation.js";
import { readFileText } from "../files/read-file.js";
import { printable } from "../input/printable.js";
import { finiteNumber, parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { InputError } from "../input/errors.js";
import type { TestPredictions } from "../rows/prediction-rows.js";
import { runPaths, writeInRun } from "./run-folder.js";

/** How one training of a run ended. */
export interface RunTraining {
  /** Its number, from 1. */
  readonly training: number;
  readonly seed: string;
  /** The share of test images classified correctly, 0 to 1; null when the training failed. */
  readonly accuracy: number | null;
  /** The share whose class is among the five likeliest; missing with at most ten classes and when the training failed. */
  readonly topFiveAccuracy?: number;
  /** Their mean softmax cross-entropy, in nats; null when the training failed. */
  readonly testLoss: number | null;
  /** Why it failed, or null. */
  readonly reason: string | null;
}

/** A run's result. */
export interface RunResult {
  /** The finished trainings, in order. */
  readonly trainings: readonly RunTraining[];
  /** Trainings asked for. */
  readonly trainingCount: number;
  /** Mean and standard deviation (n − 1 in the denominator; 0 for one) of the accuracies; null without any. */
  readonly mean: number | null;
  readonly spread: number | null;
}

const resultSchema = v.object({
  ...{ format: v.literal("hiernas run result"), version: v.literal(1), run: v.string() },
  trainings: v.array(
    v.object({
      ...{ training: wholeNumber(1), seed: v.string(), reason: v.nullable(v.string()) },
      ...{ accuracy: v.nullable(finiteNumber(0, 1)), testLoss: v.nullable(finiteNumber()) },
      topFiveAccuracy: v.optional(finiteNumber(0, 1)),
    }),
  ),
});

/** A result from its trainings. */
export function toResult(trainings: readonly RunTraining[], trainingCount: number): RunResult {
  const accuracies = trainings.flatMap(({ accuracy }) => accuracy ?? []);
  const { mean, spread } = accuracies.length === 0 ? { mean: null, spread: null } : meanAndSpread(accuracies);
  return Object.freeze({ trainings: Object.freeze([...trainings]), trainingCount, mean, spread });
}

/** The finished trainings of the run `run` (its `runId`). Throws InputError for a damaged file or another run's. */
export function readResult(folder: string, run: string): readonly RunTraining[] {
  const { result } = runPaths(folder);
  if (!existsSync(result)) return [];
  const where = printable(result);
  const { run: own, trainings } = parseWith(resultSchema, parseJson(readFileText(result), where), where);
  if (own !== run) throw new InputError(`${where}: is another run's result; put it back where it belongs`);
  return trainings;
}

/** Writes the result so far. Throws InputError when it cannot be written. */
export function writeResult(folder: string, run: string, result: RunResult): void {
  // In one order of keys, so that a resumed run's file is that of one in a row.
  const trainings = result.trainings.map(({ training, seed, accuracy, topFiveAccuracy, testLoss, reason }) => {
    return { training, seed, accuracy, topFiveAccuracy, testLoss, reason };
  });
  const file = { format: "hiernas run result", version: 1, run, ...result, trainings };
  writeInRun(runPaths(folder).result, `${JSON.stringify(file, null, 1)}\n`);
}

const list = v.array(finiteNumber(0));
const testSchema: Schema<TestPredictions> = v.object({
  classNames: v.array(v.string()),
  ...{ labels: list, predicted: list, probabilities: list, labelProbabilities: list },
});

/** Reads what training number `training` made of the test images. Throws InputError when it has not come so far. */
export function readTest(folder: string, training: number): TestPredictions {
  const path = runPaths(folder).test(training);
  return parseWith(testSchema, parseJson(readFileText(path), printable(path)), printable(path));
}

/** Writes what training number `training` made of the test images. */
export function writeTest(folder: string, training: number, test: TestPredictions): void {
  writeInRun(runPaths(folder).test(training), `${JSON.stringify(test)}\n`);
}

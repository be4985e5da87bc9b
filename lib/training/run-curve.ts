/** A run's curve, one line of JSON a point, in the order of training. It holds nothing that depends on the machine. */
import { appendFileSync, closeSync, existsSync, fsyncSync, openSync } from "node:fs";
import * as v from "valibot";
import { readFileText } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { finiteNumber, parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { notWritten, runPaths, writeInRun } from "./run-folder.js";

const pointSchema: Schema<RunCurvePoint> = v.object({
  training: wholeNumber(1),
  trainingStep: wholeNumber(1),
  loss: v.optional(v.nullable(finiteNumber())),
  learningRate: v.optional(finiteNumber()),
  validationAccuracy: v.optional(finiteNumber(0, 1)),
  validationLoss: v.optional(finiteNumber()),
});

/** The most points of the training loss in one training. */
const CURVE_POINTS = 1_000;

/** Training steps between two points of the training loss. */
export function pointEvery(trainingSteps: number): number {
  return Math.ceil(trainingSteps / CURVE_POINTS);
}

/**
 * The points of the run in `folder`. What a crash left at the end, a half-written line, is left out; throws InputError
 * for a damaged line before a good one.
 */
export function readCurve(folder: string): readonly RunCurvePoint[] {
  const { curve } = runPaths(folder);
  if (!existsSync(curve)) return [];
  const lines = readFileText(curve).split("\n").slice(0, -1).map(parseLine);
  const damaged = lines.findIndex((point) => point === undefined);
  if (damaged >= 0 && lines.slice(damaged).some((point) => point !== undefined)) {
    throw new InputError(`${printable(curve)}, line ${damaged + 1}: is damaged; delete it and start again`);
  }
  return lines.flatMap((point) => point ?? []);
}

function parseLine(line: string): RunCurvePoint | undefined {
  try {
    return parseWith(pointSchema, parseJson(line, "point"), "point");
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Adds a point at the end. Throws InputError when it cannot be written. */
export function appendPoint(folder: string, point: RunCurvePoint): void {
  const { curve } = runPaths(folder);
  try {
    appendFileSync(curve, lineOf(point));
  } catch (error) {
    throw notWritten(curve, error);
  }
}

/**
 * Takes back the points after training step `trainingStep` of training number `training`, which resuming makes again,
 * and returns the others.
 */
export function rewindCurve(folder: string, training: number, trainingStep: number): readonly RunCurvePoint[] {
  const points = readCurve(folder);
  const kept = points.filter(
    (point) => point.training < training || (point.training === training && point.trainingStep <= trainingStep),
  );
  writeInRun(runPaths(folder).curve, kept.map(lineOf).join(""));
  return kept;
}

/** Puts all points on the disk, before a checkpoint that counts on them. */
export function syncCurve(folder: string): void {
  const { curve } = runPaths(folder);
  if (!existsSync(curve)) return;
  const file = openSync(curve, "r+");
  try {
    fsyncSync(file);
  } catch (error) {
    throw notWritten(curve, error);
  } finally {
    closeSync(file);
  }
}

function lineOf(point: RunCurvePoint): string {
  return `${JSON.stringify(point)}\n`;
}

/** The transfer of cells from a search's short training to large runs, by the same time and by the same training steps. */
import { group } from "d3-array";
import { meanAndSpread } from "../evaluation/evaluation.js";
import type { RunCurvePoint } from "./run-curve.js";

/** A finished run of `data/large-runs`. */
export interface LargeRun {
  /** The cell's name. */
  readonly name: string;
  /** The phenotype hash of its genotype. */
  readonly hash: string;
  /** c0. */
  readonly channels: number;
  /** What its length was chosen by: the time of all cells, or the training steps of all. */
  readonly budget: "time" | "steps";
  readonly seed: number;
  readonly trainingSteps: number;
  readonly batchSize: number;
  /** The share of test images classified correctly, 0 to 1; null when the training failed. */
  readonly accuracy: number | null;
  readonly parameterCount: number;
  /** Of one forward pass for one image. */
  readonly multiplyAdds: number;
  /** Time of the training steps by the clock, and of all cores together, scoring of validation images included. */
  readonly trainMillis: number;
  readonly processorMillis: number;
  /** The training loss and the validation accuracies. */
  readonly curve: readonly RunCurvePoint[];
}

/** The fitness that the search's short training gives a cell. */
export interface CellFitness {
  /** The cell's name. */
  readonly name: string;
  readonly seed: number;
  /** Accuracy on validation images, 0 to 1. */
  readonly fitness: number;
}

/** The test error of a cell over several runs. Errors are fractions, 0 to 1. */
export interface TransferError {
  readonly mean: number;
  /** Standard deviation (n − 1 in the denominator); null for one run. */
  readonly spread: number | null;
  readonly runs: number;
  readonly trainingSteps: number;
  /** Means over the runs. */
  readonly trainMinutes: number;
  readonly processorMinutes: number;
}

/** A cell of the transfer's table. */
export interface TransferRow {
  readonly name: string;
  readonly hash: string;
  readonly channels: number;
  readonly parameterCount: number;
  readonly multiplyAdds: number;
  /** Mean and standard deviation of the short training's fitness; null where it was not trained. */
  readonly fitness: { readonly mean: number; readonly spread: number; readonly trainings: number } | null;
  /** Null where no run is recorded. */
  readonly sameTime: TransferError | null;
  readonly sameSteps: TransferError | null;
}

/**
 * A row for each cell, in the order of the runs. A run that has both the time and the training steps of all counts for
 * both: `sameTrainingSteps` says how many those are.
 */
export function transferRows(
  runs: readonly LargeRun[],
  fitnesses: readonly CellFitness[],
  sameTrainingSteps: number,
): readonly TransferRow[] {
  return [...group(runs, ({ name }) => name)].map(([name, own]) => {
    const [{ hash, channels, parameterCount, multiplyAdds }] = own;
    const short = fitnesses.flatMap((each) => (each.name === name ? [each.fitness] : []));
    return Object.freeze({
      ...{ name, hash, channels, parameterCount, multiplyAdds },
      fitness: short.length === 0 ? null : { ...meanAndSpread(short), trainings: short.length },
      sameTime: errorOf(own.filter(({ budget }) => budget === "time")),
      sameSteps: errorOf(own.filter(({ trainingSteps }) => trainingSteps === sameTrainingSteps)),
    });
  });
}

const MILLIS_PER_MINUTE = 60_000;

function errorOf(runs: readonly LargeRun[]): TransferError | null {
  const scored = runs.flatMap(({ accuracy, ...run }) => (accuracy === null ? [] : [{ ...run, error: 1 - accuracy }]));
  if (scored.length === 0) return null;
  const { mean, spread } = meanAndSpread(scored.map(({ error }) => error));
  const minutes = (millisOf: (run: (typeof scored)[number]) => number): number =>
    meanAndSpread(scored.map(millisOf)).mean / MILLIS_PER_MINUTE;
  return Object.freeze({
    ...{ mean, spread: scored.length === 1 ? null : spread, runs: scored.length },
    trainingSteps: scored[0].trainingSteps,
    trainMinutes: minutes(({ trainMillis }) => trainMillis),
    processorMinutes: minutes(({ processorMillis }) => processorMillis),
  });
}

/**
 * Whether large runs put the cells in the order in which the short training does, in a sentence for each budget that has
 * runs. Cells whose mean errors differ by less than the spread of one cell's runs are not said to be in any order.
 */
export function transferSentence(rows: readonly TransferRow[]): string {
  const told = (["sameTime", "sameSteps"] as const).flatMap((budget) => {
    const cells = rows.flatMap((row) => {
      const [fitness, error] = [row.fitness, row[budget]];
      return fitness === null || error === null ? [] : [{ name: row.name, fitness: fitness.mean, error }];
    });
    if (cells.length < 2) return [];
    const noise = Math.max(0, ...cells.map(({ error }) => error.spread ?? 0));
    const pairs = cells.flatMap((one, index) => cells.slice(index + 1).map((other) => [one, other] as const));
    const apart = pairs.filter(([one, other]) => Math.abs(one.error.mean - other.error.mean) > noise);
    const held = apart.filter(
      ([one, other]) => one.fitness > other.fitness === one.error.mean < other.error.mean,
    ).length;
    const names = [...cells].sort((one, other) => one.error.mean - other.error.mean).map(({ name }) => name);
    const when = budget === "sameTime" ? "After the same time" : "After the same training steps";
    return [
      `${when}, best first: ${names.join("; ")}. Of ${pairs.length} pairs of cells ${apart.length} differ by more than the largest spread of one cell's runs; the short training's fitness has ${held} of these in the same order.`,
    ];
  });
  if (told.length === 0) return "Too few cells are recorded with fitness and test error to compare their orders.";
  const byFitness = rows
    .flatMap(({ name, fitness }) => (fitness === null ? [] : [{ name, fitness: fitness.mean }]))
    .sort((one, other) => other.fitness - one.fitness)
    .map(({ name }) => name);
  return [`By the short training's fitness, best first: ${byFitness.join("; ")}.`, ...told].join(" ");
}

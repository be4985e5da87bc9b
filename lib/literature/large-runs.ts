/** The large runs recorded with the project, in `data/large-runs`; its README gives machine, times and protocol. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { finiteNumber, nameText, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import type { FinalTestRow } from "../rows/final-test-row.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { type CellFitness, type LargeRun, type TransferRow, transferRows } from "../rows/transfer-rows.js";
import { readJournal } from "./journal.js";

/** What is recorded of the large runs, which may be nothing yet. */
export interface LargeRuns {
  /** The cells of the plan: what is trained, and how wide. */
  readonly cells: readonly LargeRunCell[];
  /** The finished runs, in the order in which they ended. */
  readonly runs: readonly LargeRun[];
  /** How many runs there will be; null before their lengths are measured. */
  readonly planned: number | null;
  /** The transfer's table. */
  readonly rows: readonly TransferRow[];
  /** What is recorded and what is not, in a sentence. */
  readonly recorded: string;
  /** In a few words, for figures. */
  readonly measuredBy: string;
  /** Where it was measured: processor, cores, engine; null before the first run. */
  readonly machine: string | null;
}

/** A cell of the plan. */
export interface LargeRunCell {
  readonly name: string;
  readonly channels: number;
  /** How the genotype was chosen. */
  readonly recipe: string;
  /** The genotype in its JSON form, for `parseGenotype`. */
  readonly genotype: unknown;
}

const millis = finiteNumber(0);
const pointSchema = v.tuple([wholeNumber(1), finiteNumber()]);
const lineSchema = v.object({
  ...{ name: nameText(), hash: nameText(), channels: wholeNumber(1), budget: oneOf(["time", "steps"]) },
  ...{ seed: wholeNumber(), trainingSteps: wholeNumber(1), batchSize: wholeNumber(1) },
  ...{ accuracy: v.nullable(finiteNumber(0, 1)), parameterCount: wholeNumber(), multiplyAdds: wholeNumber() },
  ...{ trainMillis: millis, processorMillis: millis, engine: v.string(), processor: v.string(), cores: wholeNumber(1) },
  ...{ loss: v.array(pointSchema), validationAccuracy: v.array(pointSchema) },
});
const fitnessSchema: Schema<CellFitness> = v.object({
  ...{ name: nameText(), seed: wholeNumber(), fitness: finiteNumber(0, 1) },
});
const cellSchema: Schema<LargeRunCell> = v.object({
  ...{ name: nameText(), channels: wholeNumber(1), recipe: v.string(), genotype: v.looseObject({}) },
});
const planSchema = v.object({
  ...{ minutes: finiteNumber(0), cores: wholeNumber(1), sameTrainingSteps: wholeNumber(1), seeds: wholeNumber(1) },
  cells: v.array(v.object({ name: nameText(), trainingSteps: wholeNumber(1) })),
});

/**
 * Reads what is recorded in `folder` (by default the project's), while it is measured too: a line that is being written
 * is left out. Throws InputError when a file is damaged.
 */
export function largeRuns(folder: string = dataFolder("large-runs")): LargeRuns {
  if (typeof folder !== "string") throw new InputError(`large runs: got ${shown(folder)}, must be a folder`);
  const at = (name: string): string => join(folder, name);
  const readJson = <T>(path: string, schema: Schema<T>): T =>
    parseWith(schema, parseJson(readFileText(path), path), path);
  const cells = readJson(at("candidates.json"), v.array(cellSchema));
  const plan = existsSync(at("plan.json")) ? readJson(at("plan.json"), planSchema) : undefined;
  const lines = readJournal(at("results.jsonl"), lineSchema);
  const runs = lines.map(({ loss, validationAccuracy, ...line }): LargeRun => {
    const curve: readonly RunCurvePoint[] = [
      ...loss.map(([trainingStep, value]) => ({ training: 1, trainingStep, loss: value })),
      ...validationAccuracy.map(([trainingStep, value]) => ({ training: 1, trainingStep, validationAccuracy: value })),
    ];
    return Object.freeze({ ...line, curve });
  });
  const repeated = plan?.cells.filter(({ trainingSteps }) => trainingSteps === plan.sameTrainingSteps).length ?? 0;
  const planned = plan === undefined ? null : plan.seeds * (2 * plan.cells.length - repeated);
  const [first] = lines;
  return Object.freeze({
    ...{ cells, runs, planned },
    rows: transferRows(runs, readJournal(at("fitness.jsonl"), fitnessSchema), plan?.sameTrainingSteps ?? 0),
    recorded: recordedWords(runs.length, planned),
    measuredBy: plan === undefined ? "large runs" : `${plan.minutes} minutes of ${plan.cores} cores a run, N = 1`,
    machine: first === undefined ? null : `${first.cores} cores of an ${first.processor}, ${first.engine}`,
  });
}

const resultsSchema = v.object({
  runs: v.array(
    v.object({
      ...{ name: nameText(), hash: nameText(), channels: wholeNumber(1), budget: oneOf(["time", "steps"]) },
      ...{ seed: wholeNumber(), accuracy: v.nullable(finiteNumber(0, 1)), parameterCount: wholeNumber() },
    }),
  ),
});

/**
 * The runs of one budget as rows of a final test, for `resultsTables`. Throws InputError for anything but large runs
 * and a budget.
 */
export function largeRunResults(
  large: Pick<LargeRuns, "runs">,
  budget: LargeRun["budget"] = "time",
): readonly FinalTestRow[] {
  parseWith(oneOf(["time", "steps"]), budget, "large runs: budget");
  return parseWith(resultsSchema, large, "large runs")
    .runs.filter((run) => run.budget === budget)
    .map(({ name, hash, seed, accuracy, parameterCount, channels }) => ({
      ...{ name, hash, seed: String(seed), accuracy, parameterCount, channels },
      reason: accuracy === null ? "the loss was not finite" : null,
    }));
}

function recordedWords(runs: number, planned: number | null): string {
  if (runs === 0) return "No large run is recorded yet.";
  if (planned === null || runs < planned) return `Recorded so far: ${runs} of ${planned ?? "unknown"} large runs.`;
  return `All ${runs} large runs are recorded.`;
}

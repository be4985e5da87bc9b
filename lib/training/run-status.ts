/** How a run stands: what it trains, how far it is, whether a process trains it, and how the last one ended. */
import { statSync } from "node:fs";
import os from "node:os";
import { sum } from "d3-array";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { type CheckpointName, listCheckpoints } from "./checkpoints.js";
import { readRun, type Run } from "./read-run.js";
import { findRunHolder, type RunHolder } from "./run-lock.js";
import type { RunEvent } from "./run-log.js";

/** A checkpoint on the disk. */
export interface RunCheckpoint {
  readonly training: number;
  readonly trainingStep: number;
  readonly bytes: number;
  /** When it was written, ISO 8601. */
  readonly at: string;
}

/** How the process that trained a run last ended. */
export interface RunEnd {
  /** `killed` when it left no word: a kill, a crash, a power cut. */
  readonly how: "stopped" | "error" | "killed";
  /** Its last entry in the log, ISO 8601. */
  readonly at: string;
  /** What went wrong; null unless `how` is `error`. */
  readonly message: string | null;
}

/** How a run stands. */
export interface RunStatus {
  readonly state: "running" | "stopped" | "done";
  /** Who trains it; null when nobody does. */
  readonly holder: RunHolder | null;
  /** How its last process ended; null while it runs and once it is done. */
  readonly ended: RunEnd | null;
  /** The training under way or next, from 1; the last one once the run is done. */
  readonly training: number;
  readonly trainingCount: number;
  /** Training steps done in that training; when stopped, those that are saved. */
  readonly trainingStep: number;
  readonly trainingSteps: number;
  /** Training steps done of all trainings, and how many there are. */
  readonly stepsDone: number;
  readonly stepsInAll: number;
  /** Milliseconds to the end at the pace so far; null when it does not run on this machine, or has no pace yet. */
  readonly millisLeft: number | null;
  /** The last point of the training loss. */
  readonly lastLoss: RunCurvePoint | null;
  /** The scorings of the validation images in that training, in order. */
  readonly validations: readonly RunCurvePoint[];
  /** The newest first. */
  readonly checkpoints: readonly RunCheckpoint[];
  readonly warnings: readonly string[];
}

/**
 * How the run stands, read from its folder: takes no lock and changes nothing, so it works while the run is trained.
 * Rejects with InputError when the folder is no run, is damaged, or is from a newer hiernas.
 */
export async function runStatus(path: string): Promise<RunStatus> {
  // Who trains it comes first: a run that ends in between is then done, not stopped.
  const holder = await findRunHolder(path);
  const run = readRun(path);
  const { trainingSteps, trainingCount } = run.settings.protocol;
  const finished = run.result.trainings.length;
  const isDone = finished >= trainingCount;
  const training = Math.min(finished + 1, trainingCount);
  const state = isDone ? "done" : holder === null ? "stopped" : "running";
  const own = run.curve.filter((point) => point.training === training);
  const checkpoints = listCheckpoints(path, training).flatMap(describeCheckpoint);
  const saved = checkpoints[0]?.trainingStep ?? 0;
  const curved = own.at(-1)?.trainingStep ?? 0;
  const trainingStep = isDone ? trainingSteps : state === "running" ? Math.max(saved, curved) : saved;
  const stepsInAll = trainingCount * trainingSteps;
  const stepsDone = isDone ? stepsInAll : finished * trainingSteps + trainingStep;
  const pace = holder?.isSeen === true && !isDone ? millisPerStep(run.log, training, trainingStep) : null;
  return Object.freeze({
    ...{ state, holder: isDone ? null : holder, ended: state === "stopped" ? endOf(run) : null },
    ...{ training, trainingCount, trainingStep, trainingSteps, stepsDone, stepsInAll },
    millisLeft: pace === null ? null : pace * (stepsInAll - stepsDone),
    lastLoss: run.curve.filter(({ loss }) => loss !== undefined).at(-1) ?? null,
    validations: own.filter(({ validationAccuracy }) => validationAccuracy !== undefined),
    checkpoints,
    warnings: run.log.flatMap(({ event, message }) => (event === "warning" && message !== undefined ? [message] : [])),
  });
}

/** Empty when it was removed in between. */
function describeCheckpoint({ path, training, trainingStep }: CheckpointName): readonly RunCheckpoint[] {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return [];
  return [{ training, trainingStep, bytes: stats.size, at: stats.mtime.toISOString() }];
}

/**
 * The milliseconds of a training step since the process, on this machine, began or resumed this training: by the last
 * checkpoint, or before the first by how long the machine is up.
 */
function millisPerStep(log: readonly RunEvent[], training: number, trainingStep: number): number | null {
  const begun = log.filter(({ event }) => event === "training").at(-1);
  if (begun?.training !== training) return null;
  const first = begun.trainingStep ?? 0;
  const saved = lastCheckpoint(log.slice(log.lastIndexOf(begun)));
  const [millis, steps] =
    saved?.trainMillis === undefined
      ? [1_000 * (os.uptime() - (begun.uptimeSeconds ?? Infinity)), trainingStep - first]
      : [saved.trainMillis, (saved.trainingStep ?? 0) - first];
  return steps > 0 && millis > 0 ? millis / steps : null;
}

const lastCheckpoint = (log: readonly RunEvent[]): RunEvent | undefined =>
  log.filter(({ event }) => event === "checkpoint").at(-1);

function endOf({ log, begun }: Run): RunEnd {
  const last = log.at(-1);
  if (last?.event === "stopped") return { how: "stopped", at: last.at, message: null };
  if (last?.event === "error") return { how: "error", at: last.at, message: last.message ?? null };
  return { how: "killed", at: last?.at ?? begun.at, message: null };
}

/** What the training steps of a run took, over all its processes, as far as they are saved. */
export interface RunTime {
  readonly trainMillis: number;
  /** Processor time, summed over the cores. */
  readonly processorMillis: number;
}

/** The time of a run's training steps, scoring of validation images included. */
export function runTime({ log }: Run): RunTime {
  const begins = log.flatMap(({ event }, index) => (event === "training" ? [index] : []));
  const saved = begins.flatMap((begin, index) => lastCheckpoint(log.slice(begin, begins[index + 1])) ?? []);
  return Object.freeze({
    trainMillis: sum(saved, ({ trainMillis }) => trainMillis),
    processorMillis: sum(saved, (event) => event.processorMillis),
  });
}

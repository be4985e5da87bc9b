/** A run's checkpoints: the last few are kept, and the last good one is found again. */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { Plan } from "../network/plan.js";
import { type Checkpoint, type CheckpointHead, encodeCheckpoint, readCheckpoint } from "./checkpoint-file.js";
import { runPaths, writeInRun } from "./run-folder.js";

/** A checkpoint's file, by its name. */
export interface CheckpointName {
  readonly path: string;
  readonly training: number;
  readonly trainingStep: number;
}

const NAME = /^training-(\d{1,4})-step-(\d{1,10})\.safetensors$/;
const UNFINISHED = /^\..*\.unfinished$/;

/** The checkpoints of training number `training`, the newest first. */
export function listCheckpoints(folder: string, training: number): readonly CheckpointName[] {
  const { checkpoints } = runPaths(folder);
  if (!existsSync(checkpoints)) return [];
  return readdirSync(checkpoints)
    .flatMap((name) => {
      const match = NAME.exec(name);
      if (match === null) return [];
      return [{ path: join(checkpoints, name), training: Number(match[1]), trainingStep: Number(match[2]) }];
    })
    .filter((each) => each.training === training)
    .sort((one, other) => other.trainingStep - one.trainingStep);
}

/**
 * Writes a checkpoint atomically, then removes all but the last `keep` of its training. Throws InputError when it
 * cannot be written; those before it stay.
 */
export function writeCheckpoint(folder: string, checkpoint: Checkpoint, keep: number): void {
  const { training, trainingStep } = checkpoint;
  const name = `training-${training}-step-${String(trainingStep).padStart(8, "0")}.safetensors`;
  writeInRun(join(runPaths(folder).checkpoints, name), encodeCheckpoint(checkpoint));
  // One of a later step is left over from before a damaged one, and would be taken for the newest.
  const others = listCheckpoints(folder, training);
  const older = others.filter((each) => each.trainingStep <= trainingStep).slice(keep);
  for (const { path } of older) rmSync(path, { force: true });
}

/** Removes a finished training's checkpoints, and what a killed process left of one. */
export function removeCheckpoints(folder: string, training: number): void {
  for (const { path } of listCheckpoints(folder, training)) rmSync(path, { force: true });
  removeUnfinished(folder);
}

/** Removes files that a killed process left half-written. Call it only while holding the run's lock. */
export function removeUnfinished(folder: string): void {
  for (const place of [folder, runPaths(folder).checkpoints])
    for (const name of readdirSync(place)) if (UNFINISHED.test(name)) rmSync(join(place, name), { force: true });
}

/** The last good checkpoint of a training, and why those after it are not good. */
export interface FoundCheckpoint {
  /** Undefined when the training has none. */
  readonly checkpoint?: Checkpoint;
  /** One line for each that could not be taken. */
  readonly warnings: readonly string[];
}

/**
 * The last good checkpoint of training number `training` of the run `run` (its `runId`). Throws InputError when there
 * are checkpoints and none is good.
 */
export function findCheckpoint(folder: string, run: string, training: number, plan: Plan): FoundCheckpoint {
  const warnings: string[] = [];
  for (const name of listCheckpoints(folder, training)) {
    try {
      const checkpoint = readCheckpoint(name.path, (head) => checkFit(head, name, run, plan));
      return { checkpoint, warnings };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      warnings.push(error.message);
    }
  }
  if (warnings.length === 0) return { warnings };
  throw new InputError(
    `${printable(folder)}: none of its checkpoints can be taken (${warnings[0]}); restore one, or delete ${printable(runPaths(folder).checkpoints)} to begin again`,
  );
}

function checkFit({ lengths, ...state }: CheckpointHead, name: CheckpointName, run: string, plan: Plan): void {
  const where = printable(name.path);
  if (state.run !== run) throw new InputError(`${where}: is of another run`);
  if (state.training !== name.training || state.trainingStep !== name.trainingStep) {
    throw new InputError(
      `${where}: holds training ${state.training}, training step ${state.trainingStep}: was renamed`,
    );
  }
  for (const vector of ["weights", "momentum"]) {
    const length = lengths[vector] ?? 0;
    if (length !== plan.parameterCount) {
      throw new InputError(`${where}: is of another network: ${length} ${vector}, must be ${plan.parameterCount}`);
    }
  }
}

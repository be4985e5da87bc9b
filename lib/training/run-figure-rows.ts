/** All rows behind a run's figures, shared by notebooks and the command line. */
import { basename, resolve } from "node:path";
import { InputError } from "../input/errors.js";
import type { RunRows } from "../rows/run-rows.js";
import { readRunTest, type Run } from "./read-run.js";
import { wrongPictureRows, type WrongPicturesConfig } from "./wrong-pictures.js";

/**
 * The rows of all of a run's figures, while it is trained too. Images that are no longer where the run found them, or
 * in `config.data`, only cost the pictures. Throws InputError when the run's files are damaged.
 */
export function runFigureRows(run: Run, config: Pick<WrongPicturesConfig, "count" | "data"> = {}): RunRows {
  const tested = run.result.trainings.flatMap(({ training, reason }) => (reason === null ? [training] : []));
  const pictures = tested.length === 0 ? { wrong: null, missing: null } : picturesOf(run, tested[0], config);
  return Object.freeze({
    name: basename(resolve(run.path)),
    trainingSteps: run.settings.protocol.trainingSteps,
    curve: run.curve,
    tests: tested.map((training) => readRunTest(run, training)),
    ...pictures,
  });
}

function picturesOf(
  run: Run,
  training: number,
  config: Pick<WrongPicturesConfig, "count" | "data">,
): Pick<RunRows, "wrong" | "missing"> {
  try {
    return { wrong: wrongPictureRows(run, { ...config, training }), missing: null };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { wrong: null, missing: error.message };
  }
}

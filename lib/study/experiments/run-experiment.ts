/** Runs an experiment of the deck's table as a study in a folder. */
import { existsSync } from "node:fs";
import { dataName } from "../../dataset/data-name.js";
import { prepareSource } from "../../dataset/data-source.js";
import { protocolForData } from "../../evaluation/protocol-data.js";
import { makeFolder, writingWords } from "../../files/write-file.js";
import { InputError } from "../../input/errors.js";
import { printable, shown } from "../../input/printable.js";
import { checkObject } from "../../input/settings.js";
import { runStudy, type StudyResult } from "../run-study.js";
import { type RunStudyConfig, runStudyDefaults } from "../run-study-config.js";
import { createSettings } from "../store/study-settings.js";
import { checkAlike, experimentFiles, experimentPath } from "./experiment-folder.js";
import { type ExperimentStudy, experimentStudy } from "./experiment-study.js";
import { experimentByName } from "./experiments.js";
import { type ExperimentScale, experimentScaleByName } from "./scales.js";

/** Settings of {@link runExperiment}; the rest are those of `runStudy` that the experiment does not decide. */
export interface RunExperimentConfig extends Partial<Omit<RunStudyConfig, keyof ExperimentStudy | "path">> {
  /** The name of one of `experiments`. */
  readonly experiment: string;
  /** `laptop`, `study` or `paper`, or your own scale. */
  readonly scale: string | ExperimentScale;
  /** The folder of this scale's studies; it is made if it is missing. */
  readonly folder: string;
  /** From 1; each repeat has its own seed and file. Default: 1. */
  readonly repeat?: number;
  /** Fewer individuals than the scale's; the study continues if it is run with more later. Default: the scale's. */
  readonly steps?: number;
}

/**
 * Runs an experiment as a study in the folder's `NAME-REPEAT.sqlite`, or resumes it: see `runStudy` for what is kept,
 * resumed and thrown. Also throws InputError for an unknown experiment or scale, a folder that cannot be made, and a folder
 * with studies of another protocol or other images.
 */
export async function runExperiment(config: RunExperimentConfig): Promise<StudyResult> {
  checkObject("experiment", config);
  const { experiment: name, scale: given, folder, repeat = 1, steps, ...rest } = config;
  if (typeof folder !== "string") throw new InputError(`experiment: folder: got ${shown(folder)}, must be a path`);
  const experiment = experimentByName(name);
  const scale = typeof given === "string" ? experimentScaleByName(given) : given;
  checkObject("experiment: scale", scale);
  const { data = runStudyDefaults.data, evaluate, evaluateName = "own" } = rest;
  const protocol = evaluate === undefined ? protocolForData(scale.protocol, data) : scale.protocol;
  const study = experimentStudy(experiment, { ...scale, protocol }, repeat, steps);
  // Its warnings come with the study's own preparation.
  if (evaluate === undefined) await prepareSource(data, { size: protocol.scoringSize, signal: rest.signal });
  // Before anything is made or trained.
  if (existsSync(folder)) {
    const fitness = evaluate === undefined ? { data: dataName(data) } : { data, fitness: evaluateName };
    await checkAlike(experimentFiles(folder), createSettings({ ...study, ...fitness }));
  }
  try {
    makeFolder(folder);
  } catch (error) {
    throw new InputError(`${printable(folder)}: cannot be made: ${writingWords(error)}`, { cause: error });
  }
  return runStudy({ ...rest, ...study, path: experimentPath(folder, experiment, repeat) });
}

/** A folder of experiments: one study file per repeat, all with the same protocol and images, and the final tests. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { printable, shown } from "../../input/printable.js";
import { type SharedSettings, sharedDifference } from "../comparable-studies.js";
import { readStudy } from "../study.js";
import { type Experiment, experiments } from "./experiments.js";

/** A study file in a folder of experiments. */
export interface ExperimentFile {
  readonly experiment: Experiment;
  /** From 1. */
  readonly repeat: number;
  readonly path: string;
}

/** The study file of an experiment's repeat. */
export function experimentPath(folder: string, { name }: Experiment, repeat: number): string {
  return join(folder, `${name}-${repeat}.sqlite`);
}

/** The file of the finalists' final test, or of their test at equal parameters. */
export function finalistsPath(folder: string, atEqualParameters = false): string {
  return join(folder, atEqualParameters ? "finalists-equal-parameters.json" : "finalists.json");
}

/**
 * The studies in a folder, in the deck's order, then by repeat; other files are ignored. Throws InputError if the folder
 * is missing or cannot be read.
 */
export function experimentFiles(folder: string): readonly ExperimentFile[] {
  if (typeof folder !== "string") throw new InputError(`experiments: folder: got ${shown(folder)}, must be a path`);
  let names: readonly string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? "no such folder; hiernas experiment makes it"
        : code === "ENOTDIR"
          ? "is not a folder"
          : message;
    throw new InputError(`${printable(folder)}: ${why}`, { cause: error });
  }
  return experiments.flatMap((experiment) =>
    names
      .flatMap((name) => {
        const repeat = /^(.+)-([1-9]\d*)\.sqlite$/.exec(name);
        return repeat?.[1] === experiment.name ? [Number(repeat[2])] : [];
      })
      .sort((one, other) => one - other)
      .map((repeat) => Object.freeze({ experiment, repeat, path: experimentPath(folder, experiment, repeat) })),
  );
}

/**
 * Throws InputError if one of `files` was made with another protocol, policy, fitness or other images than `expected`:
 * results from one folder are compared.
 */
export async function checkAlike(files: readonly ExperimentFile[], expected: SharedSettings): Promise<void> {
  for (const { path } of files) {
    const settings = await readStudy(path, (study) => study.settings());
    const difference = sharedDifference(settings, expected);
    if (difference === undefined) continue;
    throw new InputError(
      `${printable(path)}: was made with ${difference}: give each scale, and each set of images, a folder of its own`,
    );
  }
}

/** A run's folder: what lies where, and its file `run.json`. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { type Normalization, normalizationSchema } from "../dataset/normalize.js";
import { readFileText } from "../files/read-file.js";
import { projectFolder } from "../files/project-folder.js";
import { type FileContent, makeFolder, writeFileWhole, writingWords } from "../files/write-file.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import { oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { type RunSettings, runSettingsSchema } from "./run-settings.js";

/** The files of a run. */
export interface RunPaths {
  readonly run: string;
  readonly curve: string;
  readonly log: string;
  readonly lock: string;
  readonly result: string;
  readonly checkpoints: string;
  /** Weights and averages at the end of training number `training`, from 1. */
  readonly trained: (training: number) => string;
  /** What that network made of each test image. */
  readonly test: (training: number) => string;
}

/** Where the files of the run in `folder` are. */
export function runPaths(folder: string): RunPaths {
  const at = (name: string): string => join(folder, name);
  return {
    run: at("run.json"),
    curve: at("curve.jsonl"),
    log: at("log.jsonl"),
    lock: at("lock"),
    result: at("result.json"),
    checkpoints: at("checkpoints"),
    trained: (training) => at(`trained-${training}.safetensors`),
    test: (training) => at(`test-${training}.json`),
  };
}

/** Where and with what a run began. */
export interface RunOrigin {
  /** ISO 8601. */
  readonly at: string;
  readonly hiernas: string;
  readonly node: string;
  readonly tensorflow: string;
  /** Kernels and device in words, as in `TrainingSession.engine`. */
  readonly engine: string;
  readonly host: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly threads: number;
  /** Where the images were: `sample`, or a folder. */
  readonly dataPath: string;
}

/** The content of `run.json`. */
export interface RunFile {
  readonly settings: RunSettings;
  readonly network: { readonly parameterCount: number; readonly multiplyAdds: number };
  readonly images: {
    readonly training: number;
    /** 0 when they are trained on. */
    readonly validation: number;
    readonly test: number;
    readonly classNames: readonly string[];
    /** What their pixels are normalized by. */
    readonly normalization: Normalization;
  };
  /** The origin of the first start; later ones are in `log.jsonl`. */
  readonly begun: RunOrigin;
}

const FORMAT = "hiernas run";
const VERSION = 1;

/** A start's machine and versions. */
export const originSchema: Schema<RunOrigin> = v.strictObject({
  ...{ at: v.string(), hiernas: v.string(), node: v.string(), tensorflow: v.string(), engine: v.string() },
  ...{ host: v.string(), processor: v.string(), cores: wholeNumber(), memoryBytes: wholeNumber() },
  ...{ threads: wholeNumber(1, limits.threads), dataPath: v.string() },
});
const fileSchema: Schema<RunFile> = v.object({
  settings: runSettingsSchema,
  network: v.strictObject({ parameterCount: wholeNumber(), multiplyAdds: wholeNumber() }),
  images: v.strictObject({
    ...{ training: wholeNumber(1), validation: wholeNumber(), test: wholeNumber(1) },
    classNames: v.array(v.string()),
    normalization: normalizationSchema,
  }),
  begun: originSchema,
});
const headSchema = v.looseObject({ format: oneOf([FORMAT, FORMAT]), version: wholeNumber(1) });

/** Whether there is a run in `folder`. */
export function hasRun(folder: string): boolean {
  return existsSync(runPaths(folder).run);
}

/** Reads `run.json`. Throws InputError when it is missing, no run's, or from a newer hiernas. */
export function readRunFile(folder: string): RunFile {
  const { run } = runPaths(folder);
  const where = printable(run);
  if (!existsSync(run)) throw new InputError(`${printable(folder)}: is no run: it has no run.json`);
  const value = parseJson(readFileText(run), where);
  const { version } = parseWith(headSchema, value, `${where}: not a run`);
  if (version > VERSION) {
    throw new InputError(
      `${where}: is of version ${version}, this hiernas reads up to ${VERSION}: use a newer hiernas`,
    );
  }
  return parseWith(fileSchema, value, where);
}

/** Writes `run.json`. Throws InputError when it cannot be written. */
export function writeRunFile(folder: string, file: RunFile): void {
  writeInRun(runPaths(folder).run, `${JSON.stringify({ format: FORMAT, version: VERSION, ...file }, null, 1)}\n`);
}

/**
 * Makes a run's folder where there is none. Throws InputError when `folder` cannot be made, is a file, or holds other
 * files than a run's.
 */
export function makeRunFolder(folder: string): void {
  const where = printable(folder);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats?.isFile() === true) throw new InputError(`${where}: is a file, must be a run's folder; give another path`);
  try {
    makeFolder(folder);
    makeFolder(runPaths(folder).checkpoints);
  } catch (error) {
    throw new InputError(`${where}: cannot be made: ${writingWords(error)}`, { cause: error });
  }
}

/** Throws InputError when `folder` holds files but no run. */
export function checkForeign(folder: string): void {
  if (hasRun(folder) || !existsSync(folder)) return;
  const own = new Set(["lock", "checkpoints"]);
  const foreign = lstatSync(folder).isDirectory() ? readdirSync(folder).find((name) => !own.has(name)) : undefined;
  if (foreign === undefined) return;
  throw new InputError(
    `${printable(folder)}: is no run and holds other files (${printable(foreign)}); give a new or empty folder`,
  );
}

/** Writes a file of a run atomically. Throws InputError, saying what stays, when it cannot be written. */
export function writeInRun(path: string, content: FileContent): void {
  try {
    writeFileWhole(path, content);
  } catch (error) {
    throw notWritten(path, error);
  }
}

/** The error for a file of a run that cannot be written. */
export function notWritten(path: string, error: unknown): InputError {
  return new InputError(
    `${printable(path)}: cannot be written: ${writingWords(error)}; what was written before stays: mend that and start again, it resumes`,
    { cause: error },
  );
}

/** This hiernas's version. */
export function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as { version: string };
  return version;
}

/** What a run is: all that its result follows from, as plain data. */
import { createHash } from "node:crypto";
import * as v from "valibot";
import type { ProtocolData } from "../evaluation/protocol.js";
import { primitiveDataSchema, protocolDataSchema } from "../evaluation/protocol-schema.js";
import type { PrimitiveData } from "../genotype/primitive-data.js";
import { limits } from "../input/limits.js";
import { shown } from "../input/printable.js";
import { nameText, type Schema, seedValue, wholeNumber } from "../input/schema.js";

/** All that a run's result follows from, but for rounding that differs between engines. Survives JSON. */
export interface RunSettings {
  /** The genotype in its JSON form. */
  readonly genotype: unknown;
  /** Its phenotype hash. */
  readonly hash: string;
  /** The primitives of its own, if it has any. */
  readonly primitives?: readonly PrimitiveData[];
  /** Network, schedule, augmentation and the number of trainings. */
  readonly protocol: ProtocolData;
  /** Which images, as `dataName` names them. */
  readonly data: string;
  /** How many training images are the validation split. */
  readonly validationCount: number;
  /** Determines initial weights, batches and augmentation of all trainings. */
  readonly seed: number | string;
  /** Parts of a batch, each normalized by its own statistics. */
  readonly accumulate: number;
  /**
   * Training steps between two scorings of the validation images, which are then kept apart; null: training and
   * validation images are trained on together.
   */
  readonly validateEvery: number | null;
}

/** A run's settings as read from its file. */
export const runSettingsSchema: Schema<RunSettings> = v.strictObject({
  genotype: v.looseObject({}),
  hash: nameText(),
  primitives: v.optional(v.array(primitiveDataSchema)),
  protocol: protocolDataSchema,
  data: nameText(),
  validationCount: wholeNumber(1),
  seed: seedValue(),
  accumulate: wholeNumber(1, limits.batchSize),
  validateEvery: v.nullable(wholeNumber(1, limits.trainingSteps)),
});

/** A digest of the settings, 16 hexadecimal digits, that ties checkpoints to their run. */
export function runId(settings: RunSettings): string {
  return createHash("sha256")
    .update(JSON.stringify(leavesOf(settings)))
    .digest("hex")
    .slice(0, 16);
}

/**
 * The first setting in which `asked` differs from those of a run, in words: `protocol.batchSize: the run has 32, got
 * 64`; undefined when there is none. Names do not count.
 */
export function settingsDifference(run: RunSettings, asked: RunSettings): string | undefined {
  if (run.hash !== asked.hash) return `genotype: the run trains network ${run.hash}, got ${asked.hash}`;
  const [kept, given] = [run, asked].map((settings) => new Map(leavesOf(settings)));
  // What was asked for comes before what follows from it, deeper down.
  const depth = (place: string): number => place.split(".").length;
  const places = [...given.keys(), ...kept.keys()].sort((one, other) => depth(one) - depth(other));
  for (const place of places) {
    const [before, now] = [kept.get(place), given.get(place)];
    if (before === now) continue;
    if (place.startsWith("genotype"))
      return "genotype: got another one of the same network, whose weights begin otherwise";
    const words = (value: unknown): string => (value === undefined ? "none" : shown(value));
    return `${place}: the run has ${words(before)}, got ${words(now)}`;
  }
  return undefined;
}

/** Every plain value with its path, by path; without names, which change no result. */
function leavesOf(value: unknown, place = ""): readonly (readonly [string, unknown])[] {
  if (typeof value !== "object" || value === null) return [[place, value]];
  return Object.entries(value)
    .filter(([key]) => place === "" || place === "genotype" || key !== "name")
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flatMap(([key, each]) => leavesOf(each, place === "" ? key : `${place}.${key}`));
}

/** A study's settings as stored in its file. */
import * as v from "valibot";
import { protocolDataSchema } from "../../evaluation/protocol-schema.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { finiteNumber, oneOf, parseJson, parseWith, type Schema, seedValue, wholeNumber } from "../../input/schema.js";
import { knownPhenotypes } from "../../search/search-settings.js";
import type { StudySettings } from "./study-settings.js";

/** Unknown settings stay: a newer hiernas may have written them, and resuming compares them. */
const settingsSchema: Schema<Omit<StudySettings, "steps">> = v.looseObject({
  space: v.looseObject({
    name: v.string(),
    primitives: v.array(v.string()),
    layers: v.optional(v.record(v.string(), v.string())),
    levels: v.pipe(
      v.array(
        v.object({
          motifCount: wholeNumber(1, limits.levelMotifs),
          nodeCount: wholeNumber(2, limits.motifNodes),
        }),
      ),
      v.minLength(1, "must have at least one level"),
      v.maxLength(limits.genotypeLevels, `must have at most ${limits.genotypeLevels} levels`),
    ),
  }),
  method: v.looseObject({
    name: v.string(),
    settings: v.record(v.string(), v.union([finiteNumber(), v.string(), v.boolean()])),
  }),
  initialCount: wholeNumber(1, limits.steps),
  mutationCount: wholeNumber(0, limits.initializationMutations),
  seed: seedValue(),
  knownPhenotype: oneOf(knownPhenotypes),
  constraint: v.nullable(v.string()),
  constraintSettings: v.optional(v.nullable(v.record(v.string(), v.unknown()))),
  warmStart: v.optional(v.array(v.string())),
  fitness: v.string(),
  protocol: protocolDataSchema,
  data: v.string(),
});

/** Settings as text. Throws InputError for settings that could not be read back. */
export function settingsToJson(settings: StudySettings): string {
  const text = JSON.stringify(settings);
  parseWith(settingsSchema, parseJson(text, "study"), "study");
  return text;
}

const rowSchema = v.object({ settings: v.string("must be UTF-8 text"), steps: wholeNumber(1, limits.steps) });

/** The settings in the row of the study at `place`. Throws InputError if it is missing or cannot be read. */
export function parseSettings(row: unknown, place: string): StudySettings {
  try {
    if (row === undefined) throw new InputError("the row is missing");
    const { settings, steps } = parseWith(rowSchema, row, "row");
    return Object.freeze({ ...parseWith(settingsSchema, parseJson(settings, "JSON"), "settings"), steps });
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${printable(place)}: its settings cannot be read: damaged or edited (${error.message}); restore it from a copy`,
      {
        cause: error,
      },
    );
  }
}

/** Parses rows of a study's tables, checking every value, since a file may be damaged or edited. */
import * as v from "valibot";
import { parseGenotype } from "../../genotype/genotype-file.js";
import type { Mutation } from "../../genotype/mutate.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable, shown } from "../../input/printable.js";
import { finiteNumber, nameText, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../../input/schema.js";
import type { EvaluationPlace, StudyRow } from "../../rows/study-row.js";
import { competitorsSchema } from "../../search/competitors.js";
import type { Phase, Proposal, SearchEvent } from "../../search/individual.js";
import type { EngineCount } from "./engine-count.js";
import { parseEvaluation, reasonSchema } from "./evaluation-json.js";
import {
  type Confirmation,
  stopReasons,
  type StudyEvent,
  type StudyIndividual,
  type StudyStop,
} from "./study-store.js";

const step = wholeNumber(1, limits.steps);
const text = v.string("must be UTF-8 text");
const millis = wholeNumber();

const proposal = {
  ...{ step, phase: oneOf<Phase>(["initialization", "evolution"]), hash: nameText(), redraws: wholeNumber() },
  ...{ parent: v.nullable(step), mutation: v.nullable(text), competitors: v.nullable(text) },
  reused_from: v.nullable(step),
};
const place = { worker: wholeNumber(), started_millis: millis, finished_millis: millis };
const record = {
  ...proposal,
  ...place,
  arrival: step,
  parameter_count: finiteNumber(0),
  multiply_adds: finiteNumber(0),
  training_count: wholeNumber(),
};

const proposalRow = v.object({ ...proposal, genotype: text });
const individualRow = v.object({ ...proposal, ...place, arrival: step, genotype: text, evaluation: text });
const recordRow = v.variant(
  "status",
  [
    v.object({
      ...record,
      status: v.literal("scored"),
      fitness: finiteNumber(),
      spread: finiteNumber(0),
      reason: v.null(),
    }),
    v.object({ ...record, status: v.literal("failed"), fitness: v.null(), spread: v.null(), reason: reasonSchema }),
  ],
  'must be "scored" or "failed"',
);
const confirmationRow = v.object({
  ...{ number: wholeNumber(1), step, hash: nameText(), training: step, evaluation: text },
  ...place,
});
const eventRow = v.object({
  ...{ number: wholeNumber(1), kind: oneOf<SearchEvent["kind"]>(["proposed", "evaluated"]), step, at_millis: millis },
});
const stopRow = v.object({
  ...{ number: wholeNumber(1), began_millis: millis, stopped_millis: v.nullable(millis) },
  ...{ reason: v.nullable(oneOf(stopReasons)), words: v.nullable(text) },
});
const engineRow = v.object({ engine: v.nullable(text), evaluated: wholeNumber(1) });

const operation = wholeNumber();
const mutationSchema: Schema<Mutation> = v.object({
  ...{ level: wholeNumber(2), motif: wholeNumber(1), predecessor: wholeNumber(1), successor: wholeNumber(2) },
  ...{ before: operation, after: operation },
});
/** Parses rows of a study; all functions throw InputError for rows that cannot be read. */
export interface RowReader {
  readonly proposal: (row: unknown) => Proposal;
  readonly individual: (row: unknown) => StudyIndividual;
  readonly record: (row: unknown) => StudyRow;
  readonly confirmation: (row: unknown) => Confirmation;
  readonly event: (row: unknown) => StudyEvent;
  readonly stop: (row: unknown) => StudyStop;
  readonly engine: (row: unknown) => EngineCount;
}

/** A reader whose errors name the study and the step: `x.sqlite: step 7: its evaluation cannot be read: …`. */
export function rowReader(study: string): RowReader {
  const part = <T>(row: unknown, what: string, read: () => T, key = "step"): T => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      const [, id] = Object.entries(row ?? {}).find(([name]) => name === key) ?? [];
      const why = `its ${what} cannot be read: damaged or edited (${error.message}); restore it from a copy`;
      throw new InputError(`${printable(study)}: ${key} ${shown(id)}: ${why}`, { cause: error });
    }
  };
  const columns = <T>(schema: Schema<T>, row: unknown, key = "step"): T =>
    part(row, "row", () => parseWith(schema, row, "row"), key);
  const json = <T>(schema: Schema<T>, written: string, row: unknown, what: string): T =>
    part(row, what, () => Object.freeze(parseWith(schema, parseJson(written, what), what)));

  const origin = (row: v.InferOutput<typeof proposalRow> | v.InferOutput<typeof recordRow>) => ({
    mutation: row.mutation === null ? null : json(mutationSchema, row.mutation, row, "mutation"),
    competitors: row.competitors === null ? null : json(competitorsSchema, row.competitors, row, "competitors"),
  });
  const proposalOf = (row: v.InferOutput<typeof proposalRow>): Proposal => {
    const { mutation, competitors } = origin(row);
    return {
      step: row.step,
      phase: row.phase,
      genotype: part(row, "genotype", () => parseGenotype(row.genotype)),
      hash: row.hash,
      ...(row.parent === null ? {} : { parent: row.parent }),
      ...(mutation === null ? {} : { mutation }),
      ...(competitors === null ? {} : { competitors }),
      redraws: row.redraws,
      ...(row.reused_from === null ? {} : { reusedFrom: row.reused_from }),
    };
  };
  return {
    proposal: (row) => Object.freeze(proposalOf(columns(proposalRow, row))),
    individual: (row) => {
      const read = columns(individualRow, row);
      const evaluation = part(read, "evaluation", () => parseEvaluation(read.evaluation));
      return Object.freeze({ ...proposalOf(read), evaluation, arrival: read.arrival, ...placeOf(read) });
    },
    record: (row) => {
      const read = columns(recordRow, row);
      const { status, fitness, spread, reason } = read;
      return Object.freeze({
        ...{ step: read.step, phase: read.phase, hash: read.hash, parent: read.parent, redraws: read.redraws },
        ...origin(read),
        ...{ reusedFrom: read.reused_from, arrival: read.arrival, status, fitness, spread, reason },
        trainingCount: read.training_count,
        ...{ parameterCount: read.parameter_count, multiplyAdds: read.multiply_adds },
        ...placeOf(read),
      });
    },
    confirmation: (row) => {
      const read = columns(confirmationRow, row, "number");
      const { step: at, hash, training } = read;
      const evaluation = part(read, "evaluation", () => parseEvaluation(read.evaluation), "number");
      return Object.freeze({ step: at, hash, training, evaluation, ...placeOf(read) });
    },
    event: (row) => {
      const { number, kind, step: at, at_millis: atMillis } = columns(eventRow, row, "number");
      return Object.freeze({ number, kind, step: at, atMillis });
    },
    stop: (row) => {
      const { began_millis: beganMillis, stopped_millis: at, ...rest } = columns(stopRow, row, "number");
      // A clock may have been set back meanwhile.
      return Object.freeze({ ...rest, beganMillis, stoppedMillis: at === null ? null : Math.max(beganMillis, at) });
    },
    engine: (row) => Object.freeze(columns(engineRow, row, "engine")),
  };
}

/** When and where an evaluation ran. Negative durations, from clocks set back in studies of version 1, count as 0. */
function placeOf(row: v.InferOutput<v.ObjectSchema<typeof place, undefined>>): EvaluationPlace {
  const { worker, started_millis: startedMillis, finished_millis: finishedMillis } = row;
  return { worker, startedMillis, finishedMillis: Math.max(startedMillis, finishedMillis) };
}

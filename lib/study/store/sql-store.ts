/** A study's records in SQL, for any dialect of kysely. */
import { type Kysely, type Selectable, sql } from "kysely";
import type { Evaluation, FailureReason } from "../../evaluation/evaluation.js";
import { genotypeToJson, parseGenotype } from "../../genotype/genotype-file.js";
import type { Mutation } from "../../genotype/mutate.js";
import { InputError } from "../../input/errors.js";
import type { Individual, Phase, Proposal, SearchEvent } from "../../search/individual.js";
import { countEngines, ENGINE_HEAD } from "./engine-count.js";
import { evaluationToJson, parseEvaluation } from "./evaluation-json.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyHolder, StudyIndividual, StudyStore } from "./study-store.js";
import type { EvaluationPlace, StudyRecord } from "../../rows/study-record.js";
import { createStudyTables, type StudyTables } from "./study-tables.js";

/** What of a {@link StudyStore} is the same in every dialect. */
export type SqlStore = Omit<StudyStore, "place" | "close">;

const light = [
  ...(["step", "phase", "hash", "parent", "mutation", "competitors", "redraws", "reused_from", "arrival"] as const),
  ...(["status", "fitness", "spread", "reason", "parameter_count", "multiply_adds"] as const),
  ...(["worker", "started_millis", "finished_millis"] as const),
] as const;

/** The number of an evaluation's trainings. */
const trainingsInJson = sql<number>`json_array_length(evaluation, '$.trainings')`;

type Row = Selectable<StudyTables["individual"]>;

/** Makes the tables and records the settings; to be called within a transaction. */
export async function createSqlStudy(db: Kysely<StudyTables>, settings: StudySettings): Promise<void> {
  await createStudyTables(db);
  await db
    .insertInto("study")
    .values({ id: 1, settings: JSON.stringify(settings), steps: settings.steps })
    .execute();
}

/** The records of a study through `db`. */
export function openSqlStore(db: Kysely<StudyTables>): SqlStore {
  const evaluated = () => db.selectFrom("individual").where("arrival", "is not", null);
  return {
    settings: async () => {
      const { settings, steps } = await db.selectFrom("study").selectAll().executeTakeFirstOrThrow();
      return Object.freeze({ ...(JSON.parse(settings) as StudySettings), steps });
    },
    setSteps: (steps) =>
      db.transaction().execute(async (transaction) => {
        const last = await transaction
          .selectFrom("individual")
          .select(({ fn }) => fn.max("step").as("step"))
          .executeTakeFirst();
        const proposed = Number(last?.step ?? 0);
        if (steps < proposed) {
          throw new InputError(`steps: got ${steps}, the study has ${proposed} already: give at least ${proposed}`);
        }
        await transaction.updateTable("study").set({ steps }).execute();
      }),
    recordProposal: (proposal) =>
      db.transaction().execute(async (transaction) => {
        await transaction.insertInto("individual").values(proposalRow(proposal)).execute();
        await addEvent(transaction, { kind: "proposed", step: proposal.step });
      }),
    recordEvaluation: (individual, place) =>
      db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("individual")
          .set(evaluationRow(individual, place))
          .where("step", "=", individual.step)
          .where("arrival", "is", null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows !== 1n) throw new Error(`step ${individual.step}: not proposed, or evaluated already`);
        await addEvent(transaction, { kind: "evaluated", step: individual.step });
      }),
    records: async () =>
      (await evaluated().select(light).select(trainingsInJson.as("training_count")).orderBy("step").execute()).map(
        toRecord,
      ),
    individuals: async () => (await evaluated().selectAll().orderBy("arrival").execute()).map(toIndividual),
    individual: async (step) => {
      const row = await evaluated().selectAll().where("step", "=", step).executeTakeFirst();
      return row === undefined ? undefined : toIndividual(row);
    },
    engines: async () => {
      const head = sql<string>`substr(evaluation, 1, ${sql.lit(ENGINE_HEAD)})`;
      const rows = await evaluated()
        .select(["reason", head.as("head")])
        .execute();
      return countEngines(rows.filter(({ reason }) => reason !== "tooLarge").map((row) => row.head));
    },
    unfinished: async () => {
      const rows = db.selectFrom("individual").selectAll().where("arrival", "is", null).orderBy("step");
      return (await rows.execute()).map((row) => Object.freeze(toProposal(row)));
    },
    events: async () => {
      const rows = await db.selectFrom("event").selectAll().orderBy("number").execute();
      return rows.map(({ number, kind, step, at_millis: atMillis }) =>
        Object.freeze({ number, kind: kind as SearchEvent["kind"], step, atMillis: Number(atMillis) }),
      );
    },
    holder: async () => {
      const row = await db.selectFrom("holder").selectAll().executeTakeFirst();
      if (row === undefined) return null;
      return { processId: row.process_id, host: row.host, sinceMillis: Number(row.since_millis) };
    },
  };
}

/** Says in the study who runs it; null when nobody does any more. */
export async function setHolder(db: Kysely<StudyTables>, holder: StudyHolder | null): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("holder").execute();
    if (holder === null) return;
    const { processId: process_id, host, sinceMillis: since_millis } = holder;
    await transaction.insertInto("holder").values({ id: 1, process_id, host, since_millis }).execute();
  });
}

/** The number is counted here, not by the database, so that it has no gaps in any dialect; there is one writer. */
async function addEvent(db: Kysely<StudyTables>, { kind, step }: SearchEvent): Promise<void> {
  const last = await db
    .selectFrom("event")
    .select(({ fn }) => fn.max("number").as("number"))
    .executeTakeFirst();
  const number = Number(last?.number ?? 0) + 1;
  await db.insertInto("event").values({ number, kind, step, at_millis: Date.now() }).execute();
}

function proposalRow(proposal: Proposal) {
  const { step, phase, genotype, hash, parent, mutation, competitors, redraws, reusedFrom } = proposal;
  return {
    ...{ step, phase, hash, redraws, genotype: genotypeToJson(genotype) },
    parent: parent ?? null,
    mutation: mutation ? JSON.stringify(mutation) : null,
    competitors: competitors ? JSON.stringify(competitors) : null,
    reused_from: reusedFrom ?? null,
  };
}

function evaluationRow({ arrival, evaluation }: Individual<Evaluation>, place: EvaluationPlace) {
  return {
    arrival,
    status: evaluation.status,
    fitness: evaluation.status === "scored" ? evaluation.fitness : null,
    spread: evaluation.status === "scored" ? evaluation.spread : null,
    reason: evaluation.status === "failed" ? evaluation.reason : null,
    parameter_count: evaluation.parameterCount,
    multiply_adds: evaluation.multiplyAdds,
    evaluation: evaluationToJson(evaluation),
    worker: place.worker,
    started_millis: place.startedMillis,
    finished_millis: place.finishedMillis,
  };
}

function toProposal(row: Row): Proposal {
  return {
    step: row.step,
    phase: row.phase as Phase,
    genotype: parseGenotype(row.genotype),
    hash: row.hash,
    ...(row.parent === null ? {} : { parent: row.parent }),
    ...(row.mutation === null ? {} : { mutation: JSON.parse(row.mutation) as Mutation }),
    ...(row.competitors === null ? {} : { competitors: JSON.parse(row.competitors) as readonly number[] }),
    redraws: row.redraws,
    ...(row.reused_from === null ? {} : { reusedFrom: row.reused_from }),
  };
}

function toPlace(row: Pick<Row, "worker" | "started_millis" | "finished_millis">): EvaluationPlace {
  return {
    worker: Number(row.worker),
    startedMillis: Number(row.started_millis),
    finishedMillis: Number(row.finished_millis),
  };
}

function toIndividual(row: Row): StudyIndividual {
  const evaluation = parseEvaluation(row.evaluation as string);
  return Object.freeze({ ...toProposal(row), evaluation, arrival: Number(row.arrival), ...toPlace(row) });
}

function toRecord(row: Pick<Row, (typeof light)[number]> & { readonly training_count: number }): StudyRecord {
  return Object.freeze({
    ...{ step: row.step, phase: row.phase as Phase, hash: row.hash, parent: row.parent, redraws: row.redraws },
    mutation: row.mutation === null ? null : (JSON.parse(row.mutation) as Mutation),
    competitors: row.competitors === null ? null : (JSON.parse(row.competitors) as readonly number[]),
    reusedFrom: row.reused_from,
    arrival: Number(row.arrival),
    status: row.status as StudyRecord["status"],
    fitness: row.fitness,
    spread: row.spread,
    trainingCount: Number(row.training_count),
    reason: row.reason as FailureReason | null,
    parameterCount: Number(row.parameter_count),
    multiplyAdds: Number(row.multiply_adds),
    ...toPlace(row),
  });
}

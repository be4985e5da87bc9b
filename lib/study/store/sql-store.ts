/** A study's records in SQL, for any of kysely's dialects. */
import { type Kysely, type RawBuilder, sql, type Transaction } from "kysely";
import { InputError } from "../../input/errors.js";
import { startClock } from "../study-clock.js";
import { eventLog } from "./event-log.js";
import { parseSettings, settingsToJson } from "./settings-json.js";
import { rowReader } from "./stored-rows.js";
import type { StudySettings } from "./study-settings.js";
import type { StudyStore } from "./study-store.js";
import { confirmationRow, evaluationRow, insertRecords, proposalRow } from "./written-rows.js";
import { writeTogether } from "./write-together.js";
import { createStudyTables, STUDY_VERSION, type StudyTables, tablesOf } from "./study-tables.js";

/** The part of a {@link StudyStore} that is the same in every dialect. */
export type SqlStore = Omit<StudyStore, "place" | "holder" | "close" | "discard">;

/** Where to find an evaluation's engine and its number of trainings. */
export interface EvaluationColumns {
  readonly engine: RawBuilder<string | null>;
  readonly trainingCount: RawBuilder<number>;
}

/** Runs `work` in a transaction. */
export type Transact = <T>(work: (transaction: Transaction<StudyTables>) => Promise<T>) => Promise<T>;

/** Settings of {@link openSqlStore}. */
export interface SqlStoreConfig {
  /** Where it is, for messages. */
  readonly place: string;
  /**
   * Runs `work` in one durable transaction in which this process still holds the study; again from its beginning where
   * that did not come about. Default: a transaction.
   */
  readonly transact?: Transact;
  /** Default: the columns with these names. */
  readonly columns?: EvaluationColumns;
  /** The study's version, whose tables are read. Default: {@link STUDY_VERSION}. */
  readonly version?: number;
}

// Queries name their columns, because an older version has fewer and a damaged file may have any.
const proposed = ["step", "phase", "hash", "parent", "mutation", "competitors", "redraws", "reused_from"] as const;
const placed = ["arrival", "worker", "started_millis", "finished_millis"] as const;
const light = [
  ...proposed,
  ...placed,
  ...(["status", "fitness", "spread", "reason", "parameter_count", "multiply_adds"] as const),
] as const;
const confirmed = [
  ...(["number", "step", "hash", "training", "evaluation", "worker", "started_millis", "finished_millis"] as const),
] as const;
const stopped = ["number", "began_millis", "stopped_millis", "reason", "words"] as const;
const plain: EvaluationColumns = { engine: sql`engine`, trainingCount: sql`training_count` };
const whole = [...proposed, ...placed, "genotype", "evaluation"] as const;

/**
 * Creates the tables and records the settings; call it within a transaction. Throws InputError for invalid settings.
 */
export async function createSqlStudy(db: Kysely<StudyTables>, settings: StudySettings): Promise<void> {
  await createStudyTables(db);
  await db
    .insertInto("study")
    .values({ id: 1, settings: settingsToJson(settings), steps: settings.steps })
    .execute();
}

/** The records of a study through `db`. */
export function openSqlStore(db: Kysely<StudyTables>, config: SqlStoreConfig): SqlStore {
  const { place, columns: { engine, trainingCount } = plain, version = STUDY_VERSION } = config;
  const has = (table: keyof StudyTables): boolean => tablesOf(version).includes(table);
  const transact: Transact = config.transact ?? ((work) => db.transaction().execute(work));
  const read = rowReader(place);
  const now = startClock();
  const evaluated = () => db.selectFrom("individual").where("arrival", "is not", null);
  const addEvent = eventLog();
  const write = writeTogether<Transaction<StudyTables>>(async (work) => {
    let isAgain = false;
    try {
      return await transact((transaction) => {
        if (isAgain) addEvent.forget();
        isAgain = true;
        return work(transaction);
      });
    } catch (error) {
      addEvent.forget();
      throw error;
    }
  });
  return {
    settings: async () =>
      parseSettings(await db.selectFrom("study").select(["settings", "steps"]).executeTakeFirst(), place),
    setSteps: (steps) =>
      write(async (transaction) => {
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
      write(async (transaction) => {
        await transaction.insertInto("individual").values(proposalRow(proposal)).execute();
        await addEvent.to(transaction, { kind: "proposed", step: proposal.step }, now());
      }),
    recordEvaluation: (individual, evaluatedAt) =>
      write(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable("individual")
          .set(evaluationRow(individual, evaluatedAt))
          .where("step", "=", individual.step)
          .where("arrival", "is", null)
          .executeTakeFirstOrThrow();
        if (numUpdatedRows !== 1n) throw new Error(`step ${individual.step}: not proposed, or evaluated already`);
        await addEvent.to(transaction, { kind: "evaluated", step: individual.step }, now());
      }),
    recordConfirmation: (confirmation) =>
      write(async (transaction) => {
        const all = await transaction.selectFrom("confirmation").select(["number", "hash", "training"]).execute();
        const { hash, training } = confirmation;
        if (all.some((each) => each.hash === hash && each.training === training)) {
          throw new Error(`network ${hash}: training ${training} that confirms it is recorded already`);
        }
        const number = all.reduce((most, each) => Math.max(most, each.number), 0) + 1;
        await transaction
          .insertInto("confirmation")
          .values({ number, ...confirmationRow(confirmation) })
          .execute();
      }),
    recordBeginning: (beganMillis) =>
      write(async (transaction) => {
        const last = await lastStop(transaction);
        const row = { number: (last?.number ?? 0) + 1, began_millis: beganMillis };
        await transaction
          .insertInto("stop")
          .values({ ...row, stopped_millis: null, reason: null, words: null })
          .execute();
      }),
    recordStop: ({ reason, words, stoppedMillis }) =>
      write(async (transaction) => {
        const last = await lastStop(transaction);
        if (last === undefined || last.reason !== null) throw new Error("the study stops, but did not begin");
        const row = { reason, words, stopped_millis: Math.max(last.began_millis, stoppedMillis) };
        await transaction.updateTable("stop").set(row).where("number", "=", last.number).execute();
      }),
    restore: (records) =>
      write(async (transaction) => {
        const first = await transaction.selectFrom("event").select("number").limit(1).executeTakeFirst();
        if (first !== undefined) throw new Error("the study has records already");
        await insertRecords(transaction, records);
        addEvent.forget();
      }),
    records: async () => {
      const rows = evaluated().select(light).select(trainingCount.as("training_count")).orderBy("step");
      return (await rows.execute()).map(read.record);
    },
    individuals: async () => (await evaluated().select(whole).orderBy("arrival").execute()).map(read.individual),
    individual: async (step) => {
      const row = await evaluated().select(whole).where("step", "=", step).executeTakeFirst();
      return row === undefined ? undefined : read.individual(row);
    },
    engines: async () => {
      const rows = await evaluated()
        .where((where) =>
          where.or([where("status", "=", "scored"), where(engine, "is not", null), where(trainingCount, ">", 0)]),
        )
        .select(({ fn }) => [engine.as("engine"), fn.countAll<number>().as("evaluated")])
        .groupBy(engine)
        .orderBy("evaluated", "desc")
        .orderBy(({ fn }) => fn.min("step"))
        .execute();
      return Object.freeze(rows.map(read.engine));
    },
    unfinished: async () => {
      const left = db.selectFrom("individual").where("arrival", "is", null).orderBy("step");
      return (await left.select([...proposed, "genotype"]).execute()).map(read.proposal);
    },
    confirmations: async () => {
      if (!has("confirmation")) return [];
      const rows = db.selectFrom("confirmation").select(confirmed).orderBy("number");
      return (await rows.execute()).map(read.confirmation);
    },
    stops: async () => {
      if (!has("stop")) return [];
      return (await db.selectFrom("stop").select(stopped).orderBy("number").execute()).map(read.stop);
    },
    events: async () => {
      const events = db.selectFrom("event").select(["number", "kind", "step", "at_millis"]).orderBy("number");
      return (await events.execute()).map(read.event);
    },
  };
}

async function lastStop(db: Kysely<StudyTables>) {
  const last = await db.selectFrom("stop").select(stopped).orderBy("number", "desc").limit(1).executeTakeFirst();
  return last && { number: Number(last.number), began_millis: Number(last.began_millis), reason: last.reason };
}

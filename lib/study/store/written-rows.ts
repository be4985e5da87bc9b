/** What a study records, as rows of its tables. */
import type { Kysely } from "kysely";
import type { Evaluation } from "../../evaluation/evaluation.js";
import { genotypeToLine } from "../../genotype/genotype-file.js";
import type { EvaluationPlace } from "../../rows/study-row.js";
import type { Individual, Proposal } from "../../search/individual.js";
import { evaluationToJson } from "./evaluation-json.js";
import type { Confirmation, StudyRecords } from "./study-store.js";
import type { StudyTables } from "./study-tables.js";

/** A confirming training but for its number. */
export function confirmationRow({ step, hash, training, evaluation, ...place }: Confirmation) {
  const { worker, startedMillis: started_millis, finishedMillis: finished_millis } = place;
  return { step, hash, training, evaluation: evaluationToJson(evaluation), worker, started_millis, finished_millis };
}

/** An individual that is not evaluated yet. */
export function proposalRow(proposal: Proposal) {
  const { step, phase, genotype, hash, parent, mutation, competitors, redraws, reusedFrom } = proposal;
  return {
    ...{ step, phase, hash, redraws, genotype: genotypeToLine(genotype) },
    parent: parent ?? null,
    mutation: mutation ? JSON.stringify(mutation) : null,
    competitors: competitors ? JSON.stringify(competitors) : null,
    reused_from: reusedFrom ?? null,
  };
}

/** What the evaluation adds to an individual. */
export function evaluationRow({ arrival, evaluation }: Individual<Evaluation>, place: EvaluationPlace) {
  return {
    arrival,
    status: evaluation.status,
    fitness: evaluation.status === "scored" ? evaluation.fitness : null,
    spread: evaluation.status === "scored" ? evaluation.spread : null,
    reason: evaluation.status === "failed" ? evaluation.reason : null,
    parameter_count: evaluation.parameterCount,
    multiply_adds: evaluation.multiplyAdds,
    evaluation: evaluationToJson(evaluation),
    engine: evaluation.engine ?? null,
    training_count: evaluation.trainings.length,
    worker: place.worker,
    started_millis: place.startedMillis,
    finished_millis: place.finishedMillis,
  };
}

/** Inserts all records of a study into its empty tables; call it within a transaction. */
export async function insertRecords(db: Kysely<StudyTables>, records: StudyRecords): Promise<void> {
  for (const proposal of records.unfinished) await db.insertInto("individual").values(proposalRow(proposal)).execute();
  for (const each of records.individuals) {
    await db
      .insertInto("individual")
      .values({ ...proposalRow(each), ...evaluationRow(each, each) })
      .execute();
  }
  for (const { number, kind, step, atMillis: at_millis } of records.events) {
    await db.insertInto("event").values({ number, kind, step, at_millis }).execute();
  }
  for (const [index, each] of records.confirmations.entries()) {
    await db
      .insertInto("confirmation")
      .values({ number: index + 1, ...confirmationRow(each) })
      .execute();
  }
  for (const { beganMillis: began_millis, stoppedMillis: stopped_millis, ...stop } of records.stops) {
    await db
      .insertInto("stop")
      .values({ ...stop, began_millis, stopped_millis })
      .execute();
  }
}

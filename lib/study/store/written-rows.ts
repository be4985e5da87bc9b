/** What a study records, as rows of its tables. */
import type { Evaluation } from "../../evaluation/evaluation.js";
import { genotypeToJson } from "../../genotype/genotype-file.js";
import type { EvaluationPlace } from "../../rows/study-row.js";
import type { Individual, Proposal } from "../../search/individual.js";
import { evaluationToJson } from "./evaluation-json.js";
import type { Confirmation } from "./study-store.js";

/** A confirming training but for its number. */
export function confirmationRow({ step, hash, training, evaluation, ...place }: Confirmation) {
  const { worker, startedMillis: started_millis, finishedMillis: finished_millis } = place;
  return { step, hash, training, evaluation: evaluationToJson(evaluation), worker, started_millis, finished_millis };
}

/** An individual that is not evaluated yet. */
export function proposalRow(proposal: Proposal) {
  const { step, phase, genotype, hash, parent, mutation, competitors, redraws, reusedFrom } = proposal;
  return {
    ...{ step, phase, hash, redraws, genotype: genotypeToJson(genotype) },
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

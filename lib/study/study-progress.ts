/** The progress of a running study, for a progress line and live figures. */
import type { EvaluationProgress } from "../evaluation/evaluation.js";
import { growingRows } from "../rows/growing-rows.js";
import type { BestNetwork, StudyRow } from "../rows/study-row.js";
import type { StudyIndividual } from "./store/study-store.js";
import { isOpenEnded } from "./stop-rules.js";
import { lastEvaluated, millisLeftAtPace } from "./summary.js";

/** A running evaluation. */
export interface RunningEvaluation {
  readonly step: number;
  readonly worker: number;
  /** The share of its training steps that are done, 0 to 1. */
  readonly share: number;
  /** The loss of the last reported training step, or null. */
  readonly loss: number | null;
}

/**
 * The progress of a running study. `best`, `running`, `millisLeft` and `rows` are those of the moment in which they
 * are read, so read what you need while you are told.
 */
export interface StudyProgress {
  readonly steps: number;
  readonly evaluated: number;
  readonly failed: number;
  /** The best network so far, by the mean of its trainings. */
  readonly best: BestNetwork | null;
  readonly running: readonly RunningEvaluation[];
  /** An estimate of the milliseconds until all steps are evaluated; null before the first, and when only stop rules end it. */
  readonly millisLeft: number | null;
  /** The rows so far, by step, for figures. */
  readonly rows: readonly StudyRow[];
  /** The step that was just evaluated, or null when running evaluations merely advanced. */
  readonly finished: number | null;
  /** After all steps: how many of the finalists' confirming trainings are done. Null before. */
  readonly confirming: { readonly done: number; readonly count: number } | null;
}

/** Keeps count while a study runs. */
export interface ProgressTracker {
  begin(step: number, worker: number): void;
  advance(step: number, progress: EvaluationProgress): void;
  end(individual: StudyIndividual): void;
  /** Notes that `done` of `count` confirming trainings are done; `rows` include their results. */
  confirm(done: number, count: number, rows: readonly StudyRow[]): void;
}

/** A tracker that starts from the rows of earlier runs and calls `onProgress` on every change. */
export function trackProgress(
  past: readonly StudyRow[],
  config: {
    readonly steps: number;
    readonly workers: number;
    readonly onProgress?: (progress: StudyProgress) => void;
  },
): ProgressTracker {
  const { steps, workers, onProgress } = config;
  // An evaluation that ends costs the same however many there are; a large search asks for the lists only now and then.
  let rows = growingRows(past);
  let failed = past.filter(({ status }) => status === "failed").length;
  let last = lastEvaluated(past);
  let confirming: StudyProgress["confirming"] = null;
  const running = new Map<number, RunningEvaluation>();
  const millisLeft = (): number | null => {
    if (isOpenEnded(steps)) return null;
    const toEvaluate = steps - rows.count();
    const left = millisLeftAtPace(last, toEvaluate, workers);
    // Do not count what the running evaluations have done already.
    const share = [...running.values()].reduce((sum, each) => sum + each.share, 0) / Math.max(1, toEvaluate);
    return left === null ? null : Math.round(left * (1 - share));
  };
  const tell = (finished: number | null): void => {
    if (onProgress === undefined) return;
    onProgress({
      ...{ steps, evaluated: rows.count(), failed, finished, confirming },
      get best() {
        return rows.best() ?? null;
      },
      get rows() {
        return rows.all();
      },
      get running() {
        return Object.freeze([...running.values()]);
      },
      get millisLeft() {
        return millisLeft();
      },
    });
  };
  return {
    begin: (step, worker) => {
      running.set(step, Object.freeze({ step, worker, share: 0, loss: null }));
      tell(null);
    },
    advance: (step, { training, trainingCount, trainingStep, trainingSteps, loss }) => {
      const before = running.get(step);
      if (before === undefined) return;
      const share = (training - 1 + trainingStep / trainingSteps) / trainingCount;
      running.set(step, Object.freeze({ ...before, share, loss }));
      tell(null);
    },
    end: (individual) => {
      running.delete(individual.step);
      if (onProgress === undefined) return;
      const record = recordOf(individual);
      rows.add(record);
      if (record.status === "failed") failed++;
      last = lastEvaluated([...last, record]);
      tell(individual.step);
    },
    confirm: (done, count, confirmed) => {
      confirming = Object.freeze({ done, count });
      rows = growingRows(confirmed);
      tell(null);
    },
  };
}

/** An individual as the record that the store keeps. */
export function recordOf(individual: StudyIndividual): StudyRow {
  const {
    genotype: _,
    trainingCount: _count,
    evaluation,
    parent,
    mutation,
    competitors,
    reusedFrom,
    ...rest
  } = individual;
  const { status, parameterCount, multiplyAdds } = evaluation;
  return {
    ...rest,
    ...{ parent: parent ?? null, mutation: mutation ?? null, competitors: competitors ?? null },
    ...{ reusedFrom: reusedFrom ?? null, status, parameterCount, multiplyAdds },
    trainingCount: evaluation.trainings.length,
    fitness: evaluation.status === "scored" ? evaluation.fitness : null,
    spread: evaluation.status === "scored" ? evaluation.spread : null,
    reason: evaluation.status === "failed" ? evaluation.reason : null,
  };
}

/** Trains the finalists of a search again before one of them is named the best. */
import type { Evaluation, EvaluationProgress } from "../evaluation/evaluation.js";
import type { Genotype } from "../genotype/genotype.js";
import { abortError, isAbort } from "../input/errors.js";
import { createRandom } from "../random.js";
import type { TrainedRow } from "../rows/network-mean.js";
import { searchedRows, trainedNetworks } from "../rows/trained-networks.js";
import type { SearchEvaluateConfig } from "../search/run-search.js";
import type { Confirmation } from "./store/study-store.js";

/** The number of finalists: a search's best networks. */
export const FINALISTS = 3;

/** A planned training of a finalist. */
export type ConfirmationPlan = Pick<Confirmation, "step" | "hash" | "training">;

/** Settings of {@link confirmFinalists}. */
export interface ConfirmConfig {
  /** The study's seed, which together with the network and the training's number gives the training's seed. */
  readonly seed: number | string;
  /** The number of concurrent trainings, at least 1. */
  readonly workers: number;
  readonly evaluate: (genotype: Genotype, config: SearchEvaluateConfig<EvaluationProgress>) => Promise<Evaluation>;
  /** The genotype of an individual. */
  readonly genotypeOf: (step: number) => Promise<Genotype>;
  /** Called for each result, one at a time, and awaited. */
  readonly onConfirmation: (confirmation: Confirmation) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/**
 * The remaining trainings, of `count` for each finalist of the search with these `rows`, when `done` are recorded
 * already: the first training of each finalist comes first, the best finalist leading. Confirming trainings do not
 * change which networks are finalists.
 */
export function planConfirmations(
  rows: readonly TrainedRow[],
  done: readonly { readonly hash: string; readonly training: number }[],
  count: number,
): readonly ConfirmationPlan[] {
  const finalists = trainedNetworks(searchedRows(rows)).slice(0, FINALISTS);
  const isDone = new Set(done.map(({ hash, training }) => `${hash} ${training}`));
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((training) =>
    finalists.flatMap(({ step, hash }) =>
      hash === null || isDone.has(`${hash} ${training}`) ? [] : [{ step, hash, training }],
    ),
  );
}

/** The seed of a training that confirms a network. It depends on its arguments alone, so a resumed study repeats it. */
export function confirmationSeed(seed: number | string, { hash, training }: ConfirmationPlan): string {
  return createRandom(seed).split("confirmation", hash, training).path;
}

/**
 * Runs the planned trainings. A training that fails (`FailureReason`) is a result; one that throws stops them all and
 * rejects once the running ones have ended. Rejects with an AbortError when `signal` stopped it. `onConfirmation` has
 * received everything that finished by then.
 */
export async function confirmFinalists(plans: readonly ConfirmationPlan[], config: ConfirmConfig): Promise<void> {
  const { seed, workers, evaluate, genotypeOf, onConfirmation, now, signal } = config;
  const stop = new AbortController();
  const onAbort = (): void => stop.abort(abortError(STOPPED, signal?.reason));
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  const left = [...plans];
  let recorded = Promise.resolve();
  const work = async (worker: number): Promise<void> => {
    for (let plan = left.shift(); plan !== undefined && !stop.signal.aborted; plan = left.shift()) {
      const startedMillis = now();
      const evaluation = await evaluate(await genotypeOf(plan.step), {
        ...{ seed: confirmationSeed(seed, plan), step: plan.step, worker, trainingCount: 1 },
        ...{ signal: stop.signal, onProgress: () => undefined },
      });
      const result = Object.freeze({ ...plan, evaluation, worker, startedMillis, finishedMillis: now() });
      recorded = recorded.then(() => onConfirmation(result));
      await recorded;
    }
  };
  const workNumbers = Array.from({ length: Math.min(workers, plans.length) }, (_, index) => index + 1);
  const ended = await Promise.allSettled(
    workNumbers.map((worker) =>
      work(worker).catch((error: unknown) => {
        stop.abort(abortError(STOPPED));
        throw error;
      }),
    ),
  );
  signal?.removeEventListener("abort", onAbort);
  const rejected = ended.filter((each) => each.status === "rejected");
  const failure = rejected.find(({ reason }) => !isAbort(reason, stop.signal));
  if (failure !== undefined) throw failure.reason;
  if (signal?.aborted) throw abortError(STOPPED, signal.reason);
}

const STOPPED = "search: stopped while confirming its finalists; finished trainings are kept";

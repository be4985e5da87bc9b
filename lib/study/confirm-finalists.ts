/** Trains the finalists of a search again before one of them is named the best. */
import type { Evaluation, EvaluationProgress } from "../evaluation/evaluation.js";
import type { Genotype } from "../genotype/genotype.js";
import { abortError, isAbort } from "../input/errors.js";
import { createRandom } from "../random.js";
import type { TrainedRow } from "../rows/network-mean.js";
import { trainedNetworks } from "../rows/trained-networks.js";
import type { SearchEvaluateConfig } from "../search/run-search.js";
import type { Confirmation } from "./store/study-store.js";

/** So many of a search's best networks are its finalists. */
export const FINALISTS = 3;

/** A training of a finalist that is to be made. */
export type ConfirmationPlan = Pick<Confirmation, "step" | "hash" | "training">;

/** Settings of {@link confirmFinalists}. */
export interface ConfirmConfig {
  /** The seed of the study: the seed of a training follows from it, the network and the training's number. */
  readonly seed: number | string;
  /** Trainings at the same time, at least 1. */
  readonly workers: number;
  readonly evaluate: (genotype: Genotype, config: SearchEvaluateConfig<EvaluationProgress>) => Promise<Evaluation>;
  /** The genotype of an individual. */
  readonly genotypeOf: (step: number) => Promise<Genotype>;
  /** Awaited, one at a time. */
  readonly onConfirmation: (confirmation: Confirmation) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly signal?: AbortSignal;
}

/**
 * The trainings that are left of `count` for each finalist of the search with these `rows`, of which `done` were made
 * before: first the first training of each, the best first. What confirmed a network does not change who the finalists
 * are.
 */
export function planConfirmations(
  rows: readonly TrainedRow[],
  done: readonly { readonly hash: string; readonly training: number }[],
  count: number,
): readonly ConfirmationPlan[] {
  const searched = rows.map((row) => ({ ...row, confirmed: [] }));
  const finalists = trainedNetworks(searched).slice(0, FINALISTS);
  const isDone = new Set(done.map(({ hash, training }) => `${hash} ${training}`));
  return Array.from({ length: count }, (_, index) => index + 1).flatMap((training) =>
    finalists.flatMap(({ step, hash }) =>
      hash === null || isDone.has(`${hash} ${training}`) ? [] : [{ step, hash, training }],
    ),
  );
}

/** The seed of a training that confirms a network: it depends on nothing else, so that a resumed study repeats it. */
export function confirmationSeed(seed: number | string, { hash, training }: ConfirmationPlan): string {
  return createRandom(seed).split("confirmation", hash, training).path;
}

/**
 * Makes the planned trainings. A training that fails for a reason of its own is a result; one that throws stops all,
 * and rejects after those that run have ended. Rejects with an AbortError when `signal` stopped it. What was trained by
 * then was given to `onConfirmation`.
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

const STOPPED = "search: stopped while its finalists were confirmed; what was trained is kept";

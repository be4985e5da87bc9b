/** Takes the steps of an open study, and then confirms its finalists. */
import type { Evaluation, EvaluationProgress } from "../evaluation/evaluation.js";
import { openWorkerPool } from "../evaluation/worker-pool.js";
import { counted } from "../input/quantity.js";
import { planNetwork } from "../network/plan-network.js";
import { recallTrainingCounts } from "../search/network-means.js";
import { runSearch } from "../search/run-search.js";
import { evaluationSeed } from "../search/search-settings.js";
import {
  type ConfirmationPlan,
  type ConfirmConfig,
  confirmationSeed,
  confirmFinalists,
  planConfirmations,
} from "./confirm-finalists.js";
import { noteStop } from "./note-stop.js";
import { completeEvaluation } from "./own-evaluation.js";
import { endRemoteWorkers, openRemotePool, type RemotePool } from "./remote/remote-pool.js";
import type { RunStudyConfig } from "./run-study-config.js";
import { createStopWatch, type Stopped, type StopWatch } from "./stop-rules.js";
import type { Study } from "./study.js";
import { startClock } from "./study-clock.js";
import { recordOf, trackProgress } from "./study-progress.js";

/** What a running study shares among its steps and its confirmations. */
interface Running extends Pick<ConfirmConfig, "evaluate" | "now"> {
  readonly config: RunStudyConfig;
  readonly progress: ReturnType<typeof trackProgress>;
  readonly signal: AbortSignal;
  readonly remote?: RemotePool;
}

/**
 * Runs `study` with the settings that it was made with, `isNew` if it has no steps yet, and returns why it stopped.
 * Rejects with an AbortError when the user stopped it, and with what the search throws.
 */
export async function searchStudy(study: Study, config: RunStudyConfig, isNew: boolean): Promise<Stopped> {
  const rows = await study.records();
  const watch = createStopWatch(config.stop ?? {}, {
    isAccuracy: (await study.settings()).fitness === "training",
  });
  for (const row of [...rows].sort((one, other) => one.arrival - other.arrival)) watch.add(row);
  const { steps } = config;
  const allDone: Stopped = { reason: "steps", words: `all ${counted(steps, "step")} are done` };
  const before = rows.length >= steps ? allDone : watch.reached();
  const stops = await study.stops();
  const ends = [...rows.map(({ finishedMillis }) => finishedMillis), ...stops.map((each) => each.stoppedMillis ?? 0)];
  const now = startClock(ends.reduce((last, end) => Math.max(last, end), 0));
  const note = (work: (signal: AbortSignal) => Promise<Stopped>): Promise<Stopped> =>
    noteStop(study, { maximumMillis: config.stop?.maximumMillis, signal: config.signal, now }, work);
  if (before !== undefined && (await confirmationsLeft(study, config)).length === 0) {
    if (config.remote) await endRemoteWorkers({ path: config.path, onWarning: config.onWarning ?? console.warn });
    const isNoted = before.reason === (stops.at(-1)?.reason ?? allDone.reason);
    return isNoted ? before : note(async () => before);
  }
  return note(async (signal) => {
    await takeSteps(study, config, { isNew, now, signal, watch });
    const isDone = (await study.records()).length >= steps;
    return (isDone ? undefined : watch.reached()) ?? allDone;
  });
}

async function takeSteps(
  study: Study,
  config: RunStudyConfig,
  {
    isNew,
    now,
    signal,
    watch,
  }: Pick<Running, "now" | "signal"> & { readonly isNew: boolean; readonly watch: StopWatch },
): Promise<void> {
  const { protocol, space, workers, constraint, devices, threadsPerWorker, data } = config;
  const [individuals, left] = [await study.individuals(), await study.unfinished()];
  const unfinished =
    config.knownPhenotype === "average" ? recallTrainingCounts(left, individuals, await study.events()) : left;
  const pool =
    config.evaluate === undefined && !config.remote
      ? openWorkerPool({ protocol, data, workers, devices, threadsPerWorker, primitives: space.primitives })
      : undefined;
  const remote = config.remote ? await openRemote(study, config, isNew) : undefined;
  const started = new Map<number, number>();
  const progress = trackProgress(await study.rows(), config);
  const evaluate: Running["evaluate"] = async (genotype, told) => {
    const startedMillis = now();
    if (pool !== undefined) return pool.evaluate(genotype, told);
    const own: unknown = await (remote ?? config).evaluate!(genotype, told);
    return completeEvaluation(own, told.step, () => {
      const { parameterCount, multiplyAdds } = planNetwork(genotype, protocol.network, space.primitives);
      return { parameterCount, multiplyAdds, evaluationMillis: now() - startedMillis };
    });
  };
  let isFinished = false;
  try {
    await runSearch<Evaluation, EvaluationProgress>({
      ...config,
      signal,
      accept: constraint?.accept,
      isEnough: () => watch.reached() !== undefined,
      past: { individuals, unfinished },
      evaluate: (genotype, told) => {
        started.set(told.step, now());
        progress.begin(told.step, told.worker);
        return evaluate(genotype, told);
      },
      onProposal: (proposal) => study.recordProposal(proposal),
      onEvaluation: async (individual, worker) => {
        const finishedMillis = now();
        const startedMillis = started.get(individual.step) ?? finishedMillis;
        started.delete(individual.step);
        const place = { worker, startedMillis, finishedMillis };
        // Before anything is awaited, so that the next proposal knows.
        watch.add(recordOf({ ...individual, ...place }));
        await study.recordEvaluation(individual, place);
        remote?.recorded(evaluationSeed(config.seed, individual.step));
        progress.end({ ...individual, ...place });
      },
      onProgress: (step, each) => progress.advance(step, each),
    });
    await confirm(study, { config, evaluate, now, progress, signal, remote });
    isFinished = true;
  } finally {
    await pool?.close();
    await remote?.close(isFinished);
  }
}

/** Workers on other machines, and what they need not evaluate again. */
async function openRemote(study: Study, config: RunStudyConfig, isNew: boolean): Promise<RemotePool> {
  const { path, seed, workers, onWarning = console.warn } = config;
  const [rows, confirmations] = [await study.records(), await study.confirmations()];
  const recorded = [
    ...rows.map(({ step }) => evaluationSeed(seed, step)),
    ...confirmations.map((each) => confirmationSeed(seed, each)),
  ];
  const unfinished = (await study.unfinished()).length;
  return openRemotePool({ path, isNew, workers, unfinished, recorded, onWarning });
}

async function confirmationsLeft(study: Study, config: RunStudyConfig): Promise<readonly ConfirmationPlan[]> {
  return planConfirmations(await study.rows(), await study.confirmations(), config.confirm ?? 0);
}

async function confirm(study: Study, { config, progress, remote, ...rest }: Running): Promise<void> {
  const plans = await confirmationsLeft(study, config);
  if (plans.length === 0) return;
  let done = 0;
  progress.confirm(done, plans.length, await study.rows());
  await confirmFinalists(plans, {
    ...{ seed: config.seed, workers: config.workers, ...rest },
    genotypeOf: async (step) => {
      const individual = await study.individual(step);
      if (individual === undefined) throw new Error(`step ${step}: a finalist, but not recorded`);
      return individual.genotype;
    },
    onConfirmation: async (confirmation) => {
      await study.recordConfirmation(confirmation);
      remote?.recorded(confirmationSeed(config.seed, confirmation));
      progress.confirm(++done, plans.length, await study.rows());
    },
  });
}

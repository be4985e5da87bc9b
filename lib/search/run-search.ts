/**
 * The asynchronous controller: keeps w workers busy without waiting for generations. Paper, section 3.3 (controller,
 * workers, memory, queue).
 */
import { setMaxListeners } from "node:events";
import { setImmediate } from "node:timers/promises";
import { bisectLeft } from "d3-array";
import type { Genotype } from "../genotype/genotype.js";
import { fitnessOf, type Individual, type Proposal, type Scored } from "./individual.js";
import {
  checkPast,
  checkSearchSettings,
  createProposer,
  evaluationSeed,
  type SearchSettings,
} from "./search-settings.js";
import { abortError, checkCount, InputError, isAbort } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { shown } from "../input/printable.js";
import { parseWith, signalValue } from "../input/schema.js";

const STOPPED = "search: stopped; finished evaluations are kept";

/**
 * How long proposals are made before what finished meanwhile is taken and recorded: longer where recording takes long,
 * so that it does not take most of the time, but never so long that a signal has to wait.
 */
const TURN_MILLIS = { least: 20, most: 200, perRecording: 3 };

/** What an evaluation receives besides the genotype. */
export interface SearchEvaluateConfig<P = unknown> {
  /** The source of all the evaluation's randomness, derived from the search's seed and the step. */
  readonly seed: string;
  /** The search step. */
  readonly step: number;
  /** The worker that it runs on, from 1. */
  readonly worker: number;
  /** The number of trainings, at least 1, in place of the protocol's. Absent: the protocol's. */
  readonly trainingCount?: number;
  /** Aborted when the search stops. Then reject with an AbortError, or finish and be recorded. */
  readonly signal: AbortSignal;
  /** Reports progress to the search's `onProgress`. */
  readonly onProgress: (progress: P) => void;
}

/** The steps that a search took before; it resumes from them. */
export interface PastSteps<E extends Scored = Scored> {
  /** Evaluated individuals. */
  readonly individuals: readonly Individual<E>[];
  /** Proposals not yet evaluated. They come first, with the same genotypes and the same seeds. */
  readonly unfinished: readonly Proposal[];
}

/** Settings of {@link runSearch}. */
export interface SearchConfig<E extends Scored, P = unknown> extends SearchSettings {
  /** The total number of individuals, including initialization and past steps; at least 1. */
  readonly steps: number;
  /** The number of concurrent evaluations, at least 1. */
  readonly workers: number;
  /**
   * Gives a genotype its fitness. An evaluation that fails returns the status `failed`; one that throws is a bug and
   * ends the search.
   */
  readonly evaluate: (genotype: Genotype, config: SearchEvaluateConfig<P>) => Promise<E>;
  readonly past?: PastSteps<E>;
  /**
   * Asked before each evaluation begins: while it answers true, none does, and the search ends once those that run have
   * ended, unless the answer changes by then.
   */
  readonly isEnough?: () => boolean;
  /** Stops the search: it proposes nothing more, aborts the running evaluations, and keeps what they still return. */
  readonly signal?: AbortSignal;
  /** Awaited before the proposal is evaluated; called in the order of steps. */
  readonly onProposal?: (proposal: Proposal) => void | Promise<void>;
  /**
   * Awaited before a proposal that may descend from the individual is evaluated; called in the order of arrival. The
   * controller calls both for all that it has to record before it awaits any, so that they can be stored at once.
   */
  readonly onEvaluation?: (individual: Individual<E>, worker: number) => void | Promise<void>;
  readonly onProgress?: (step: number, progress: P) => void;
}

interface Outcome<E extends Scored> {
  readonly proposal: Proposal;
  readonly worker: number;
  readonly result: { readonly evaluation: E } | { readonly error: unknown };
}

/**
 * Runs a search and returns its population by arrival, smaller than `steps` if `isEnough` ended it. A free worker first
 * takes proposals left unfinished before, then a new proposal made from the individuals evaluated so far.
 * Initialization needs none of those; selection waits only until the first individual is scored. With one worker the
 * population follows from the seed alone; with more, also from the order of arrivals, which `replaySearch` repeats.
 * Paper, section 3.3.
 *
 * Throws InputError for counts below 1. Rejects with an AbortError when `signal` stopped it, and with the error of an
 * evaluation or a callback that threw; in both cases only after every running evaluation has ended and `onEvaluation`
 * has received what finished.
 */
export async function runSearch<E extends Scored, P = unknown>(
  config: SearchConfig<E, P>,
): Promise<readonly Individual<E>[]> {
  checkSearchSettings(config);
  const { steps, workers, seed, method, initialCount, signal, isEnough = () => false } = config;
  checkCount("search: steps", steps, 1, limits.steps);
  checkCount("search: workers", workers, 1, limits.concurrentEvaluations);
  if (signal !== undefined) parseWith(signalValue(), signal, "search: signal");

  const proposer = createProposer(config);
  const population = [...(config.past?.individuals ?? [])].sort((one, other) => one.arrival - other.arrival);
  const waiting = [...(config.past?.unfinished ?? [])].sort((one, other) => one.step - other.step);
  for (const each of [...population, ...waiting]) proposer.remember(each);
  let nextStep = checkPast(population, waiting, steps);
  let anyScored = population.some((each) => fitnessOf(each) !== undefined);
  const byStep = new Map(population.map((each) => [each.step, each]));

  const free = Array.from({ length: workers }, (_, index) => index + 1);
  const arrivals: Outcome<E>[] = [];
  let running = 0;
  let wake = (): void => undefined;
  const stop = new AbortController();
  // Each running evaluation listens.
  setMaxListeners(0, stop.signal);
  let failure: { readonly error: unknown } | undefined;
  const fail = (error: unknown): void => {
    failure ??= { error };
    stop.abort(abortError(STOPPED));
  };
  const failUnlessStopped = (error: unknown): void => {
    if (!stop.signal.aborted || !isAbort(error, stop.signal)) fail(error);
  };
  const onAbort = (): void => {
    stop.abort(abortError(STOPPED, signal?.reason));
    wake();
  };
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();

  const arrive = (outcome: Outcome<E>): void => {
    arrivals.push(outcome);
    wake();
  };
  const start = (proposal: Proposal): void => {
    running++;
    const { step, genotype, reusedFrom, trainingCount } = proposal;
    const reused = reusedFrom === undefined ? undefined : byStep.get(reusedFrom);
    if (reused !== undefined) return arrive({ proposal, worker: 0, result: { evaluation: reused.evaluation } });
    const worker = free.shift() as number;
    const onProgress = (progress: P): void => config.onProgress?.(step, progress);
    const told = { seed: evaluationSeed(seed, step), step, worker, trainingCount, signal: stop.signal, onProgress };
    // The wrapper turns a throw before the first await into a rejection.
    (async () => config.evaluate(genotype, told))().then(
      (evaluation) => arrive({ proposal, worker, result: { evaluation } }),
      (error: unknown) => arrive({ proposal, worker, result: { error } }),
    );
  };
  const recorded = (record: () => void | Promise<void>): Promise<void> =>
    // The wrapper turns a throw before the first await into a rejection.
    (async () => record())().catch(failUnlessStopped);
  const take = ({ proposal, worker, result }: Outcome<E>): Promise<void> => {
    running--;
    if (worker > 0) {
      free.splice(bisectLeft(free, worker), 0, worker);
    }
    if ("error" in result) {
      failUnlessStopped(result.error);
      return Promise.resolve();
    }
    checkEvaluation(proposal.step, result.evaluation);
    const individual = Object.freeze({ ...proposal, evaluation: result.evaluation, arrival: population.length + 1 });
    population.push(individual);
    byStep.set(individual.step, individual);
    anyScored ||= fitnessOf(individual) !== undefined;
    return recorded(() => config.onEvaluation?.(individual, worker));
  };
  /** A proposal for one more free worker than have one; undefined if there is none, or none yet. */
  const proposeNext = async (taken: number): Promise<Proposal | undefined> => {
    if (stop.signal.aborted || taken >= free.length) return undefined;
    const mustWait = method.selects && nextStep > initialCount && !anyScored && running + taken > 0;
    if (nextStep > steps || mustWait) return undefined;
    const proposal = await proposer.propose(nextStep, population, stop.signal);
    nextStep++;
    return proposal;
  };
  let recordingMillis = 0;
  /** Takes all arrivals and gives the free workers proposals, once both are recorded. Returns whether anything was done. */
  const takeTurn = async (): Promise<boolean> => {
    const recordings: Promise<void>[] = [];
    const next: Proposal[] = [];
    try {
      for (let arrived = arrivals.shift(); arrived !== undefined; arrived = arrivals.shift()) {
        recordings.push(take(arrived));
      }
      // Arrivals are not kept waiting for many proposals.
      const { least, most, perRecording } = TURN_MILLIS;
      const end = performance.now() + Math.min(most, Math.max(least, perRecording * recordingMillis));
      do {
        if (isEnough()) break;
        const unfinished = stop.signal.aborted || next.length >= free.length ? undefined : waiting.shift();
        const proposal = unfinished ?? (await proposeNext(next.length));
        if (proposal === undefined) break;
        next.push(proposal);
        if (unfinished === undefined) recordings.push(recorded(() => config.onProposal?.(proposal)));
      } while (performance.now() < end);
    } catch (error) {
      failUnlessStopped(error);
    }
    const began = performance.now();
    await Promise.all(recordings);
    recordingMillis = performance.now() - began;
    // If the search was stopped while proposals were being recorded, they stay unfinished.
    if (!stop.signal.aborted) next.forEach(start);
    return recordings.length > 0 || next.length > 0;
  };

  try {
    for (;;) {
      if (await takeTurn()) {
        // Otherwise instant evaluations would starve timers and signals.
        await setImmediate();
        continue;
      }
      if (running === 0) break;
      if (arrivals.length === 0) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = () => undefined;
      }
    }
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
  if (failure !== undefined) throw failure.error;
  if (stop.signal.aborted && population.length < steps) throw stop.signal.reason;
  return Object.freeze(population);
}

function checkEvaluation(step: number, evaluation: Scored): void {
  const where = `step ${step}: evaluate`;
  if (typeof evaluation !== "object" || evaluation === null) {
    throw new InputError(`${where}: gave ${shown(evaluation)}, must give an evaluation: { status: "scored", fitness }`);
  }
  const { status, fitness } = evaluation;
  if (status !== "scored" && status !== "failed") {
    throw new InputError(`${where}: status: gave ${shown(status)}, must be scored or failed`);
  }
  if (status === "scored" && !Number.isFinite(fitness)) {
    throw new InputError(`${where}: status scored with fitness ${shown(fitness)}, must be a finite number`);
  }
}

/** A search in virtual time: the controller itself, with workers that are only a clock. Paper, section 3.3. */
import { setImmediate } from "node:timers/promises";
import { abortError } from "../input/errors.js";
import { finiteNumber, parseWith } from "../input/schema.js";
import { createRandom } from "../random.js";
import type { Scored } from "./individual.js";
import { runSearch, type SearchConfig } from "./run-search.js";
import { type BusyTime, busyShare, drawWork, workDefaults, type WorkSettings } from "./simulated-work.js";
import { virtualClock } from "./virtual-clock.js";

/** Settings of {@link simulateSearch}. */
export interface SimulationConfig
  extends
    Pick<SearchConfig<Scored>, "space" | "method" | "steps" | "initialCount" | "workers" | "seed" | "signal">,
    WorkSettings {
  /** What the controller spends on a step, one step after the other. */
  readonly controllerMillis: number;
  /** From a proposal's record to its worker's start: the time in which a worker asks for work once. */
  readonly handoverMillis: number;
  /** Called whenever an evaluation ends. */
  readonly onProgress?: (finished: number) => void;
}

/** 2 ms a step, a second to hand it over, and {@link workDefaults}. */
export const simulationDefaults = Object.freeze({ controllerMillis: 2, handoverMillis: 1_000, ...workDefaults });

/** What became of a simulated search. Times are virtual milliseconds from its beginning. */
export interface Simulation {
  /**
   * The share of the workers' time in which they worked on evaluations, from the beginning until the last proposals were
   * handed out, 0 to 1. After that there is nothing left to do for one worker after the other.
   */
  readonly utilization: number;
  /** Failed evaluations. */
  readonly failed: number;
  /** Machines that were lost with an evaluation, which another one began again. */
  readonly lost: number;
  /** Until when {@link Simulation.utilization} counts. */
  readonly lastStartMillis: number;
  readonly endMillis: number;
  /** When each worker was busy, in the order of beginning. */
  readonly busy: readonly BusyTime[];
}

/**
 * Runs {@link runSearch} with evaluations that take drawn times on a virtual clock, so that months of two thousand
 * machines pass in a minute. The same settings give the same result. Rejects with InputError for settings that no search
 * has, and with an AbortError when `signal` stopped it.
 */
export async function simulateSearch(config: SimulationConfig): Promise<Simulation> {
  const { space, method, steps, workers, initialCount, seed, signal, onProgress } = config;
  const controllerMillis = parseWith(finiteNumber(0), config.controllerMillis, "simulation: controllerMillis");
  const handoverMillis = parseWith(finiteNumber(0), config.handoverMillis, "simulation: handoverMillis");
  const work = drawWork(config, createRandom(seed).split("simulation"));
  const clock = virtualClock<Scored>();
  const busy: BusyTime[] = [];
  let [controllerIsFree, lastStartMillis, finished, failed, lost] = [0, 0, 0, 0, 0];
  let anyScored = false;
  let started = 0;
  let isOver = false;
  const evaluate = (step: number, worker: number): Promise<Scored> => {
    started++;
    const { parts, evaluation } = work(step, worker);
    controllerIsFree = Math.max(controllerIsFree, clock.now()) + controllerMillis;
    const begins = controllerIsFree + handoverMillis;
    lastStartMillis = begins;
    for (const [from, to] of parts) busy.push({ step, worker, from: begins + from, to: begins + to });
    lost += parts.length - 1;
    if (evaluation.status === "failed") failed++;
    return clock.at(begins + parts[parts.length - 1][1], evaluation);
  };
  const search = runSearch<Scored>({
    ...{ space, method, steps, workers, initialCount, seed, signal },
    evaluate: (_genotype, told) => evaluate(told.step, told.worker),
  }).finally(() => (isOver = true));
  // Awaited below, when the clock has run down.
  search.catch(() => undefined);
  const isEveryoneBusy = (): boolean =>
    started >= Math.min(steps, finished + workers) || (!anyScored && started >= initialCount);
  while (!isOver) {
    if (signal?.aborted) clock.stop(abortError("simulation: stopped", signal.reason));
    // The clock stands still while the controller has something to do.
    else if (clock.isAhead() && isEveryoneBusy()) {
      anyScored = clock.next().status === "scored" || anyScored;
      onProgress?.(++finished);
    }
    await setImmediate();
  }
  await search;
  return Object.freeze({
    utilization: busyShare(busy, workers, lastStartMillis),
    ...{ failed, lost, lastStartMillis, endMillis: clock.now(), busy: Object.freeze(busy) },
  });
}

/**
 * The same work in generations, as many evaluations in each as there are workers: a generation begins when the one
 * before has ended to the last. Rejects what {@link simulateSearch} rejects.
 */
export function simulateGenerations(config: SimulationConfig): Simulation {
  const { steps, workers, controllerMillis, handoverMillis } = config;
  const work = drawWork(config, createRandom(config.seed).split("simulation"));
  const busy: BusyTime[] = [];
  let [end, lastStartMillis, failed, lost] = [0, 0, 0, 0];
  for (let first = 1; first <= steps; first += workers) {
    const begins = end;
    for (let worker = 1; worker <= workers && first + worker - 1 <= steps; worker++) {
      const step = first + worker - 1;
      const { parts, evaluation } = work(step, worker);
      const start = begins + worker * controllerMillis + handoverMillis;
      for (const [from, to] of parts) busy.push({ step, worker, from: start + from, to: start + to });
      lost += parts.length - 1;
      if (evaluation.status === "failed") failed++;
      end = Math.max(end, start + parts[parts.length - 1][1]);
    }
    // The last generation has no other to wait for.
    lastStartMillis = first + workers > steps && first > 1 ? begins : end;
  }
  const utilization = busyShare(busy, workers, lastStartMillis);
  return Object.freeze({ utilization, failed, lost, lastStartMillis, endMillis: end, busy: Object.freeze(busy) });
}

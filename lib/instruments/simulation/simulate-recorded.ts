/** Simulated searches whose evaluations take as long, compared with each other, as those of a recorded search. */
import { mean } from "d3-array";
import type { Space } from "../../genotype/space.js";
import { recorded } from "../../literature/recorded-searches.js";
import type { UtilizationRow } from "../../rows/utilization-row.js";
import type { SearchMethod } from "../../search/method.js";
import {
  simulateGenerations,
  simulateSearch,
  type Simulation,
  simulationDefaults,
} from "../../search/simulate-search.js";
import { type BusyTime, workDefaults } from "../../search/simulated-work.js";

/** Settings of {@link simulateRecorded}. */
export interface RecordedSimulationConfig {
  readonly space: Space;
  readonly method: SearchMethod;
  readonly workers: number;
  readonly steps: number;
  readonly initialCount: number;
  readonly seed: number | string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (finished: number) => void;
}

/** The result of {@link simulateRecorded}. */
export interface RecordedSimulation {
  readonly workers: number;
  readonly steps: number;
  /** Busy workers, 0 to 1, until the last proposals were handed out: see `simulateSearch`. */
  readonly utilization: number;
  /** The same for a search that waits for generations. */
  readonly generationalUtilization: number;
  /** Until the last evaluation ended. */
  readonly hours: number;
  readonly generationalHours: number;
  readonly failed: number;
  /** Machines that were lost with an evaluation. */
  readonly lost: number;
  /** Steps a second, on average from beginning to end: what the controller has to keep up with. */
  readonly stepsPerSecond: number;
  /** Until the controller has handed out the last proposal; the search in generations goes on much longer. */
  readonly overTime: readonly UtilizationRow[];
}

/** An evaluation of the paper's search took an hour on one GPU. Paper, section 4.1. */
const HOUR_MILLIS = 3_600_000;

/** Stretches of time. */
const STRETCHES = 200;

/**
 * Simulates a search with the evaluation times of the recorded hierarchical evolution, scaled to a mean of the paper's
 * hour, and beside it one that waits for generations. Rejects as `simulateSearch` does.
 */
export async function simulateRecorded(config: RecordedSimulationConfig): Promise<RecordedSimulation> {
  const { rows } = await recorded("hierarchical-evolution");
  const times = rows.flatMap(({ status, startedMillis, finishedMillis }) =>
    status === "scored" ? [finishedMillis - startedMillis] : [],
  );
  const scale = HOUR_MILLIS / (mean(times) as number);
  const full = {
    ...config,
    ...simulationDefaults,
    ...workDefaults,
    evaluationMillis: times.map((time) => time * scale),
  };
  const search = await simulateSearch(full);
  const generations = simulateGenerations(full);
  const { workers, steps } = config;
  return Object.freeze({
    ...{ workers, steps, utilization: search.utilization, generationalUtilization: generations.utilization },
    ...{ hours: search.endMillis / HOUR_MILLIS, generationalHours: generations.endMillis / HOUR_MILLIS },
    ...{ failed: search.failed, lost: search.lost, stepsPerSecond: (1_000 * steps) / search.endMillis },
    overTime: Object.freeze([
      ...overTime(search, "controller", workers, search.lastStartMillis),
      ...overTime(generations, "generations", workers, search.lastStartMillis),
    ]),
  });
}

/** The first `endMillis` in stretches. */
function overTime(
  { busy }: Simulation,
  kind: UtilizationRow["kind"],
  workers: number,
  endMillis: number,
): readonly UtilizationRow[] {
  const stretch = endMillis / STRETCHES;
  const sums = new Array<number>(STRETCHES).fill(0);
  const add = ({ from, to }: BusyTime): void => {
    for (let place = Math.floor(from / stretch); place < STRETCHES && place * stretch < to; place++) {
      sums[place] += Math.min(to, (place + 1) * stretch) - Math.max(from, place * stretch);
    }
  };
  busy.forEach(add);
  return sums.map((sum, place) =>
    Object.freeze({
      hours: ((place + 0.5) * stretch) / HOUR_MILLIS,
      busyShare: Math.min(1, sum / (workers * stretch)),
      kind,
    }),
  );
}

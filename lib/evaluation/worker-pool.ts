/** A pool of child processes that train and score genotypes. Paper, section 3 (workers). */
import type { Genotype } from "../genotype/genotype.js";
import { planNetwork } from "../network/plan-network.js";
import type { Evaluation } from "./evaluation.js";
import { machineMemory } from "./machine-memory.js";
import { predictMemory } from "./predict-memory.js";
import { refuseTooLarge } from "./refuse-too-large.js";
import { createSchedule } from "./schedule.js";
import {
  checkEvaluateConfig,
  type EvaluateConfig,
  resolveConfig,
  type WorkerPoolConfig,
} from "./worker-pool-config.js";
import { createSlot } from "./worker-slot.js";

export type { EvaluateConfig, WorkerPoolConfig } from "./worker-pool-config.js";

/** Trains and scores genotypes in child processes. */
export interface WorkerPool {
  /**
   * Trains and scores one genotype. It waits, first come, first served, while all workers are busy or the memory
   * predicted for its network does not fit beside what the other children hold; a network that fits beside no other
   * runs alone.
   *
   * A failed evaluation (`FailureReason`) is a result. A child that dies or reports an error is replaced, and its
   * evaluation begins again, once. If memory ran out or the child was killed, it begins again alone, after all those running now, so
   * `outOfMemory` is never the fault of its neighbours in the pool.
   *
   * Rejects with InputError for a genotype without a network, missing images, a missing TensorFlow, or an unusable
   * folder for temporary files; with an AbortError when aborted or closed; and with Error when three
   * evaluations in a row end by errors, which then are the machine's.
   */
  evaluate(genotype: Genotype, config: EvaluateConfig): Promise<Evaluation>;
  /** Aborts running and waiting evaluations and ends all children; resolves when these are gone. */
  close(): Promise<void>;
}

/**
 * Opens a pool. Children start when needed, one for each concurrent evaluation. A pool that is not closed does not keep
 * the process alive. A pool knows only its own children's memory: two pools or searches on one machine each count on
 * all of it, unless `memoryBytes` gives each its share. Throws InputError for an invalid protocol and for settings out
 * of bounds.
 */
export function openWorkerPool(config: WorkerPoolConfig): WorkerPool {
  const resolved = resolveConfig(config);
  const { protocol, workers, primitives, settings } = resolved;
  const machineBytes = machineMemory();
  const schedule = createSchedule({
    workers,
    memoryBytes: () => config.memoryBytes ?? machineBytes - process.memoryUsage.rss(),
    limits: protocol.limits,
    createSlot: (number) => createSlot(number, resolved),
  });
  return Object.freeze({
    evaluate: async (genotype: Genotype, evaluateConfig: EvaluateConfig) => {
      const { channels = protocol.network.channels, ...told } = checkEvaluateConfig(evaluateConfig);
      const plan = planNetwork(genotype, { ...protocol.network, channels }, primitives);
      const predictedBytes = predictMemory(plan, settings.protocol);
      const refusal = refuseTooLarge(plan, settings.protocol, machineBytes, predictedBytes);
      return refusal ?? schedule.run({ ...told, plan, predictedBytes });
    },
    close: () => schedule.close(),
  });
}

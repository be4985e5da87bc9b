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
   * Trains and scores one genotype. It waits, first come, first served, while all workers are busy, or while the memory
   * that its network is predicted to take does not fit beside what the other children hold; one that fits beside no
   * other runs alone.
   *
   * Failures of the evaluation's own (`FailureReason`) are results. A child that dies is replaced, and the evaluation
   * begins again, once. Where memory ran out or the child was killed, it begins again alone, after all that run now:
   * `outOfMemory` is never the fault of its neighbours in the pool.
   *
   * Rejects with InputError for a genotype without a network, missing images, a missing TensorFlow, or a folder for
   * temporary files that cannot be used; with an AbortError when aborted or closed; and with the child's error when that
   * is a bug.
   */
  evaluate(genotype: Genotype, config: EvaluateConfig): Promise<Evaluation>;
  /** Aborts what runs or waits and ends all children; resolves when they are gone. */
  close(): Promise<void>;
}

/**
 * Opens a pool. Children are started when they are needed, one for each evaluation that runs at the same time; a pool
 * that is not closed does not keep the process alive. A pool knows of no memory but its own children's: two pools on one
 * machine, or two searches, each reckon with all of it, unless `memoryBytes` gives each its share.
 * Throws InputError for a protocol that cannot be trained by and for settings out of bounds.
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
      const told = checkEvaluateConfig(evaluateConfig);
      const plan = planNetwork(genotype, protocol.network, primitives);
      const predictedBytes = predictMemory(plan, settings.protocol);
      const refusal = refuseTooLarge(plan, settings.protocol, machineBytes, predictedBytes);
      return refusal ?? schedule.run({ ...told, plan, predictedBytes });
    },
    close: () => schedule.close(),
  });
}

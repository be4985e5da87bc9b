/** Trains and scores a single genotype. */
import type { Genotype } from "../genotype/genotype.js";
import { withDefaults } from "../input/settings.js";
import type { Evaluation } from "./evaluation.js";
import { laptopProtocol } from "./protocol.js";
import { prepareProtocol } from "./protocol-data.js";
import { type EvaluateConfig, openWorkerPool, type WorkerPoolConfig } from "./worker-pool.js";

/** Settings of {@link evaluateGenotype}: those of a one-worker pool and of an evaluation. */
export type EvaluateGenotypeConfig = Partial<Omit<WorkerPoolConfig, "workers">> & Partial<EvaluateConfig>;

/** The laptop protocol on the bundled sample, seed `1`. */
export const evaluateGenotypeDefaults = Object.freeze({ protocol: laptopProtocol, data: "sample", seed: "1" });

/**
 * Trains and scores one genotype in a child process of its own; for several, open a pool (`openWorkerPool`).
 * `scoreOn: "test"` measures on the test images. Throws and rejects as the pool's `evaluate` does.
 */
export async function evaluateGenotype(genotype: Genotype, config: EvaluateGenotypeConfig = {}): Promise<Evaluation> {
  const full = withDefaults<Omit<WorkerPoolConfig, "workers"> & EvaluateConfig>(
    evaluateGenotypeDefaults,
    config,
    "evaluation",
  );
  const { seed, trainingCount, signal, onProgress, ...pool } = full;
  const protocol = await prepareProtocol(pool.protocol, pool.data, { signal });
  const workers = openWorkerPool({ ...pool, protocol, workers: 1 });
  try {
    return await workers.evaluate(genotype, { seed, trainingCount, signal, onProgress });
  } finally {
    await workers.close();
  }
}

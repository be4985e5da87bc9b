/** Trains and scores a single genotype. */
import { prepareSource } from "../dataset/data-source.js";
import type { Genotype } from "../genotype/genotype.js";
import { withDefaults } from "../input/settings.js";
import type { Evaluation } from "./evaluation.js";
import { checkProtocol } from "./check-protocol.js";
import { laptopProtocol } from "./protocol.js";
import { protocolForData } from "./protocol-data.js";
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
  checkProtocol(pool.protocol);
  await prepareSource(pool.data, { size: pool.protocol.scoringSize, signal, onWarning: (line) => console.warn(line) });
  const workers = openWorkerPool({ ...pool, protocol: protocolForData(pool.protocol, pool.data), workers: 1 });
  try {
    return await workers.evaluate(genotype, { seed, trainingCount, signal, onProgress });
  } finally {
    await workers.close();
  }
}

/** Times whole training steps of several graphs in turn, in this process, and counts the least work they must do. */
import { median } from "simple-statistics";
import type { Batch } from "../../graph/session/batch.js";
import { compileProgram } from "../../graph/fused/compile-program.js";
import { initialWeights } from "../../graph/session/initial-weights.js";
import { lowerPlan } from "../../graph/lower-plan.js";
import { trainingGraphDefaults } from "../../graph/training-graph.js";
import { openTrainingSession, type TrainingSession } from "../../graph/session/training-session.js";
import type { Plan } from "../../network/plan.js";
import { createRandom } from "../../random.js";
import { costOfProgram, type TrainingStepCost } from "./program-cost.js";

/** Training-step times of one graph. */
export interface TrainingStepTimes {
  readonly graph: "plain" | "rewritten" | "fused";
  /** The fastest, which other work on the machine disturbed least. */
  readonly millis: number;
  readonly medianMillis: number;
}

/** Settings of {@link benchTrainingSteps}. */
export interface TrainingStepBenchConfig {
  /** Measured training steps of each graph, after two of warm-up. */
  readonly rounds: number;
}

/** Twelve training steps of each graph. */
export const trainingStepBenchDefaults: TrainingStepBenchConfig = Object.freeze({ rounds: 12 });

const WARM_UP = 2;
/** Small enough that no network diverges. */
const LEARNING_RATE = 0.01;

/**
 * Times the plain graph, the rewritten one and, if it can run, the fused operation, one training step each in turn. The
 * thread count is that of `TF_NUM_INTEROP_THREADS` when TensorFlow was loaded. Throws InputError when TensorFlow is not
 * installed.
 */
export async function benchTrainingSteps(
  plan: Plan,
  batch: Batch,
  { rounds }: TrainingStepBenchConfig = trainingStepBenchDefaults,
): Promise<readonly TrainingStepTimes[]> {
  const sessions: {
    readonly graph: TrainingStepTimes["graph"];
    readonly session: TrainingSession;
    readonly millis: number[];
  }[] = [];
  try {
    for (const graph of ["plain", "rewritten", "fastest"] as const) {
      const session = await openTrainingSession(plan, batch.labels.length, { graph });
      session.setWeights(initialWeights(plan, createRandom(1)));
      if (graph !== "fastest") sessions.push({ graph, session, millis: [] });
      else if (session.engineName === "fused") sessions.push({ graph: "fused", session, millis: [] });
      else session.dispose();
    }
    for (let round = -WARM_UP; round < rounds; round++)
      for (const { session, millis } of sessions) {
        const start = performance.now();
        session.train(batch, LEARNING_RATE);
        if (round >= 0) millis.push(performance.now() - start);
      }
  } finally {
    for (const { session } of sessions) session.dispose();
  }
  return sessions.map(({ graph, millis }) => timesOf(graph, millis));
}

/** The row of a graph from the times of its training steps. */
export function timesOf(graph: TrainingStepTimes["graph"], millis: readonly number[]): TrainingStepTimes {
  return Object.freeze({ graph, millis: Math.min(...millis), medianMillis: median([...millis]) });
}

/** The least work of a training step of `plan` on a batch of this shape, as the fused operation does it. */
export function costOfTrainingStep(plan: Plan, [batchSize, height, width]: Batch["shape"]): TrainingStepCost {
  const lowered = lowerPlan(plan, { ...trainingGraphDefaults, batchSize });
  return costOfProgram(compileProgram(lowered), { batchSize, height, width });
}

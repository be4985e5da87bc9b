/** Whole training steps of several graphs in turn, in this process, beside what they have to do at least. */
import { median } from "simple-statistics";
import type { Batch } from "../../graph/session/batch.js";
import { compileProgram } from "../../graph/fused/compile-program.js";
import { initialWeights } from "../../graph/session/initial-weights.js";
import { lowerPlan } from "../../graph/lower-plan.js";
import { defaultTrainingGraphConfig } from "../../graph/training-graph.js";
import { openTrainingSession, type TrainingSession } from "../../graph/session/training-session.js";
import type { Plan } from "../../network/plan.js";
import { createRandom } from "../../random.js";
import { costOfProgram, type StepCost } from "./program-cost.js";

/** Times of the training step of one graph. */
export interface StepTimeRow {
  readonly graph: "plain" | "rewritten" | "fused";
  /** The fastest step, in which other work on the machine disturbed least. */
  readonly millis: number;
  readonly medianMillis: number;
}

/** Settings of {@link benchSteps}. */
export interface StepBenchConfig {
  /** Steps of each graph that count, after two that do not. */
  readonly rounds: number;
}

/** Twelve steps of each. */
export const defaultStepBench: StepBenchConfig = Object.freeze({ rounds: 12 });

const WARM_UP = 2;
/** Small enough that no network runs away. */
const STEP_RATE = 0.01;

/**
 * The plain graph, the rewritten one and, where it can run, the fused operation, step by step in turn. They use as many
 * threads as `TF_NUM_INTEROP_THREADS` said when TensorFlow was loaded. Throws InputError when TensorFlow is not here.
 */
export async function benchSteps(
  plan: Plan,
  batch: Batch,
  { rounds }: StepBenchConfig = defaultStepBench,
): Promise<readonly StepTimeRow[]> {
  const sessions: {
    readonly graph: StepTimeRow["graph"];
    readonly session: TrainingSession;
    readonly millis: number[];
  }[] = [];
  try {
    for (const graph of ["plain", "rewritten", "fastest"] as const) {
      const session = await openTrainingSession(plan, batch.labels.length, { graph });
      session.setWeights(initialWeights(plan, createRandom(1)));
      if (graph !== "fastest") sessions.push({ graph, session, millis: [] });
      else if (session.kernels === "fused") sessions.push({ graph: "fused", session, millis: [] });
      else session.dispose();
    }
    for (let round = -WARM_UP; round < rounds; round++)
      for (const { session, millis } of sessions) {
        const start = performance.now();
        session.train(batch, STEP_RATE);
        if (round >= 0) millis.push(performance.now() - start);
      }
  } finally {
    for (const { session } of sessions) session.dispose();
  }
  return sessions.map(({ graph, millis }) => timesOf(graph, millis));
}

/** The row of a graph whose training steps took so long. */
export function timesOf(graph: StepTimeRow["graph"], millis: readonly number[]): StepTimeRow {
  return Object.freeze({ graph, millis: Math.min(...millis), medianMillis: median([...millis]) });
}

/** The least work of a training step of `plan` on a batch of this shape, as the fused operation does it. */
export function costOfStep(plan: Plan, [batchSize, height, width]: Batch["shape"]): StepCost {
  const lowered = lowerPlan(plan, { ...defaultTrainingGraphConfig, batchSize });
  return costOfProgram(compileProgram(lowered), { batchSize, height, width });
}

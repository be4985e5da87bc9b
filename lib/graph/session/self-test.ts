/** A tiny network trained for ten training steps, to see that TensorFlow works and on which device. */
import { publishedCell } from "../../genotype/published.js";
import { smallNetwork } from "../../network/network-config.js";
import { planNetwork } from "../../network/plan-network.js";
import { createRandom } from "../../random.js";
import { initialWeights } from "./initial-weights.js";
import { openTrainingSession } from "./training-session.js";

/** The result of the self-test. */
export interface SelfTest {
  /** `cpu` or `gpu`. */
  readonly device: string;
  /** What computed the training steps, as in `TrainingSession.engine`: `fused avx512, CPU`, `rewritten, GPU`. */
  readonly engine: string;
  readonly trainingSteps: number;
  /** The loss of each training step. */
  readonly losses: readonly number[];
  /** From the first training step to the last, without loading TensorFlow. */
  readonly millis: number;
}

const TRAINING_STEPS = 10;
const BATCH = 16;
const SIDE = 8;

/**
 * Trains the published cell with 4 channels on 16 random 8×8 images for ten training steps. Throws InputError when
 * TensorFlow is missing, Error when the losses do not fall.
 */
export async function selfTest(): Promise<SelfTest> {
  const plan = planNetwork(publishedCell, { ...smallNetwork, channels: 4 });
  const random = createRandom("self-test");
  const pixels = random.split("pixels");
  const batch = {
    images: Float32Array.from({ length: BATCH * SIDE * SIDE * 3 }, () => pixels.normal()),
    labels: Int32Array.from({ length: BATCH }, (_, index) => index % plan.classCount),
    shape: [BATCH, SIDE, SIDE, 3],
  } as const;
  const session = await openTrainingSession(plan, BATCH);
  try {
    session.setWeights(initialWeights(plan, random));
    const start = performance.now();
    const losses = Array.from({ length: TRAINING_STEPS }, () => session.train(batch, 0.03).loss);
    const millis = performance.now() - start;
    if (!(losses[TRAINING_STEPS - 1] < losses[0]))
      throw new Error(`self-test: losses do not fall: ${losses.join(", ")}`);
    const { device, engine } = session;
    return { device, engine, trainingSteps: TRAINING_STEPS, losses, millis };
  } finally {
    session.dispose();
  }
}

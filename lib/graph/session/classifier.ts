/** A trained network in TensorFlow that classifies images one by one. */
import { InputError } from "../../input/errors.js";
import type { Plan } from "../../network/plan.js";
import { buildClassifyingGraph } from "../classifying-graph.js";
import { trainingGraphDefaults } from "../training-graph.js";
import { type Batch, checkBatch } from "./batch.js";
import { type Feed, hasFusedOperations, loadGraph } from "./loaded-graph.js";

/** What a trained network is: all that its answers depend on besides its plan. */
export interface TrainedWeights {
  /** The flat vector of weights, length `plan.parameterCount`. */
  readonly weights: Float32Array;
  /** The flat vector of batch-normalization averages, length `plan.averageCount`. */
  readonly averages: Float32Array;
}

/** A trained network that classifies. Calls block until they are done. */
export interface Classifier {
  /** The logit of each class for each image, `[batch, classCount]`, row-major. Throws as `classify` does. */
  logits(batch: Pick<Batch, "images" | "shape">): Float32Array;
  /**
   * The probability of each class for each image, `[batch, classCount]`, row-major. Throws InputError when the images
   * do not fit.
   */
  classify(batch: Pick<Batch, "images" | "shape">): Float32Array;
  /** Frees the graph and all its memory. A second call does nothing; any other call afterwards throws. */
  dispose(): void;
}

/**
 * Builds and loads the forward pass of a plan with TensorFlow's own operations, normalized with the averages, as
 * `TrainingSession.score` does, up to rounding. Throws InputError when TensorFlow is missing or a vector's length does
 * not fit the plan.
 */
export async function openClassifier(plan: Plan, { weights, averages }: TrainedWeights): Promise<Classifier> {
  const { batchNormalizationEpsilon } = trainingGraphDefaults;
  const graph = buildClassifyingGraph(plan, {
    batchNormalizationEpsilon,
    fusedOperations: hasFusedOperations(),
    batchSize: 1,
  });
  const loaded = await loadGraph(graph);
  try {
    loaded.run("setWeights", { newWeights: vector("weights", weights, plan.parameterCount) }, []);
    loaded.run("setAverages", { newAverages: vector("averages", averages, plan.averageCount) }, []);
  } catch (error) {
    loaded.dispose();
    throw error;
  }
  const logitsOf = ({ images, shape }: Pick<Batch, "images" | "shape">): Float32Array => {
    checkBatch(plan, { images, shape, labels: new Int32Array(shape[0]) });
    const [logits] = loaded.run("logits", { images: { values: images, shape } }, ["logits"]);
    return logits;
  };
  return {
    logits: logitsOf,
    classify: (batch) => softmax(logitsOf(batch), plan.classCount),
    dispose: () => loaded.dispose(),
  };
}

function vector(what: string, values: Float32Array, length: number): Feed {
  if (values.length !== length) {
    throw new InputError(`${what}: got ${values.length} numbers, the plan has ${length}; take those of its training`);
  }
  return { values, shape: [length] };
}

function softmax(logits: Float32Array, classCount: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classCount) {
    const row = logits.subarray(start, start + classCount);
    const most = Math.max(...row);
    let sum = 0;
    for (const logit of row) sum += Math.exp(logit - most);
    row.forEach((logit, label) => (probabilities[start + label] = Math.exp(logit - most) / sum));
  }
  return probabilities;
}

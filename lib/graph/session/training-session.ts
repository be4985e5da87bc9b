/** A network in TensorFlow, to train and to score. */
import { InputError } from "../../input/errors.js";
import type { Plan } from "../../network/plan.js";
import { type Batch, checkBatch, splitBatch } from "./batch.js";
import { loadFusedGraph } from "./load-fused.js";
import { type Feed, hasFusedOperations, loadGraph, type LoadedGraph } from "./loaded-graph.js";
import {
  buildTrainingGraph,
  type EngineName,
  trainingGraphDefaults,
  type TrainingGraphConfig,
} from "../training-graph.js";

export type { Batch } from "./batch.js";

/**
 * A network in TensorFlow with its weights, its momentum and its batch-normalization averages. Batch size and image
 * size may differ from call to call; the plan fixes only the images' channels. Calls block until they are done. When
 * TensorFlow refuses one, it throws Error with TensorFlow's message (`OOM when allocating …` when memory is short).
 */
export interface TrainingSession {
  readonly device: "cpu" | "gpu";
  readonly engineName: EngineName;
  /** The engine with its kernels and device in words, for a record: `fused avx512, CPU`, `rewritten, GPU`. */
  readonly engine: string;
  /** Nodes of the TensorFlow graph. */
  readonly nodeCount: number;
  /**
   * Sets the flat vector of weights, length `plan.parameterCount`, and resets momentum to 0 and the averages to mean 0,
   * variance 1. Throws InputError for another length.
   */
  setWeights(weights: Float32Array): void;
  /** A copy of the flat vector of weights. */
  weights(): Float32Array;
  /**
   * A copy of the flat vector of momentum, length `plan.parameterCount`: each weight's running update. With the weights
   * it is all that the next training step depends on besides its batch and learning rate.
   */
  momentum(): Float32Array;
  /** Sets the momentum, after `setWeights`, which resets it. Throws InputError for another length. */
  setMomentum(momentum: Float32Array): void;
  /** A copy of the flat vector of averages, length `plan.averageCount`. */
  averages(): Float32Array;
  /** Sets the averages. Throws InputError for another length. */
  setAverages(averages: Float32Array): void;
  /**
   * One training step: forward with the statistics of the batch, gradients, weight decay, momentum update. The averages
   * do not change. `loss` is the mean softmax cross-entropy before the update, without the decay term, of smoothed
   * labels where these are asked for; if it is not finite, neither are the weights. With several `parts` (default: 1) the batch is taken in so many parts of nearly
   * equal size, one after the other, which takes the memory of one; gradients and loss are the means over all images,
   * but each part is normalized by its own statistics. Throws InputError when the batch does not fit, the rate is not a
   * finite number, or there are more parts than images.
   */
  train(batch: Batch, learningRate: number, parts?: number): { readonly loss: number };
  /**
   * averages ← (1 − share)·averages + share·(this batch's mean and variance, the variance divided by count − 1), share
   * from 0 to 1. Calls with share 1, 1/2, 1/3, … give the plain mean. Call it before `score`, because training steps do
   * not change the averages. Throws InputError when the batch does not fit.
   */
  calibrate(batch: Batch, share: number): void;
  /**
   * The number of images in the batch that are classified correctly, and the mean loss, normalized with the averages.
   * Throws InputError when the batch does not fit.
   */
  score(batch: Batch): { readonly correct: number; readonly loss: number };
  /** Frees the graph and all its memory. A second call does nothing; any other call afterwards throws. */
  dispose(): void;
}

/**
 * Builds and loads the graph of a plan; weights are 0 until `setWeights`. Two training sessions share nothing. The
 * graph is optimized for training batches of `batchSize` images, though batches of any size can be fed. Throws
 * InputError when TensorFlow is missing, or the batch size or the config is out of range.
 */
export async function openTrainingSession(
  plan: Plan,
  batchSize: number,
  config: Partial<Omit<TrainingGraphConfig, "batchSize">> = {},
): Promise<TrainingSession> {
  const full = { ...trainingGraphDefaults, ...config, batchSize };
  checkConfig(full);
  const { loaded, nodeCount, engineName, vectors } = await load(plan, full);
  const session: TrainingSession = {
    device: loaded.device,
    engineName,
    engine: `${engineName}${vectors === undefined ? "" : ` ${vectors}`}, ${loaded.device.toUpperCase()}`,
    nodeCount,
    setWeights(weights) {
      loaded.run("setWeights", { newWeights: vector("weights", weights, plan.parameterCount) }, []);
      session.setAverages(startAverages(plan));
    },
    weights: () => loaded.run("weights", {}, ["weights"])[0],
    momentum: () => loaded.run("momentum", {}, ["momentum"])[0],
    setMomentum(momentum) {
      loaded.run("setMomentum", { newMomentum: vector("momentum", momentum, plan.parameterCount) }, []);
    },
    averages: () => loaded.run("averages", {}, ["averages"])[0],
    setAverages(averages) {
      loaded.run("setAverages", { newAverages: vector("averages", averages, plan.averageCount) }, []);
    },
    train(batch, learningRate, parts = 1) {
      if (!Number.isFinite(learningRate)) {
        throw new InputError(`learning rate: got ${learningRate}, must be a finite number`);
      }
      const feeds = imagesAndLabels(plan, batch);
      if (parts !== 1) return { loss: trainInParts(loaded, splitBatch(batch, parts), learningRate) };
      const [[loss]] = loaded.run("train", { ...feeds, learningRate: number(learningRate) }, ["loss"]);
      return { loss };
    },
    calibrate(batch, share) {
      if (!(share >= 0 && share <= 1)) throw new InputError(`calibrate: got a share of ${share}, must be from 0 to 1`);
      const { images } = imagesAndLabels(plan, batch);
      loaded.run("calibrate", { images, share: number(share) }, []);
    },
    score(batch) {
      const [[correct], [loss]] = loaded.run("score", imagesAndLabels(plan, batch), ["correct", "loss"]);
      return { correct, loss };
    },
    dispose: () => loaded.dispose(),
  };
  session.setWeights(new Float32Array(plan.parameterCount));
  return session;
}

interface Loaded {
  readonly loaded: LoadedGraph;
  readonly nodeCount: number;
  readonly engineName: EngineName;
  /** Of the fused operation. */
  readonly vectors?: string;
}

async function load(plan: Plan, config: TrainingGraphConfig): Promise<Loaded> {
  if (config.graph === "fused" || config.graph === "fastest") {
    const graph = buildTrainingGraph(plan, { ...config, graph: "fused" });
    const found = await loadFusedGraph(graph, config.graph === "fused");
    if (found !== undefined) return { ...found, nodeCount: graph.nodes.length, engineName: "fused" };
  }
  const fusedOperations = config.fusedOperations && hasFusedOperations();
  const graph = buildTrainingGraph(plan, { ...config, fusedOperations });
  const engineName = config.graph === "plain" ? "plain" : "rewritten";
  return { loaded: await loadGraph(graph), nodeCount: graph.nodes.length, engineName };
}

/** One training step of a batch in parts; the mean loss over all its images. */
function trainInParts(loaded: LoadedGraph, parts: readonly Batch[], learningRate: number): number {
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  loaded.run("clearGradient", {}, []);
  let loss = 0;
  for (const part of parts) {
    const share = part.labels.length / count;
    const [[partLoss]] = loaded.run("accumulate", { ...feedsOf(part), share: number(share) }, ["loss"]);
    loss += share * partLoss;
  }
  loaded.run("applyGradient", { learningRate: number(learningRate) }, []);
  return loss;
}

function imagesAndLabels(plan: Plan, batch: Batch): { readonly images: Feed; readonly labels: Feed } {
  checkBatch(plan, batch);
  return feedsOf(batch);
}

function feedsOf({ images, labels, shape }: Batch): { readonly images: Feed; readonly labels: Feed } {
  return { images: { values: images, shape }, labels: { values: labels, shape: [labels.length] } };
}

const number = (value: number): Feed => ({ values: Float32Array.of(value), shape: [] });

function vector(what: string, values: Float32Array, length: number): Feed {
  if (values.length !== length) {
    throw new InputError(`${what}: got ${values.length} numbers, the plan has ${length}; make them for this plan`);
  }
  return { values, shape: [length] };
}

function startAverages(plan: Plan): Float32Array {
  const averages = new Float32Array(plan.averageCount);
  for (const { averages: piece } of plan.operations)
    if (piece) averages.fill(1, piece.offset + piece.channels, piece.offset + 2 * piece.channels);
  return averages;
}

function checkConfig(config: TrainingGraphConfig): void {
  const { batchSize, momentum, weightDecay, batchNormalizationEpsilon, labelSmoothing } = config;
  if (!Number.isInteger(batchSize) || batchSize < 1)
    throw new InputError(`batch size: got ${JSON.stringify(batchSize)}, must be a whole number of at least 1`);
  if (!(momentum >= 0 && momentum < 1))
    throw new InputError(`momentum: got ${momentum}, must be at least 0 and below 1`);
  if (!(labelSmoothing >= 0 && labelSmoothing < 1))
    throw new InputError(`label smoothing: got ${labelSmoothing}, must be at least 0 and below 1`);
  if (!Number.isFinite(weightDecay) || weightDecay < 0)
    throw new InputError(`weight decay: got ${weightDecay}, must be a finite number of at least 0`);
  if (!Number.isFinite(batchNormalizationEpsilon) || batchNormalizationEpsilon <= 0)
    throw new InputError(
      `batch-normalization epsilon: got ${batchNormalizationEpsilon}, must be a finite number above 0`,
    );
}

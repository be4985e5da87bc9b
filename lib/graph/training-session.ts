/** A network in TensorFlow that can be trained and scored. Ours. */
import fs from "node:fs";
import path from "node:path";
import type * as TensorFlowNode from "@tensorflow/tfjs-node-gpu";
import { InputError } from "../input-error.js";
import type { Plan } from "../network/plan.js";
import { makeGraphFolder, removeGraphFolder } from "./graph-folder.js";
import { MODEL_TAG, serializeSavedModel } from "./saved-model.js";
import { loadSavedModelMessages, loadTensorFlow, type TensorFlow } from "./tensorflow.js";
import {
  buildTrainingGraph,
  defaultTrainingGraphConfig,
  type SignatureName,
  type TrainingGraphConfig,
} from "./training-graph.js";

/** Images with their labels. Ours. */
export interface Batch {
  /** Normalized pixels, row-major in `shape`. */
  readonly images: Float32Array;
  /** One class a picture, from 0. */
  readonly labels: Int32Array;
  /** `[batch, height, width, channels]`. */
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
}

/**
 * A network in TensorFlow with its weights, its momentum and its batch-normalization averages. Batch size and image size may differ from call to call; only the channels of the images are fixed by
 * the plan. Calls block until they are done. What TensorFlow refuses is thrown as an Error with its message (`OOM when allocating …` when memory is short). Ours.
 */
export interface TrainingSession {
  readonly device: "cpu" | "gpu";
  /** Nodes of the TensorFlow graph. */
  readonly nodeCount: number;
  /** Sets the flat vector of weights, length `plan.parameterCount`, puts momentum to 0 and the averages to mean 0, variance 1. Throws InputError for another length. */
  setWeights(weights: Float32Array): void;
  /** A copy of the flat vector of weights. */
  weights(): Float32Array;
  /** A copy of the flat vector of averages, length `plan.averageCount`. */
  averages(): Float32Array;
  /** Sets the averages. Throws InputError for another length. */
  setAverages(averages: Float32Array): void;
  /**
   * One training step: forward with the statistics of the batch, gradients, weight decay, momentum update; leaves the averages alone. `loss` is the mean softmax cross-entropy before
   * the update and without the decay term; it may be not finite, and then so are the weights. Throws InputError when the batch does not fit or the rate is not a finite number.
   */
  train(batch: Batch, learningRate: number): { readonly loss: number };
  /**
   * averages ← (1 − share)·averages + share·(this batch's mean and variance, the variance divided by count − 1), share from 0 to 1; called with share 1, 1/2, 1/3, … it gives the plain mean.
   * To be called before `score`, because training steps do not touch the averages. Throws InputError when the batch does not fit.
   */
  calibrate(batch: Batch, share: number): void;
  /** How many pictures of the batch are classed rightly, and the mean loss, normalized with the averages. Throws InputError when the batch does not fit. */
  score(batch: Batch): { readonly correct: number; readonly loss: number };
  /** Frees the graph with all that it holds. A second call does nothing; any other call then throws. */
  dispose(): void;
}

/**
 * Builds the graph of a plan and loads it; weights are 0 until `setWeights`. One TensorFlow session a training session: variables are not shared between two.
 * Throws InputError when TensorFlow is not here or the config is out of range. Ours.
 */
export async function openTrainingSession(
  plan: Plan,
  config: Partial<TrainingGraphConfig> = {},
): Promise<TrainingSession> {
  const full = { ...defaultTrainingGraphConfig, ...config };
  checkConfig(full);
  const tensorflow = loadTensorFlow();
  const { nodes, signatures } = buildTrainingGraph(plan, full);
  const names = Object.keys(signatures) as SignatureName[];
  const bytes = serializeSavedModel(loadSavedModelMessages(), nodes, signatures);
  const models = await loadModels(tensorflow, bytes, names);
  let open = true;

  /** Feeds, calls, reads what is asked for, and frees every tensor, also when TensorFlow throws. */
  const run = (
    name: SignatureName,
    feeds: () => Readonly<Record<string, Tensor>>,
    read: readonly string[],
  ): readonly Float32Array[] => {
    if (!open) throw new Error(`training session: ${name} after dispose`);
    const values: Float32Array[] = [];
    tensorflow.tidy(() => {
      const outputs = models[name].predict({ ...feeds() }) as Readonly<Record<string, Tensor>>;
      for (const key of read) values.push(outputs[key].dataSync() as Float32Array);
    });
    return values;
  };
  const imagesOf = ({ images, shape }: Batch) =>
    tensorflow.tensor4d(images, [...shape] as [number, number, number, number]);
  const labelsOf = ({ labels }: Batch) => tensorflow.tensor1d(labels, "int32");

  const session: TrainingSession = {
    device: isOnGpu(tensorflow) ? "gpu" : "cpu",
    nodeCount: nodes.length,
    setWeights(weights) {
      checkLength("weights", weights, plan.parameterCount);
      run("setWeights", () => ({ newWeights: tensorflow.tensor1d(weights) }), []);
      session.setAverages(startAverages(plan));
    },
    weights: () => run("weights", () => ({}), ["weights"])[0],
    averages: () => run("averages", () => ({}), ["averages"])[0],
    setAverages(averages) {
      checkLength("averages", averages, plan.averageCount);
      run("setAverages", () => ({ newAverages: tensorflow.tensor1d(averages) }), []);
    },
    train(batch, learningRate) {
      checkBatch(plan, batch);
      if (!Number.isFinite(learningRate))
        throw new InputError(`learning rate: got ${learningRate}, must be a finite number`);
      const feeds = () => ({
        images: imagesOf(batch),
        labels: labelsOf(batch),
        learningRate: tensorflow.scalar(learningRate),
      });
      const [[loss]] = run("train", feeds, ["loss"]);
      return { loss };
    },
    calibrate(batch, share) {
      checkBatch(plan, batch);
      if (!(share >= 0 && share <= 1)) throw new InputError(`calibrate: got a share of ${share}, must be from 0 to 1`);
      run("calibrate", () => ({ images: imagesOf(batch), share: tensorflow.scalar(share) }), []);
    },
    score(batch) {
      checkBatch(plan, batch);
      const [[correct], [loss]] = run("score", () => ({ images: imagesOf(batch), labels: labelsOf(batch) }), [
        "correct",
        "loss",
      ]);
      return { correct, loss };
    },
    dispose() {
      if (!open) return;
      open = false;
      Object.values(models).forEach((model) => model.dispose());
    },
  };
  session.setWeights(new Float32Array(plan.parameterCount));
  return session;
}

type Tensor = TensorFlowNode.Tensor;
type Model = Awaited<ReturnType<TensorFlow["node"]["loadSavedModel"]>>;

async function loadModels(
  tensorflow: TensorFlow,
  bytes: Uint8Array,
  names: readonly SignatureName[],
): Promise<Readonly<Record<SignatureName, Model>>> {
  const folder = makeGraphFolder();
  try {
    fs.writeFileSync(path.join(folder, "saved_model.pb"), bytes);
    const models: Partial<Record<SignatureName, Model>> = {};
    for (const name of names) models[name] = await tensorflow.node.loadSavedModel(folder, [MODEL_TAG], name);
    return models as Record<SignatureName, Model>;
  } finally {
    // Nothing reads the file again, so that even a killed process leaves nothing behind.
    removeGraphFolder(folder);
  }
}

function isOnGpu(tensorflow: TensorFlow): boolean {
  return (tensorflow.backend() as unknown as { readonly isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

function startAverages(plan: Plan): Float32Array {
  const averages = new Float32Array(plan.averageCount);
  for (const { averages: piece } of plan.operations)
    if (piece) averages.fill(1, piece.offset + piece.channels, piece.offset + 2 * piece.channels);
  return averages;
}

function checkConfig({ momentum, weightDecay, batchNormalizationEpsilon }: TrainingGraphConfig): void {
  if (!(momentum >= 0 && momentum < 1)) throw new InputError(`momentum: got ${momentum}, must be from 0 on below 1`);
  if (!Number.isFinite(weightDecay) || weightDecay < 0)
    throw new InputError(`weight decay: got ${weightDecay}, must be a finite number of at least 0`);
  if (!Number.isFinite(batchNormalizationEpsilon) || batchNormalizationEpsilon <= 0)
    throw new InputError(
      `batch-normalization epsilon: got ${batchNormalizationEpsilon}, must be a finite number above 0`,
    );
}

function checkLength(what: string, vector: Float32Array, length: number): void {
  if (vector.length !== length)
    throw new InputError(`${what}: got ${vector.length} numbers, the plan has ${length}; make them for this plan`);
}

function checkBatch(plan: Plan, { images, labels, shape }: Batch): void {
  const [batch, height, width, channels] = shape;
  if (shape.length !== 4 || shape.some((side) => !Number.isInteger(side) || side < 1))
    throw new InputError(`batch: got shape [${shape.join(", ")}], must be four whole numbers of at least 1`);
  if (channels !== plan.imageSize.channels)
    throw new InputError(`batch: got images of ${channels} channels, the plan has ${plan.imageSize.channels}`);
  const size = batch * height * width * channels;
  if (images.length !== size)
    throw new InputError(`batch: got ${images.length} pixel values, shape [${shape.join(", ")}] wants ${size}`);
  if (labels.length !== batch)
    throw new InputError(`batch: got ${labels.length} labels, shape [${shape.join(", ")}] wants ${batch}`);
  const wrong = labels.find((label) => label < 0 || label >= plan.classCount);
  if (wrong !== undefined)
    throw new InputError(`batch: got label ${wrong}, must be a whole number from 0 to ${plan.classCount - 1}`);
}

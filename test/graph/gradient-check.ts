/** Compares the gradients of a forward graph with finite differences. */
import assert from "node:assert/strict";
import type { GraphNode } from "../../lib/graph/graph-builder.js";
import type { ForwardGraph, ForwardOperation } from "../../lib/graph/forward-graph.js";
import { joinParts } from "../../lib/graph/forward-graph.js";
import { loadGraph } from "../../lib/graph/session/loaded-graph.js";
import type { Parts } from "../../lib/graph/ops/rule.js";
import type { Signature } from "../../lib/graph/signature.js";
import { emitTrainingGraph, type SignatureName } from "../../lib/graph/training-graph.js";
import { createRandom, type Random } from "../../lib/random.js";

/** The step of the central differences: far above rounding; the fourth-order formula keeps truncation small. */
const STEP = 0.03;
const TOLERANCE = 2e-3;
const CLASSES = 3;

type NewOperation = ForwardOperation extends infer O
  ? O extends ForwardOperation
    ? Omit<O, "id" | "path">
    : never
  : never;

/** A forward graph under construction, with initial values for its weights. */
export interface Rig {
  readonly random: Random;
  add(operation: NewOperation): Parts;
  /**
   * A weight with its initial values (default: normal). Every weight's gradient is checked, so weights serve as inputs
   * of the operation under test.
   */
  weight(shape: readonly number[], values?: (index: number) => number): Parts;
}

/**
 * The value under test, with `channels` channels in total; with `flat`, one tensor `[batch, 4]` without height and
 * width.
 */
export interface Tested {
  readonly value: Parts;
  readonly channels: number;
  readonly batch: number;
  readonly flat?: boolean;
}

/**
 * Builds `build`'s operations followed by a 3×3 convolution, softplus, mean, classifier and loss, so that the gradient
 * differs at every pixel, and compares the gradient of every weight, number by number, with fourth-order central
 * differences. `smoothing` is that of the labels.
 */
export async function checkGradients(build: (rig: Rig) => Tested, smoothing = 0): Promise<void> {
  const random = createRandom("gradient check");
  const operations: ForwardOperation[] = [];
  const start: number[] = [];
  const rig: Rig = {
    random,
    add(operation) {
      operations.push({ ...operation, id: operations.length, path: operation.kind });
      return [operations.length - 1];
    },
    weight(shape, values = () => random.normal()) {
      const offset = start.length;
      const size = shape.reduce((product, side) => product * side, 1);
      for (let index = 0; index < size; index++) start.push(values(index));
      return rig.add({ kind: "weight", inputs: [], channels: shape[shape.length - 1], offset, shape });
    },
  };
  const { value, channels, batch, flat = false } = build(rig);
  const mean = flat ? value : meanBehindConvolution(rig, value, channels);
  const product = rig.add({ kind: "product", inputs: [mean, rig.weight([4, CLASSES])], channels: CLASSES });
  const [logits] = rig.add({ kind: "bias", inputs: [product, rig.weight([CLASSES])], channels: CLASSES });
  const [labels] = rig.add({ kind: "labels", inputs: [], channels: 0 });
  const [loss] = rig.add({
    kind: "crossEntropy",
    ...{ inputs: [[logits], [labels]], channels: 0, smoothing, classCount: CLASSES },
  });
  const averageCount = operations.reduce(
    (sum, operation) => sum + (operation.kind === "batchNormalization" ? 2 * operation.channels : 0),
    0,
  );
  const forward: ForwardGraph = joinParts({ operations, logits, loss, parameterCount: start.length, averageCount });
  const theta = Float32Array.from(start);
  const { analytic, lossAt } = await open(forward, theta, batch);
  try {
    const numeric = theta.map((_, index) => {
      const at = (steps: number): number => {
        const moved = theta.slice();
        moved[index] += steps * STEP;
        return lossAt(moved);
      };
      return (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * STEP);
    });
    for (const operation of forward.operations) {
      if (operation.kind !== "weight") continue;
      const end = operation.offset + operation.shape.reduce((size, side) => size * side, 1);
      const gradient = analytic().subarray(operation.offset, end);
      const difference = gradient.map((number, index) => number - numeric[operation.offset + index]);
      const error = norm(difference) / (norm(gradient) + 1e-3);
      assert.ok(
        error < TOLERANCE,
        `weight ${operation.id} [${operation.shape.join(", ")}]: relative error ${error}, norm ${norm(gradient)}`,
      );
    }
  } finally {
    lossAt.dispose();
  }
}

function meanBehindConvolution(rig: Rig, value: Parts, channels: number): Parts {
  const kernel = rig.weight([3, 3, channels, 4]);
  const mixed = rig.add({ kind: "convolution", inputs: [value, kernel], channels: 4, stride: 1 });
  const bent = rig.add({ kind: "softplus", inputs: [mixed], channels: 4 });
  return rig.add({ kind: "spatialMean", inputs: [bent], channels: 4 });
}

async function open(forward: ForwardGraph, theta: Float32Array, batch: number) {
  const graph = emitTrainingGraph(forward, 1, { momentum: 0, weightDecay: 0 });
  const loaded = await loadGraph<SignatureName | "loss">({
    ...graph,
    signatures: { ...graph.signatures, loss: lossAlone(graph.nodes, graph.signatures) },
  });
  const feeds = {
    images: { values: new Float32Array(batch), shape: [batch, 1, 1, 1] },
    labels: { values: Int32Array.from({ length: batch }, (_, index) => index % CLASSES), shape: [batch] },
  };
  const lossAt = (values: Float32Array): number =>
    loaded.run("loss", { ...feeds, weights: { values, shape: [values.length] } }, ["loss"])[0][0];
  return {
    lossAt: Object.assign(lossAt, { dispose: () => loaded.dispose() }),
    // A training step at rate 1 without momentum changes the weights by minus the gradient, up to rounding.
    analytic: (): Float32Array => {
      loaded.run("setWeights", { newWeights: { values: theta, shape: [theta.length] } }, []);
      const learningRate = { values: Float32Array.of(1), shape: [] };
      const [[loss]] = loaded.run("train", { ...feeds, learningRate }, ["loss"]);
      assert.ok(Math.abs(loss - lossAt(theta)) <= 1e-6 * Math.abs(loss), "the loss alone is the training step's");
      const [after] = loaded.run("weights", {}, ["weights"]);
      return theta.map((before, index) => before - after[index]);
    },
  };
}

/**
 * A call for a training step's loss at fed weights, without the gradient and the update: thousands of them make the
 * finite differences.
 */
function lossAlone(nodes: readonly GraphNode[], signatures: Readonly<Record<SignatureName, Signature>>): Signature {
  const { train, weights } = signatures;
  const step = nodes.find(({ name }) => name === train.outputs.loss.tensor);
  const [loss] = step?.inputs ?? [];
  assert.ok(loss !== undefined && !loss.startsWith("^"));
  const { images, labels } = train.inputs;
  return {
    inputs: { images, labels, weights: weights.outputs.weights },
    outputs: { loss: { ...train.outputs.loss, tensor: loss } },
  };
}

const norm = (values: Float32Array): number => Math.hypot(...values);

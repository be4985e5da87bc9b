/** Images → a matrix with one row per pixel, and back, without moving any number. */
import { float, type GraphBuilder, type TensorName } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/**
 * Inputs: images `[batch, height, width, channels]`, any images of that batch, height and width; output
 * `[batch·height·width, channels]`.
 */
export interface Flatten extends OperationData {
  readonly kind: "flatten";
}

/**
 * Inputs: a matrix `[batch·height·width, channels]`, any images of that batch, height and width; output `[batch,
 * height, width, channels]`.
 */
export interface Unflatten extends OperationData {
  readonly kind: "unflatten";
}

/**
 * Reshape, both ways. The shape comes from the second input, so it is computed once for all images of one size.
 */
export const flattenRule: Rule<Flatten> = {
  emit: (graph, { channels }, [images]) => ({ output: toMatrix(graph, images, channels), saved: [] }),
  gradient: (graph, { channels }, gradient, { inputs: [, like] }) => [
    toImages(graph, gradient, like, channels),
    undefined,
  ],
};

/** Reshape, both ways. */
export const unflattenRule: Rule<Unflatten> = {
  emit: (graph, { channels }, [matrix, like]) => ({ output: toImages(graph, matrix, like, channels), saved: [] }),
  gradient: (graph, { channels }, gradient) => [toMatrix(graph, gradient, channels), undefined],
};

const reshape = (graph: GraphBuilder, tensor: TensorName, shape: TensorName): TensorName =>
  graph.add("Reshape", [tensor, shape], { ...float, Tshape: { type: "int32" } });

function toMatrix(graph: GraphBuilder, images: TensorName, channels: number): TensorName {
  return reshape(graph, images, graph.constant("int32", [2], [-1, channels]));
}

function toImages(graph: GraphBuilder, matrix: TensorName, like: TensorName, channels: number): TensorName {
  const shape = graph.share(`shape ${like} but ${channels} channels`, () => {
    const sides = graph.share(`sides ${like}`, () =>
      graph.add("Slice", [graph.shapeOf(like), graph.constant("int32", [1], [0]), graph.constant("int32", [1], [3])], {
        T: { type: "int32" },
        Index: { type: "int32" },
      }),
    );
    return graph.add("ConcatV2", [sides, graph.constant("int32", [1], [channels]), graph.constant("int32", [], [0])], {
      T: { type: "int32" },
      N: { int: 2 },
      Tidx: { type: "int32" },
    });
  });
  return reshape(graph, matrix, shape);
}

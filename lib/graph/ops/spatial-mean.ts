/** The mean over height and width. */
import { float } from "../graph-builder.js";
import type { OperationData, Rule } from "./rule.js";

/** Input: images `[batch, height, width, channels]`; output `[batch, channels]`. */
export interface SpatialMean extends OperationData {
  readonly kind: "spatialMean";
}

/** Mean; the gradient is spread over the pixels in equal shares. */
export const spatialMeanRule: Rule<SpatialMean> = {
  emit: (graph, _operation, [images]) => ({
    output: graph.add("Mean", [images, graph.constant("int32", [2], [1, 2])], {
      ...float,
      Tidx: { type: "int32" },
      keep_dims: { bool: false },
    }),
    saved: [],
  }),
  gradient: (graph, { channels }, gradient, { inputs: [images] }) => {
    const shape = graph.shapeOf(images);
    const sides = graph.add("Slice", [shape, graph.constant("int32", [1], [1]), graph.constant("int32", [1], [2])], {
      T: { type: "int32" },
      Index: { type: "int32" },
    });
    const pixels = graph.add("Prod", [sides, graph.constant("int32", [1], [0])], {
      T: { type: "int32" },
      Tidx: { type: "int32" },
      keep_dims: { bool: false },
    });
    const count = graph.add("Cast", [pixels], { SrcT: { type: "int32" }, DstT: { type: "float32" } });
    const share = graph.add("RealDiv", [gradient, count], float);
    const pixel = graph.add("Reshape", [share, graph.constant("int32", [4], [-1, 1, 1, channels])], {
      ...float,
      Tshape: { type: "int32" },
    });
    return [graph.add("BroadcastTo", [pixel, shape], { ...float, Tidx: { type: "int32" } })];
  },
};

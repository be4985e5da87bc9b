/** The sizes of all graphs, in pixels. */
import type { GraphSizes } from "./layout-graph.js";

/** The one set of sizes of all graphs. */
export const graphSizes: GraphSizes = Object.freeze({
  nodeRadius: 10.5,
  labelWidth: 25,
  labelHeight: 19,
  rankGap: 40,
  laneGap: 12,
});

/** Sizes of graphs that stand beside many others. */
export const denseGraphSizes: GraphSizes = Object.freeze({ ...graphSizes, rankGap: 23, laneGap: 7 });

/** Sizes where each node has its channels below it. */
export const graphSizesWithChannels: GraphSizes = Object.freeze({ ...graphSizes, nodeRoom: 13 });

/** Sizes of the graph of an opened motif, of which a drawing holds many. */
export const compactGraphSizes: GraphSizes = Object.freeze({ ...graphSizes, rankGap: 22 });

/** The sizes of all graphs, in pixels. */
import type { GraphSizes } from "./layout-graph.js";

/** The default sizes of graphs. */
export const graphSizes: GraphSizes = Object.freeze({
  nodeRadius: 10.5,
  labelWidth: 30,
  labelHeight: 19,
  rankGap: 26,
  laneGap: 12,
});

/** Sizes for graphs beside many others. */
export const denseGraphSizes: GraphSizes = Object.freeze({ ...graphSizes, rankGap: 15, laneGap: 7 });

/** Sizes for nodes with their channels below them. */
export const graphSizesWithChannels: GraphSizes = Object.freeze({ ...graphSizes, nodeRoom: 13 });

/** Sizes for a graph with opened motifs. */
export const outerGraphSizes: GraphSizes = Object.freeze({ ...graphSizes, rankGap: 17 });

/** Sizes for opened motifs, of which a drawing has many: nodes are dots. */
export const compactGraphSizes: GraphSizes = Object.freeze({ ...graphSizes, nodeRadius: 4.5, rankGap: 12, laneGap: 8 });

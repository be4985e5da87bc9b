/** dagre, as far as it is used here: an empty graph, left to right. */
import * as dagre from "@dagrejs/dagre";

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Gaps {
  /** Between a node and the label beside it. */
  readonly rankGap: number;
  /** Between two lines, or a line and a node. */
  readonly laneGap: number;
}

/** The part of dagre's graph used here; its own types need a package that it does not bring along. */
export interface LayeredGraph {
  setGraph(label: object): void;
  setDefaultEdgeLabel(make: () => object): void;
  setNode(name: string, label: object): void;
  setEdge(from: string, to: string, label: object, name: string): void;
  node(name: string): Point;
  edge(edge: { readonly v: string; readonly w: string; readonly name: string }): Point & {
    readonly points: readonly Point[];
  };
}
interface Dagre {
  readonly Graph: new (options: { readonly multigraph: boolean }) => LayeredGraph;
  readonly layout: (graph: LayeredGraph) => void;
}

/** An empty graph for dagre, left to right, and dagre's function that lays it out. */
export function newGraph({ rankGap, laneGap }: Gaps): Pick<Dagre, "layout"> & { readonly graph: LayeredGraph } {
  const { Graph, layout } = dagre as unknown as Dagre;
  const graph = new Graph({ multigraph: true });
  graph.setGraph({ rankdir: "LR", nodesep: laneGap, edgesep: laneGap, ranksep: rankGap, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  return { graph, layout };
}

/** Just the point of something that dagre placed. */
export const pointOf = ({ x, y }: Point): Point => ({ x, y });

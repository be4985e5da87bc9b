/** A motif as a graph: nodes in circles, edges with the sign of their operation. Paper, section 2. */
import { type Genotype, motifsOf } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { type Edge, edgesOf, NONE } from "../../genotype/motif.js";
import type { Primitive } from "../../genotype/primitive.js";
import { collapsedGraph } from "./collapsed-graph.js";
import { MOST_EDGES } from "./drawing-limit.js";
import type { Drawing, Shape, Tooltip } from "./drawing.js";
import { edgeKey, edgeShapes, graphSizes, graphSizesWithChannels, PALE } from "./edge-shapes.js";
import { type GraphLayout, type GraphSizes, layoutGraph, type Point } from "./layout-graph.js";
import { LAYERED_NODES, layoutLanes } from "./layout-lanes.js";
import type { Json } from "../output/figure.js";
import { type GraphMeasures } from "./measure-graph.js";
import { shapeWords } from "../output/number-words.js";
import { meanings } from "../output/theme.js";

/** What of a graph is drawn, and how. */
export interface GraphConfig {
  readonly primitives?: readonly Primitive[];
  /** An edge to mark; drawn dotted where it carries none. */
  readonly marked?: Pick<Edge, "predecessor" | "successor">;
  /** More edges to keep room for, so that two drawings agree in their layout. */
  readonly reserved?: readonly Pick<Edge, "predecessor" | "successor">[];
  /** Where the graph is measured, for what a pointer is told. */
  readonly measures?: GraphMeasures;
  /** What a click on an edge's label gives. */
  readonly click?: (edge: Edge) => Json | undefined;
  /** Writes channels below nodes. */
  readonly channels?: boolean;
  /** Pale as a whole. */
  readonly pale?: boolean;
  /** Other sizes than those of all graphs, for a graph beside many others, without channels. */
  readonly sizes?: GraphSizes;
}

/**
 * The shapes of motif `motif` (from 1) of `level`; edges that are on no path from source to sink are pale; of more than
 * 600 edges only counts are drawn.
 */
export function graphShapes(genotype: Genotype, level: number, motif: number, config: GraphConfig = {}): Drawing {
  const { primitives, marked, measures, reserved = [], pale = false } = config;
  const channels = config.channels === true ? measures?.channels : undefined;
  const { nodeCount, matrix } = motifsOf(genotype, level)[motif - 1];
  const live = new Set(findLive(genotype)[level - 2][motif - 1].edges.map(edgeKey));
  const drawn = edgesOf(genotype.levels[level - 2][motif - 1]);
  if (drawn.length > MOST_EDGES) return collapsedGraph(genotype, level, motif, primitives);
  const places = [
    ...new Map([...drawn, ...reserved, ...(marked ? [marked] : [])].map((edge) => [edgeKey(edge), edge])).values(),
  ].sort((one, other) => one.predecessor - other.predecessor || one.successor - other.successor);
  const layout = (nodeCount > LAYERED_NODES ? layoutLanes : layoutGraph)(
    nodeCount,
    places,
    config.sizes ?? (config.channels === true ? graphSizesWithChannels : graphSizes),
  );
  const shapes = places.flatMap((place, index) => {
    const operation = matrix[place.predecessor - 1][place.successor - 1];
    const isMarked = marked !== undefined && edgeKey(marked) === edgeKey(place);
    if (operation === NONE && !isMarked) return [];
    return edgeShapes(genotype, level, { ...place, operation }, layout.edges[index], {
      primitives,
      isMarked,
      click: config.click?.({ ...place, operation }),
      measure: measures?.edges.get(edgeKey(place)),
      size: measures,
      isPale: pale || (operation !== NONE && !live.has(edgeKey(place))),
    });
  });
  // Upon the arrow of another a pale one would dim it.
  const isPaleLine = ({ kind, opacity }: Shape): boolean => kind === "line" && opacity === PALE;
  const ordered = [...shapes.filter(isPaleLine), ...shapes.filter((shape) => !isPaleLine(shape))];
  const liveNodes = new Set([
    1,
    nodeCount,
    ...drawn.filter((edge) => live.has(edgeKey(edge))).flatMap((edge) => [edge.predecessor, edge.successor]),
  ]);
  const nodes = layout.nodes.flatMap((point, index) =>
    nodeShapes(point, index + 1, nodeCount, { pale: pale || !liveNodes.has(index + 1), measures }),
  );
  const written = channels === undefined ? [] : channelShapes(layout, channels);
  const columns = (layout.columns ?? []).map(({ x, top, bottom }): Shape => ({
    kind: "halo",
    x,
    y: top,
    path: `M0,0L0,${bottom - top}`,
    stroke: meanings.frame,
    strokeWidth: 1.5,
    opacity: pale ? PALE : 1,
  }));
  // The last node's channels stand right of its column.
  const more = channels !== undefined && layout.columns !== undefined ? 24 : 0;
  return { width: layout.width + more, height: layout.height, shapes: [...columns, ...ordered, ...nodes, ...written] };
}

/** Below each node how many channels it has. */
export function channelShapes(layout: GraphLayout, channels: ReadonlyMap<number, number>): readonly Shape[] {
  return [...channels].map(([node, count]): Shape => ({
    kind: "text",
    // Beside the column that a node of a large graph has, not on it.
    x: layout.nodes[node - 1].x + (layout.columns === undefined ? 0 : 4),
    y: layout.nodes[node - 1].y + graphSizes.nodeRadius + 8,
    text: String(count),
    size: 11,
    align: layout.columns === undefined ? "center" : "left",
    colour: meanings.quietText,
  }));
}

/** The shapes of one node around its centre. */
export function nodeShapes(
  { x, y }: Point,
  node: number,
  nodeCount: number,
  { pale, measures }: { readonly pale: boolean; readonly measures?: GraphMeasures },
): readonly Shape[] {
  const { nodeRadius: radius } = graphSizes;
  const isEnd = node === 1 || node === nodeCount;
  const name = node === 1 ? "source" : node === nodeCount ? "sink" : "inner node";
  const opacity = pale ? PALE : 1;
  const channels = measures?.channels.get(node);
  const tooltip: Tooltip = {
    title: `node ${node}`,
    kind: pale && !isEnd ? `${name}, not in the network` : name,
    ...(measures && channels ? { shape: shapeWords(measures, channels), measured: measures.where } : {}),
  };
  return [
    {
      kind: "box",
      x: x - radius,
      y: y - radius,
      width: 2 * radius,
      height: 2 * radius,
      radius,
      fill: isEnd ? meanings.text : meanings.node,
      stroke: meanings.text,
      strokeWidth: 1.5,
      opacity,
      tooltip,
    },
    {
      kind: "text",
      x,
      y,
      text: String(node),
      size: 11.5,
      bold: true,
      align: "center",
      colour: isEnd ? meanings.node : meanings.text,
      opacity,
    },
  ];
}

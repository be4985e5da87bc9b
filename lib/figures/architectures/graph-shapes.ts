/** A motif as a graph: nodes in circles, edges with the sign of their operation. Paper, section 2. */
import { NONE } from "../../genotype/motif.js";
import { shapeWords } from "../output/number-words.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { collapsedGraph } from "./collapsed-graph.js";
import { gateRoom, gateShapes } from "./closing-gate.js";
import { MOST_EDGES, PALE } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import type { Drawing, Shape, Tooltip } from "./drawing.js";
import { edgeKey, type Ends } from "./edge-key.js";
import { edgeShapes } from "./edge-shapes.js";
import { graphSizes, graphSizesWithChannels } from "./graph-sizes.js";
import { type GraphLayout, type GraphSizes, layoutGraph, type Point } from "./layout-graph.js";
import { LAYERED_NODES, layoutLanes, MOST_NODES } from "./layout-lanes.js";

/** What a panel's insets take of a drawing's width. */
const PANEL = 20;

/** How to draw a graph; everything else is in the motif. */
export interface GraphConfig {
  /** Whether to write channels below nodes, if the motif is measured. */
  readonly channels?: boolean;
  /** Further edges to reserve room for, so that two drawings share a layout. */
  readonly reserved?: readonly Ends[];
  /** Sizes other than the default, for a graph beside many others. */
  readonly sizes?: GraphSizes;
  /** Whether to draw the gate that closes a motif; true by default. */
  readonly gate?: boolean;
  /** Whether a click on an edge's label passes `[level, motif]` of the motif that it carries. */
  readonly clickable?: boolean;
}

/**
 * The shapes of a motif. Edges on no path from source to sink are pale, as is all of an unused motif; with more than
 * 600 edges only their counts are drawn.
 */
export function graphShapes(motif: AnnotatedMotif, config: GraphConfig = {}): Drawing {
  const { nodeCount, edges, marked, measures, used } = motif;
  if (edges.length > MOST_EDGES || nodeCount > MOST_NODES) return collapsedGraph(motif);
  const channels = config.channels === true ? measures?.channels : undefined;
  const drawn = new Map([...edges, ...(marked ? [marked] : [])].map((edge) => [edge.key, edge]));
  const places = [
    ...new Map([...drawn.values(), ...(config.reserved ?? [])].map((edge) => [edgeKey(edge), edge])).values(),
  ].sort((one, other) => one.predecessor - other.predecessor || one.successor - other.successor);
  const sizes = config.sizes ?? (config.channels === true ? graphSizesWithChannels : graphSizes);
  // The last node's channels are to the right of its column.
  const hasGate = config.gate !== false;
  const beside = Math.max(channels !== undefined && nodeCount > LAYERED_NODES ? 24 : 0, hasGate ? gateRoom(motif) : 0);
  const { mostWidth = DRAWING_WIDTH - PANEL } = sizes;
  const layout =
    nodeCount > LAYERED_NODES
      ? layoutLanes(nodeCount, places, { ...sizes, mostWidth: mostWidth - beside })
      : layoutGraph(nodeCount, places, sizes);
  const shapes = places.flatMap((place, index) => {
    const edge = drawn.get(edgeKey(place));
    if (edge === undefined) return [];
    const opens = config.clickable === true && motif.level > 2 && edge.operation !== NONE;
    return edgeShapes(motif, edge, layout.edges[index], {
      click: opens ? [motif.level - 1, edge.operation] : undefined,
      isBare: layout.isTight,
    });
  });
  // Drawn first, because a pale line on top of an arrow would dim it.
  const isPaleLine = ({ kind, opacity }: Shape): boolean => kind === "line" && opacity === PALE;
  const ordered = [...shapes.filter(isPaleLine), ...shapes.filter((shape) => !isPaleLine(shape))];
  const written = channels === undefined ? [] : channelShapes(layout, channels, sizes);
  const columns = (layout.columns ?? []).map(({ x, top, bottom }): Shape => ({
    kind: "halo",
    x,
    y: top,
    path: `M0,0L0,${bottom - top}`,
    stroke: meanings.frame,
    strokeWidth: 1.5,
    opacity: used ? 1 : PALE,
  }));
  const sink = layout.nodes[nodeCount - 1];
  const gate = hasGate ? gateShapes(motif, { x: sink.x + sizes.nodeRadius, y: sink.y }) : [];
  return {
    ...{ width: layout.width + beside, height: layout.height },
    shapes: [...columns, ...ordered, ...gate, ...nodeShapes(motif, layout, sizes), ...written],
  };
}

/** Each node's channels, below it. */
export function channelShapes(
  layout: GraphLayout,
  channels: ReadonlyMap<number, number>,
  { nodeRadius }: GraphSizes,
): readonly Shape[] {
  return [...channels].map(([node, count]): Shape => ({
    kind: "text",
    // Beside a node's column, not on it.
    x: layout.nodes[node - 1].x + (layout.columns === undefined ? 0 : 4),
    y: layout.nodes[node - 1].y + nodeRadius + 8,
    text: String(count),
    size: 12,
    align: layout.columns === undefined ? "center" : "left",
    colour: meanings.quietText,
  }));
}

/** The shapes of all nodes around their centres. */
export function nodeShapes(motif: AnnotatedMotif, { nodes }: GraphLayout, sizes: GraphSizes): readonly Shape[] {
  return nodes.flatMap((point, index) => oneNode(motif, index + 1, point, sizes));
}

function oneNode(
  { nodeCount, liveNodes, used, measures }: AnnotatedMotif,
  node: number,
  { x, y }: Point,
  { nodeRadius: radius }: GraphSizes,
): readonly Shape[] {
  const isEnd = node === 1 || node === nodeCount;
  const isPale = !used || !liveNodes.includes(node);
  const name = node === 1 ? "source" : node === nodeCount ? "sink" : "inner node";
  const opacity = isPale ? PALE : 1;
  const channels = measures?.channels.get(node);
  const number: Shape = {
    ...{ kind: "text", x, y, text: String(node), size: 12, bold: true, align: "center", opacity },
    colour: isEnd ? meanings.node : meanings.text,
  };
  const tooltip: Tooltip = {
    title: `node ${node}`,
    kind: isPale && !isEnd ? `${name}, not in the network` : name,
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
    ...(radius < LEAST_NUMBERED ? [] : [number]),
  ];
}

/** The least radius of a node with its number in it. */
const LEAST_NUMBERED = 9;

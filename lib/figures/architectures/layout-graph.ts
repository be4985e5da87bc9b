/** Lays out the nodes, edges and labels of a motif from left to right, by dagre. */
// dagre gives smaller drawings than d3-dag 1.2 and ELK 0.12, five to twenty times as fast. With 55 edges among 11
// nodes, all three have more than a hundred crossings, so large graphs are laid out in lanes (layout-lanes.ts).
import { newGraph, pointOf } from "./dagre-graph.js";
import type { Ends } from "./edge-key.js";

/** Sizes of a graph's parts, in pixels. */
export interface GraphSizes {
  readonly nodeRadius: number;
  /** Room for words above and below a node. */
  readonly nodeRoom?: number;
  readonly labelWidth: number;
  readonly labelHeight: number;
  /** Between a node and the label beside it. */
  readonly rankGap: number;
  /** Between two lines, or a line and a node. */
  readonly laneGap: number;
  /** What a graph in lanes is made to fit. */
  readonly mostWidth?: number;
}

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A point in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * An edge's layout: from its predecessor's border through `points` to its successor's border, with its label on one of
 * them.
 */
export interface PlacedEdge {
  readonly points: readonly Point[];
  readonly label: Point;
  /** Whether it runs from column to column rather than from node to node. */
  readonly isLane?: boolean;
}

/** A graph's layout; `nodes[i - 1]` is node i's centre, and `edges` are indexed like the given ones. */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly Point[];
  readonly edges: readonly PlacedEdge[];
  /** Vertical lines through the nodes, at which edges begin and end away from these. */
  readonly columns?: readonly { readonly x: number; readonly top: number; readonly bottom: number }[];
  /** Whether labels have no room for signs. */
  readonly isTight?: boolean;
}

/**
 * A layered layout of `edges` among the nodes 1 … `nodeCount`, with the source leftmost and the sink rightmost, both on
 * the middle line. `rooms`, indexed like `edges`, are the sizes of labels that are larger than a sign.
 */
export function layoutGraph(
  nodeCount: number,
  edges: readonly Ends[],
  sizes: GraphSizes,
  rooms: readonly (Size | undefined)[] = [],
): GraphLayout {
  const key = JSON.stringify([nodeCount, edges.map((edge) => [edge.predecessor, edge.successor]), sizes, rooms]);
  const known = recent.get(key);
  if (known !== undefined) return known;
  const placed = layoutAnew(nodeCount, edges, sizes, rooms);
  if (recent.size >= MOST_RECENT) recent.delete(recent.keys().next().value as string);
  recent.set(key, placed);
  return placed;
}

/** A cache, because the panels of a lineage or a replay repeat the same layouts. */
const recent = new Map<string, GraphLayout>();
const MOST_RECENT = 64;

function layoutAnew(
  nodeCount: number,
  edges: readonly Ends[],
  sizes: GraphSizes,
  rooms: readonly (Size | undefined)[],
): GraphLayout {
  const { nodeRadius, nodeRoom = 0, labelWidth, labelHeight } = sizes;
  const nodeHeight = 2 * (nodeRadius + nodeRoom);
  const { graph, layout } = newGraph(sizes);
  for (let node = 1; node <= nodeCount; node++) {
    graph.setNode(String(node), { width: 2 * nodeRadius, height: nodeHeight });
  }
  const labels = edges.map((_, index) => rooms[index] ?? { width: labelWidth, height: labelHeight });
  edges.forEach(({ predecessor, successor }, index) => {
    const label = {
      ...labels[index],
      labelpos: "c",
      weight: successor - predecessor === 1 ? 4 : 1,
    };
    graph.setEdge(String(predecessor), String(successor), label, String(index));
  });
  // Without these edges, an unreachable or dead-end node would drift beside the source or the sink.
  for (let node = 2; node < nodeCount; node++) {
    const stay = { width: labelWidth, height: 0, weight: 0 };
    if (!edges.some(({ successor }) => successor === node)) graph.setEdge("1", String(node), stay, "in");
    if (!edges.some(({ predecessor }) => predecessor === node))
      graph.setEdge(String(node), String(nodeCount), stay, "out");
  }
  if (nodeCount === 2) graph.setEdge("1", "2", { width: 0, height: 0, weight: 0 }, "frame");
  layout(graph);
  const nodes = Array.from({ length: nodeCount }, (_, index) => pointOf(graph.node(String(index + 1))));
  const placed = edges.map(({ predecessor, successor }, index) => {
    const edge = graph.edge({ v: String(predecessor), w: String(successor), name: String(index) });
    return { points: edge.points.slice(1, -1).map(pointOf), label: pointOf(edge) };
  });
  return fitLayout(nodes, placed, edges, sizes, labels);
}

/** Keeps a line level within a rank, so that it climbs only between ranks, where there are no labels or nodes. */
function levelThrough({ x, y }: Point, rankWidth: number): readonly Point[] {
  const half = rankWidth / 2 + 1;
  return [
    { x: x - half, y },
    { x: x + half, y },
  ];
}

/**
 * Makes a layout start at 0, 0, with source and sink at half height and lines that run level past labels. The `points`
 * of `placed` are bends, without the ends at nodes; `labels` are sizes.
 */
export function fitLayout(
  nodes: readonly Point[],
  placed: readonly PlacedEdge[],
  edges: readonly Ends[],
  { nodeRadius, nodeRoom = 0, labelWidth }: GraphSizes,
  labels: readonly Size[],
): GraphLayout {
  const reach = nodeRadius + nodeRoom;
  const bends = placed.flatMap(({ points }) => points.map(({ y }) => y));
  const tops = [
    ...nodes.map(({ y }) => y - reach),
    ...placed.map(({ label }, index) => label.y - labels[index].height / 2),
  ];
  const bottoms = [
    ...nodes.map(({ y }) => y + reach),
    ...placed.map(({ label }, index) => label.y + labels[index].height / 2),
  ];
  const lefts = [
    ...nodes.map(({ x }) => x - nodeRadius),
    ...placed.map(({ label }, index) => label.x - labels[index].width / 2),
  ];
  const rights = [
    ...nodes.map(({ x }) => x + nodeRadius),
    ...placed.map(({ label }, index) => label.x + labels[index].width / 2),
  ];
  const [top, left] = [Math.min(...tops, ...bends), Math.min(...lefts)];
  const [height, width] = [Math.max(...bottoms, ...bends) - top, Math.max(...rights) - left];
  const move = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  // With labels of different sizes, a rank is as wide as its widest label.
  const rankWidth = (x: number): number =>
    placed.reduce(
      (widest, { label }, index) =>
        Math.abs(label.x - x) < labels[index].width / 2 ? Math.max(widest, labels[index].width) : widest,
      labelWidth,
    );
  const pastRank = ({ x, y }: Point, side: 1 | -1, wide: number): readonly Point[] =>
    wide > labelWidth ? [{ x: x + side * (wide / 2 + 1), y }] : [];
  const moved = nodes.map((node, index) => {
    const { x, y } = move(node);
    return { x, y: index === 0 || index === nodes.length - 1 ? height / 2 : y };
  });
  return {
    width,
    height,
    nodes: moved,
    edges: placed.map(({ points, label }, index) => {
      const from = moved[edges[index].predecessor - 1];
      const to = moved[edges[index].successor - 1];
      const inner = points.flatMap((point) => levelThrough(move(point), rankWidth(point.x)));
      return {
        points: [
          { x: from.x + nodeRadius, y: from.y },
          ...pastRank(from, 1, rankWidth(from.x + left)),
          ...inner,
          ...pastRank(to, -1, rankWidth(to.x + left)),
          { x: to.x - nodeRadius, y: to.y },
        ],
        label: move(label),
      };
    }),
  };
}

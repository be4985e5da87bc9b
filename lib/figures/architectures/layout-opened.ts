/**
 * Lays out a graph with some edges opened in place: every motif is in a column between two columns of nodes.
 */
import { newGraph } from "./dagre-graph.js";
import type { Ends } from "./edge-key.js";
import { fitLayout, type GraphLayout, type GraphSizes, type Point, type Size } from "./layout-graph.js";
import { spreadParts } from "./spread-parts.js";

/**
 * A layered layout like `layoutGraph`, for labels of different sizes (`rooms`, indexed like `edges`; undefined means a
 * sign's). Nodes are in columns by their longest path from the source, labels in the columns between. A label whose
 * edge passes several columns goes into the emptiest, so that the drawing is as narrow as the longest path allows.
 * Dagre decides the vertical order.
 */
export function layoutOpened(
  nodeCount: number,
  edges: readonly Ends[],
  sizes: GraphSizes,
  rooms: readonly (Size | undefined)[],
): GraphLayout {
  const { nodeRadius, nodeRoom = 0, labelWidth, labelHeight, rankGap, laneGap } = sizes;
  const node = { width: 2 * nodeRadius, height: 2 * (nodeRadius + nodeRoom) };
  const labels = edges.map((_, index) => rooms[index] ?? { width: labelWidth, height: labelHeight });
  const depths = depthsOf(nodeCount, edges);
  const labelColumns = columnsOf(edges, depths, labels, laneGap);
  const parts: Part[] = depths.map((depth) => ({ column: 2 * depth, ...node }));
  const links: (readonly [number, number])[] = [];
  const ways = edges.map(({ predecessor, successor }, index) => {
    const [from, to] = [2 * depths[predecessor - 1], 2 * depths[successor - 1]];
    const way = Array.from({ length: to - from - 1 }, (_, over) => {
      const column = from + 1 + over;
      const isLabel = column === 2 * labelColumns[index] + 1;
      return parts.push({ column, ...(isLabel ? labels[index] : { width: 0, height: 0 }) }) - 1;
    });
    const chain = [predecessor - 1, ...way, successor - 1];
    chain.slice(1).forEach((part, before) => links.push([chain[before], part]));
    return way;
  });
  const labelAt = (index: number): number => 2 * (labelColumns[index] - depths[edges[index].predecessor - 1]);
  const xs = columnCentres(parts, 0.7 * rankGap);
  // A whole edge is made level if there is room, else its parts before and after the label.
  const runs = [...ways, ...ways.map((way, index) => way.filter((_, over) => over !== labelAt(index)))];
  const ys = spreadParts(parts, links, orderOf(parts, links, sizes), laneGap, runs);
  const pointOf = (part: number): Point => ({ x: xs[parts[part].column], y: ys[part] });
  const nodes = depths.map((_, index) => pointOf(index));
  const placed = ways.map((way, index) => {
    return { points: way.map(pointOf), label: pointOf(way[labelAt(index)]) };
  });
  return fitLayout(nodes, placed, edges, sizes, labels);
}

/** What takes room in a column: a node, a label, or a passing edge (without a size). */
interface Part extends Size {
  readonly column: number;
}

/** For each node, the most edges on a path from the source, at least 1; the sink comes after all others. */
function depthsOf(nodeCount: number, edges: readonly Ends[]): readonly number[] {
  const depths: number[] = [0];
  for (let node = 2; node < nodeCount; node++) {
    const before = edges.filter(({ successor }) => successor === node);
    depths.push(1 + Math.max(0, ...before.map(({ predecessor }) => depths[predecessor - 1])));
  }
  return [...depths, 1 + Math.max(...depths)];
}

/**
 * For each edge, the column of its label, not counting columns of nodes: the emptiest that it passes. Edges with the
 * fewest choices go first.
 */
function columnsOf(
  edges: readonly Ends[],
  depths: readonly number[],
  labels: readonly Size[],
  gap: number,
): readonly number[] {
  const heights = new Array<number>(depths[depths.length - 1]).fill(0);
  const columns: number[] = [];
  const span = ({ predecessor, successor }: Ends): number => depths[successor - 1] - depths[predecessor - 1];
  const byChoice = edges
    .map((edge, index) => ({ edge, index }))
    .sort((one, other) => span(one.edge) - span(other.edge));
  for (const { edge, index } of byChoice) {
    const passed = Array.from({ length: span(edge) }, (_, over) => depths[edge.predecessor - 1] + over);
    const column = passed.reduce((least, each) => (heights[each] < heights[least] ? each : least));
    columns[index] = column;
    for (const each of passed) heights[each] += gap + (each === column ? labels[index].height : 0);
  }
  return columns;
}

function columnCentres(parts: readonly Part[], gap: number): readonly number[] {
  const widths = new Array<number>(1 + Math.max(...parts.map(({ column }) => column))).fill(0);
  for (const { column, width } of parts) widths[column] = Math.max(widths[column], width);
  let left = 0;
  return widths.map((width) => {
    const centre = left + width / 2;
    left += width + gap;
    return centre;
  });
}

/** For each part, a number that increases downwards within its column. */
function orderOf(
  parts: readonly Part[],
  links: readonly (readonly [number, number])[],
  sizes: GraphSizes,
): readonly number[] {
  const { graph, layout } = newGraph(sizes);
  parts.forEach(({ width, height }, part) => graph.setNode(String(part), { width, height }));
  for (const [from, to] of links) graph.setEdge(String(from), String(to), { width: 0, height: 0 }, "link");
  layout(graph);
  return parts.map((_, part) => graph.node(String(part)).y);
}

/**
 * Lays out a large graph in lanes: nodes on one line, and each edge on its own level line, so that 55 edges stay
 * readable.
 */
import { edgeKey, type Ends } from "./edge-key.js";
import type { GraphLayout, GraphSizes, PlacedEdge } from "./layout-graph.js";

/** Graphs with more nodes than this are laid out in lanes. */
export const LAYERED_NODES = 6;

/** The most nodes that are drawn individually; more do not fit beside each other. */
export const MOST_NODES = 30;

/**
 * The nodes 1 … `nodeCount` on the middle line. An edge to the next node lies between the two; every other edge is in a
 * lane above or below, from its predecessor's column to its successor's. Labels are between columns, so nothing
 * overlaps.
 */
export function layoutLanes(nodeCount: number, edges: readonly Ends[], sizes: GraphSizes): GraphLayout {
  const { nodeRadius, labelHeight, rankGap, mostWidth = Infinity } = sizes;
  const room = (mostWidth - 2 * nodeRadius) / (nodeCount - 1);
  // With many nodes there is no room for signs: an edge then has its colour alone.
  const isTight = room < 2 * nodeRadius + sizes.labelWidth + TIGHT;
  const labelWidth = isTight ? TIGHT : sizes.labelWidth;
  const columnGap = Math.min(2 * nodeRadius + labelWidth + rankGap, room);
  const laneGap = labelHeight + 5;
  const lanes = assignLanes(edges);
  const [above, below] = [-Math.min(0, ...lanes), Math.max(0, ...lanes)];
  const reach = (count: number): number => (count === 0 ? nodeRadius : nodeRadius + count * laneGap + labelHeight / 2);
  const middle = reach(above);
  const columnX = (node: number): number => nodeRadius + (node - 1) * columnGap;
  const laneY = (lane: number): number => middle + Math.sign(lane) * (nodeRadius + Math.abs(lane) * laneGap);
  const placed = edges.map(({ predecessor, successor }, index): PlacedEdge => {
    const [y, isNext] = [laneY(lanes[index]), lanes[index] === 0];
    const [from, to] = [columnX(predecessor), columnX(successor)];
    // The middle of an even span is a column, where lines run up and down.
    const label = { x: (from + to) / 2 + ((successor - predecessor) % 2 === 0 ? columnGap / 2 : 0), y };
    const inset = isNext ? nodeRadius : 0;
    return {
      points: [
        { x: from + inset, y },
        { x: to - inset, y },
      ],
      label,
      isLane: !isNext,
    };
  });
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({ x: columnX(index + 1), y: middle }));
  const columns = nodes.map(({ x }, index) => {
    const ends = edges.flatMap(({ predecessor, successor }, edge) =>
      predecessor === index + 1 || successor === index + 1 ? [laneY(lanes[edge])] : [],
    );
    return { x, top: Math.min(middle, ...ends), bottom: Math.max(middle, ...ends) };
  });
  return {
    width: columnX(nodeCount) + nodeRadius,
    height: middle + reach(below),
    nodes,
    edges: placed,
    columns,
    isTight,
  };
}

/** The room around a sign, and the width of a label without one, in pixels. */
const TIGHT = 6;

/**
 * A lane for each edge: 0 the middle line, −1, −2, … above, 1, 2, … below. Short edges are nearest to the middle, and
 * edges in one lane do not overlap.
 */
function assignLanes(edges: readonly Ends[]): readonly number[] {
  const lanes = new Array<number>(edges.length).fill(0);
  const taken = new Map<number, Ends[]>();
  const span = ({ predecessor, successor }: Ends): number => successor - predecessor;
  // The first edge between two neighbours lies between them; of two graphs' edges, a second one has a lane.
  const isBetween = (edge: Ends, index: number): boolean =>
    span(edge) === 1 && edges.findIndex((each) => edgeKey(each) === edgeKey(edge)) === index;
  const order = edges
    .map((edge, index) => ({ edge, index }))
    .filter(({ edge, index }) => !isBetween(edge, index))
    .sort((one, other) => span(one.edge) - span(other.edge) || one.edge.predecessor - other.edge.predecessor);
  for (const { edge, index } of order) {
    const isFree = (lane: number): boolean =>
      (taken.get(lane) ?? []).every(
        ({ predecessor, successor }) => successor <= edge.predecessor || predecessor >= edge.successor,
      );
    let lane = -1;
    while (!isFree(lane)) lane = lane < 0 ? -lane : -lane - 1;
    taken.set(lane, [...(taken.get(lane) ?? []), edge]);
    lanes[index] = lane;
  }
  return lanes;
}

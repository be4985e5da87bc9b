/** A motif as a graph: nodes in circles, edges with the sign of their operation. Paper, section 2 (the drawing is ours). */
import { type Genotype, motifsOf } from "../genotype/genotype.js";
import { findLive } from "../genotype/liveness.js";
import { type Edge, edgesOf, NONE } from "../genotype/motif.js";
import type { Primitive } from "../genotype/primitive.js";
import type { Drawing, Shape, Tooltip } from "./drawing.js";
import { layoutGraph, type GraphSizes, type PlacedEdge, type Point } from "./layout-graph.js";
import { operationId } from "./operation-id.js";
import { operationLook } from "./operation-look.js";
import { meanings } from "./theme.js";

/** What of a graph is drawn, and how. Ours. */
export interface GraphConfig {
  readonly primitives?: readonly Primitive[];
  /** An edge to mark; drawn dotted where it carries none. */
  readonly marked?: Pick<Edge, "predecessor" | "successor">;
  /** More edges to keep room for, so that two drawings agree in their layout. */
  readonly reserved?: readonly Pick<Edge, "predecessor" | "successor">[];
  /** Pale as a whole. */
  readonly pale?: boolean;
}

/** How strong what does not reach the network is drawn. Ours. */
export const PALE = 0.3;

const graphSizes: GraphSizes = Object.freeze({
  nodeRadius: 12,
  labelWidth: 28,
  labelHeight: 18,
  rankGap: 26,
  laneGap: 12,
});

/** The shapes of motif `motif` (from 1) of `level`; edges that are on no path from source to sink are pale. Ours. */
export function graphShapes(genotype: Genotype, level: number, motif: number, config: GraphConfig = {}): Drawing {
  const { primitives, marked, reserved = [], pale = false } = config;
  const { nodeCount, matrix } = motifsOf(genotype, level)[motif - 1];
  const live = new Set(findLive(genotype)[level - 2][motif - 1].edges.map(edgeKey));
  const drawn = edgesOf(genotype.levels[level - 2][motif - 1]);
  const places = [
    ...new Map([...drawn, ...reserved, ...(marked ? [marked] : [])].map((edge) => [edgeKey(edge), edge])).values(),
  ].sort((one, other) => one.predecessor - other.predecessor || one.successor - other.successor);
  const layout = layoutGraph(nodeCount, places, graphSizes);
  const shapes = places.flatMap((place, index) => {
    const operation = matrix[place.predecessor - 1][place.successor - 1];
    const isMarked = marked !== undefined && edgeKey(marked) === edgeKey(place);
    if (operation === NONE && !isMarked) return [];
    return edgeShapes(genotype, level, { ...place, operation }, layout.edges[index], {
      primitives,
      isMarked,
      isPale: pale || (operation !== NONE && !live.has(edgeKey(place))),
    });
  });
  const liveNodes = new Set([
    1,
    nodeCount,
    ...drawn.filter((edge) => live.has(edgeKey(edge))).flatMap((edge) => [edge.predecessor, edge.successor]),
  ]);
  const nodes = layout.nodes.flatMap((point, index) =>
    nodeShapes(point, index + 1, nodeCount, pale || !liveNodes.has(index + 1)),
  );
  return { width: layout.width, height: layout.height, shapes: [...shapes, ...nodes] };
}

const edgeKey = ({ predecessor, successor }: Pick<Edge, "predecessor" | "successor">): string =>
  `${predecessor}→${successor}`;

function nodeShapes({ x, y }: Point, node: number, nodeCount: number, pale: boolean): readonly Shape[] {
  const { nodeRadius: radius } = graphSizes;
  const isEnd = node === 1 || node === nodeCount;
  const name = node === 1 ? "source" : node === nodeCount ? "sink" : "inner node";
  const opacity = pale ? PALE : 1;
  const tooltip: Tooltip = { title: `node ${node}`, kind: pale && !isEnd ? `${name}, not in the network` : name };
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
      size: 12,
      bold: true,
      align: "center",
      colour: isEnd ? meanings.node : meanings.text,
      opacity,
    },
  ];
}

function edgeShapes(
  genotype: Genotype,
  level: number,
  edge: Edge,
  { points, label }: PlacedEdge,
  {
    primitives,
    isMarked,
    isPale,
  }: { readonly primitives?: readonly Primitive[]; readonly isMarked: boolean; readonly isPale: boolean },
): readonly Shape[] {
  const { operation } = edge;
  const look = operationLook(genotype, level, operation, primitives);
  const { labelWidth: width, labelHeight: height } = graphSizes;
  const isMotif = look.sign === "";
  const lineColour = isMotif || operation === NONE ? meanings.motif : look.colour;
  const opacity = isPale ? PALE : 1;
  const tooltip: Tooltip = {
    title: `edge ${edgeKey(edge)}`,
    operation: look.words,
    ...(isPale && operation !== NONE ? { note: "on no path from source to sink: not in the network" } : {}),
  };
  const path = curveThrough(points);
  const line = { kind: "line", x: 0, y: 0, path, stroke: lineColour, strokeWidth: 2, opacity, tooltip } as const;
  const shapes: Shape[] = [];
  if (isMarked) shapes.push({ kind: "halo", x: 0, y: 0, path, stroke: meanings.marked, strokeWidth: 11 });
  shapes.push(operation === NONE ? { ...line, dash: [2, 4] } : line);
  if (operation !== NONE)
    shapes.push({
      ...line,
      ...arrowHead(points[points.length - 1]),
      stroke: undefined,
      strokeWidth: 0,
      fill: lineColour,
    });
  shapes.push({
    kind: "box",
    x: label.x - width / 2,
    y: label.y - height / 2,
    width,
    height,
    radius: 5,
    fill: isPale ? mixWithWhite(look.colour) : look.colour,
    stroke: isMarked
      ? meanings.text
      : isMotif || operation === NONE
        ? isPale
          ? mixWithWhite(lineColour)
          : lineColour
        : undefined,
    strokeWidth: isMarked ? 2.5 : 1.2,
    tooltip,
  });
  if (isMotif) shapes.push(...operationId(label.x, label.y, operation, level - 1, { size: 13, opacity }));
  else {
    const colour = isPale ? meanings.quietText : look.signColour;
    shapes.push({
      kind: "text",
      x: label.x,
      y: label.y,
      text: look.sign,
      size: 12,
      bold: true,
      align: "center",
      colour,
    });
  }
  return shapes;
}

/** Horizontal at every point, so that a label lies on a level stretch of its line. */
function curveThrough(points: readonly Point[]): string {
  const number = (value: number): string => String(Math.round(value * 10) / 10);
  return points
    .map(({ x, y }, index) => {
      if (index === 0) return `M${number(x)},${number(y)}`;
      const before = points[index - 1];
      const middle = number((before.x + x) / 2);
      return `C${middle},${number(before.y)} ${middle},${number(y)} ${number(x)},${number(y)}`;
    })
    .join("");
}

const arrowHead = ({ x, y }: Point): { readonly x: number; readonly y: number; readonly path: string } => ({
  x,
  y,
  path: "M0,0L-8,-4.5L-8,4.5Z",
});

function mixWithWhite(colour: string): string {
  const parts = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16);
    return Math.round(255 - (255 - value) * PALE)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** One edge of a graph: its line, its arrow, and the sign of its operation in its colour. */
import type { Genotype } from "../../genotype/genotype.js";
import { type Edge, NONE } from "../../genotype/motif.js";
import type { Primitive } from "../../genotype/primitive.js";
import type { Shape, Tooltip } from "./drawing.js";
import type { Json } from "../output/figure.js";
import type { GraphSizes, PlacedEdge, Point } from "./layout-graph.js";
import { type EdgeMeasure } from "./measure-graph.js";
import { grouped, shapeWords } from "../output/number-words.js";
import { operationId } from "./operation-id.js";
import { operationLook, type OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";

/** How strong what does not reach the network is drawn. */
export const PALE = 0.3;

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

/** An edge's name, for example `1→3`. */
export function edgeKey({ predecessor, successor }: Pick<Edge, "predecessor" | "successor">): string {
  return `${predecessor}→${successor}`;
}

/** How one edge is drawn. */
export interface EdgeStyle {
  readonly primitives?: readonly Primitive[];
  readonly isMarked: boolean;
  readonly isPale: boolean;
  /** What a click on its label gives. */
  readonly click?: Json;
  readonly measure?: EdgeMeasure;
  /** Height and width of what runs along the edge. */
  readonly size?: { readonly height: number; readonly width: number };
}

/** The shapes of `edge`; an edge that carries none is dotted. */
export function edgeShapes(
  genotype: Genotype,
  level: number,
  edge: Edge,
  place: PlacedEdge,
  style: EdgeStyle,
): readonly Shape[] {
  const look = operationLook(genotype, level, edge.operation, style.primitives);
  const isDotted = edge.operation === NONE;
  const tooltip = edgeTooltip(edge, look, style);
  return [
    ...lineShapes(place, look.lineColour, isDotted, tooltip, style),
    ...labelShapes(place.label, look, tooltip, style),
    ...signShapes(place.label, look, level, edge.operation, style),
  ];
}

/** What a pointer on an edge is told: operation, shapes, costs. */
export function edgeTooltip(
  edge: Edge,
  { words }: OperationLook,
  style: Pick<EdgeStyle, "isPale" | "measure" | "size">,
): Tooltip {
  return {
    title: `edge ${edgeKey(edge)}`,
    operation: words,
    ...measureRows(style),
    ...(style.isPale && edge.operation !== NONE ? { note: "on no path from source to sink: not in the network" } : {}),
  };
}

function measureRows({ measure, size }: Pick<EdgeStyle, "measure" | "size">): Tooltip {
  if (measure === undefined || size === undefined) return {};
  return {
    input: shapeWords(size, measure.inputChannels),
    output: shapeWords(size, measure.channels),
    parameters: grouped(measure.parameterCount),
    "multiply-adds": grouped(measure.multiplyAdds),
  };
}

function lineShapes(
  { points, isLane }: PlacedEdge,
  colour: string,
  isDotted: boolean,
  tooltip: Tooltip,
  { isMarked, isPale }: EdgeStyle,
): readonly Shape[] {
  const path = curveThrough(points);
  const opacity = isPale ? PALE : 1;
  const halo: Shape = { kind: "halo", x: 0, y: 0, path, stroke: meanings.marked, strokeWidth: 11 };
  const line: Shape = { kind: "line", x: 0, y: 0, path, stroke: colour, strokeWidth: 2, opacity, tooltip };
  const end = (point: Point, shape: string): Shape => ({
    kind: "line",
    ...point,
    path: shape,
    fill: colour,
    strokeWidth: 0,
    opacity,
  });
  return [
    ...(isMarked ? [halo] : []),
    isDotted ? { ...line, dash: [2, 4] } : line,
    ...(isDotted ? [] : [end(points[points.length - 1], ARROW_HEAD)]),
    ...(isDotted || !isLane ? [] : [end(points[0], DOT)]),
  ];
}

/** Of an edge: its tip is at 0, 0. */
export const ARROW_HEAD = "M0,0L-8,-4.5L-8,4.5Z";
const DOT = "M-3,0A3,3,0,1,0,3,0A3,3,0,1,0,-3,0Z";

function labelShapes(
  { x, y }: Point,
  { colour, lineColour }: OperationLook,
  tooltip: Tooltip,
  { isMarked, isPale, click }: EdgeStyle,
): readonly Shape[] {
  const { labelWidth: width, labelHeight: height } = graphSizes;
  const shade = isPale ? mixWithWhite : (each: string) => each;
  return [
    {
      kind: "box",
      x: x - width / 2,
      y: y - height / 2,
      width,
      height,
      radius: 5,
      fill: shade(colour),
      stroke: isMarked ? meanings.text : shade(lineColour),
      strokeWidth: isMarked ? 2.5 : 1.2,
      tooltip,
      ...(click === undefined ? {} : { click }),
    },
  ];
}

function signShapes(
  { x, y }: Point,
  { sign, signColour }: OperationLook,
  level: number,
  operation: number,
  { isPale }: EdgeStyle,
): readonly Shape[] {
  if (sign === "") return operationId(x, y, operation, level - 1, { size: 13, opacity: isPale ? PALE : 1 });
  const colour = isPale ? meanings.quietText : signColour;
  return [{ kind: "text", x, y, text: sign, size: 12, bold: true, align: "center", colour }];
}

/** The path of a line that is horizontal at every point, so that a label lies on a level stretch of it. */
export function curveThrough(points: readonly Point[]): string {
  const number = (value: number): string => String(Math.round(value * 10) / 10);
  return points
    .map(({ x, y }, index) => {
      if (index === 0) return `M${number(x)},${number(y)}`;
      const before = points[index - 1];
      if (number(before.y) === number(y)) return `H${number(x)}`;
      const middle = number((before.x + x) / 2);
      return `C${middle},${number(before.y)} ${middle},${number(y)} ${number(x)},${number(y)}`;
    })
    .join("");
}

function mixWithWhite(colour: string): string {
  const parts = [1, 3, 5].map((start) => {
    const value = parseInt(colour.slice(start, start + 2), 16);
    return Math.round(255 - (255 - value) * PALE)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${parts.join("")}`;
}

/** One edge of a graph: its line, its arrow, and the sign of its operation in its colour. */
import { NONE } from "../../genotype/motif.js";
import type { Json } from "../output/figure.js";
import { grouped, shapeWords } from "../output/number-words.js";
import type { OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedEdge, AnnotatedMotif } from "./annotate-genotype.js";
import type { Shape, Tooltip } from "./drawing.js";
import { graphSizes } from "./graph-sizes.js";
import type { PlacedEdge, Point } from "./layout-graph.js";
import { operationId } from "./operation-id.js";

/** The opacity of parts that are not in the network. */
export const PALE = 0.3;

/** The shapes of an edge of `motif`; an edge that carries none is dotted; a click on its label passes `click`. */
export function edgeShapes(
  motif: AnnotatedMotif,
  edge: AnnotatedEdge,
  place: PlacedEdge,
  click?: Json,
): readonly Shape[] {
  const tooltip = edgeTooltip(motif, edge);
  const style: EdgeStyle = { isMarked: edge.key === motif.marked?.key, isPale: isPale(motif, edge) };
  return [
    ...lineShapes(place, edge, tooltip, style),
    ...labelShapes(place.label, edge.look, tooltip, { ...style, click }),
    ...signShapes(place.label, motif, edge, style),
  ];
}

interface EdgeStyle {
  readonly isMarked: boolean;
  readonly isPale: boolean;
}

const isPale = ({ used }: AnnotatedMotif, { isLive, operation }: AnnotatedEdge): boolean =>
  !used || (operation !== NONE && !isLive);

/** An edge's tooltip: operation, shapes, costs. */
export function edgeTooltip(motif: AnnotatedMotif, edge: AnnotatedEdge): Tooltip {
  return {
    title: `edge ${edge.key}`,
    operation: edge.look.words,
    ...measureRows(motif, edge),
    ...(isPale(motif, edge) && edge.operation !== NONE
      ? { note: "on no path from source to sink: not in the network" }
      : {}),
  };
}

function measureRows({ measures }: AnnotatedMotif, { key }: AnnotatedEdge): Tooltip {
  const measure = measures?.edges.get(key);
  if (measures === undefined || measure === undefined) return {};
  return {
    input: shapeWords(measures, measure.inputChannels),
    output: shapeWords(measures, measure.channels),
    parameters: grouped(measure.parameterCount),
    "multiply-adds": grouped(measure.multiplyAdds),
  };
}

function lineShapes(
  { points, isLane }: PlacedEdge,
  { look: { lineColour: colour }, operation }: AnnotatedEdge,
  tooltip: Tooltip,
  { isMarked, isPale }: EdgeStyle,
): readonly Shape[] {
  const isDotted = operation === NONE;
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

/** An edge's arrow head, with its tip at 0, 0. */
export const ARROW_HEAD = "M0,0L-8,-4.5L-8,4.5Z";
const DOT = "M-3,0A3,3,0,1,0,3,0A3,3,0,1,0,-3,0Z";

function labelShapes(
  { x, y }: Point,
  { colour, lineColour }: OperationLook,
  tooltip: Tooltip,
  { isMarked, isPale, click }: EdgeStyle & { readonly click?: Json },
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
  { level }: AnnotatedMotif,
  { look: { sign, signColour }, operation }: AnnotatedEdge,
  { isPale }: EdgeStyle,
): readonly Shape[] {
  if (sign === "") return operationId(x, y, operation, level - 1, { size: 13, opacity: isPale ? PALE : 1 });
  const colour = isPale ? meanings.quietText : signColour;
  return [{ kind: "text", x, y, text: sign, size: 12, bold: true, align: "center", colour }];
}

/** The path of a line that is horizontal at every given point, so that labels lie on level stretches. */
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

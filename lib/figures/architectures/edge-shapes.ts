/** One edge of a graph: its line, its arrow, and the sign of its operation in its colour. */
import { NONE } from "../../genotype/motif.js";
import type { Json } from "../output/figure.js";
import { grouped, shapeWords } from "../output/number-words.js";
import { lighter } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedEdge, AnnotatedMotif } from "./annotate-genotype.js";
import { gateTab, TAB } from "./closing-gate.js";
import { PALE } from "./drawing-limit.js";
import type { Shape, Tooltip } from "./drawing.js";
import { graphSizes } from "./graph-sizes.js";
import type { PlacedEdge, Point } from "./layout-graph.js";

/** How an edge is drawn. */
export interface EdgeConfig {
  /** What a click on its label passes. */
  readonly click?: Json;
  /** Whether its label has no sign. */
  readonly isBare?: boolean;
}

/** The shapes of an edge of `motif`; an edge that carries none is dotted. */
export function edgeShapes(
  motif: AnnotatedMotif,
  edge: AnnotatedEdge,
  place: PlacedEdge,
  config: EdgeConfig = {},
): readonly Shape[] {
  const tooltip = edgeTooltip(motif, edge);
  const style: EdgeStyle = { isMarked: edge.key === motif.marked?.key, isPale: isPale(motif, edge) };
  return [
    ...lineShapes(place, edge, tooltip, style),
    ...labelShapes(place.label, edge, tooltip, { ...style, ...config }),
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
  { look: { lineColour: colour, motif }, operation }: AnnotatedEdge,
  tooltip: Tooltip,
  { isMarked, isPale }: EdgeStyle,
): readonly Shape[] {
  const isDotted = operation === NONE;
  const lighting = motif === undefined ? {} : { lights: motif, lit: motif };
  const path = curveThrough(points);
  const opacity = isPale ? PALE : 1;
  const halo: Shape = { kind: "halo", x: 0, y: 0, path, stroke: meanings.marked, strokeWidth: 11 };
  const line: Shape = { kind: "line", x: 0, y: 0, path, stroke: colour, strokeWidth: 2, opacity, tooltip, ...lighting };
  const end = (point: Point, shape: string, fill: string): Shape => ({
    kind: "line",
    ...point,
    path: shape,
    fill,
    strokeWidth: 0,
    opacity,
  });
  return [
    ...(isMarked ? [halo] : []),
    isDotted ? { ...line, dash: [2, 4] } : line,
    // Heads at one node lie on each other, so they have one colour; in lanes each is alone.
    ...(isDotted ? [] : [end(points[points.length - 1], ARROW_HEAD, isLane ? colour : meanings.motif)]),
    ...(isDotted || !isLane ? [] : [end(points[0], DOT, colour)]),
  ];
}

/** An edge's arrow head, with its tip at 0, 0. */
export const ARROW_HEAD = "M0,0L-8,-4.5L-8,4.5Z";
const DOT = "M-3,0A3,3,0,1,0,3,0A3,3,0,1,0,-3,0Z";

/** The label: the operation's sign in its colour; what carries a motif ends in the gate that closes it. */
function labelShapes(
  { x, y }: Point,
  { look, operation }: AnnotatedEdge,
  tooltip: Tooltip,
  { isMarked, isPale, click, isBare = false }: EdgeStyle & EdgeConfig,
): readonly Shape[] {
  const { labelHeight: height } = graphSizes;
  const labelWidth = isBare ? BARE : graphSizes.labelWidth;
  const isMotif = look.motif !== undefined && !isBare;
  const width = isMotif ? labelWidth - TAB : labelWidth;
  const left = x - labelWidth / 2;
  const shade = (each: string): string => (isPale ? lighter(each, PALE) : each);
  const opacity = isPale ? PALE : 1;
  const sign: Shape = {
    ...{ kind: "text", x: left + width / 2, y, text: look.sign, size: SIGN_SIZE, bold: true },
    align: "center",
    colour: isPale ? meanings.quietText : look.signColour,
  };
  // An edge that is not there has no box, which would read like an operation.
  if (operation === NONE) return [];
  return [
    {
      ...{ kind: "box", x: left, y: y - height / 2, width, height, radius: 5, tooltip },
      ...{ fill: shade(look.colour), stroke: isMarked ? meanings.text : shade(look.lineColour) },
      strokeWidth: isMarked ? 2.5 : 1.2,
      ...(click === undefined ? {} : { click }),
      ...(look.motif === undefined ? {} : { lights: look.motif, lit: look.motif }),
    },
    ...(isMotif ? [gateTab({ x: left + width, y }, height - 6, opacity)] : []),
    ...(isBare ? [] : [sign]),
  ];
}

/** The width of a label without a sign, in pixels. */
const BARE = 7;

/** The size of a sign in an edge's label, in pixels. */
export const SIGN_SIZE = 12;

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

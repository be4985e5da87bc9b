/** One motif of two genotypes as a graph with the edges of both. */
import { lighter } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedEdge, AnnotatedMotif } from "./annotate-genotype.js";
import { gateRoom, gateShapes, gateTab, TAB } from "./closing-gate.js";
import { collapsedGraph } from "./collapsed-graph.js";
import { MOST_EDGES, PALE } from "./drawing-limit.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import type { Drawing, Shape } from "./drawing.js";
import { ARROW_HEAD, curveThrough, SIGN_SIZE } from "./edge-shapes.js";
import { nodeShapes } from "./graph-shapes.js";
import { graphSizes } from "./graph-sizes.js";
import { layoutGraph, type PlacedEdge } from "./layout-graph.js";
import { LAYERED_NODES, layoutLanes, MOST_NODES } from "./layout-lanes.js";
import type { KeyItem } from "./operation-key.js";

/** Whose an edge is: both genotypes', or one's alone. */
export type Side = "both" | "a" | "b";

/** An edge of either genotype. */
export interface ComparedEdge {
  readonly edge: AnnotatedEdge;
  readonly side: Side;
}

/** The colours of what one genotype alone has; no operation's and no motif's. */
const sides = Object.freeze({
  both: { stroke: "#B9B9B9", strokeWidth: 1.6 },
  a: { stroke: "#C0136B", strokeWidth: 2.4, dash: [6, 3] },
  b: { stroke: "#0A6B3D", strokeWidth: 2.8 },
}) satisfies { readonly [side in Side]: Pick<Shape & { readonly kind: "line" }, "stroke" | "strokeWidth" | "dash"> };

/** The edges of a motif in two genotypes, by predecessor, then successor; undefined is a motif that one lacks. */
export function compareMotifs(
  one: AnnotatedMotif | undefined,
  other: AnnotatedMotif | undefined,
): readonly ComparedEdge[] {
  const [a, b] = [one?.edges ?? [], other?.edges ?? []];
  const isIn = (edges: readonly AnnotatedEdge[], edge: AnnotatedEdge): boolean =>
    edges.some(({ key, look }) => key === edge.key && look.name === edge.look.name);
  return [
    ...a.map((edge): ComparedEdge => ({ edge, side: isIn(b, edge) ? "both" : "a" })),
    ...b.filter((edge) => !isIn(a, edge)).map((edge): ComparedEdge => ({ edge, side: "b" })),
  ].sort((left, right) => left.edge.predecessor - right.edge.predecessor || left.edge.successor - right.edge.successor);
}

/** The graph of a motif with all edges of `edges`; with too many to draw individually, the counts of the second's. */
export function differenceShapes(motif: AnnotatedMotif, edges: readonly ComparedEdge[]): Drawing {
  const { nodeCount } = motif;
  if (edges.length > MOST_EDGES || nodeCount > MOST_NODES) return collapsedGraph(motif);
  const ends = edges.map(({ edge }) => edge);
  const mostWidth = DRAWING_WIDTH - 20 - gateRoom(motif);
  const layout =
    nodeCount > LAYERED_NODES
      ? layoutLanes(nodeCount, ends, { ...graphSizes, mostWidth })
      : layoutGraph(nodeCount, ends, graphSizes);
  const sink = layout.nodes[nodeCount - 1];
  const columns = (layout.columns ?? []).map(({ x, top, bottom }): Shape => ({
    ...{ kind: "halo", x, y: top, path: `M0,0L0,${bottom - top}`, stroke: meanings.frame, strokeWidth: 1.5 },
  }));
  const touched = new Set(edges.flatMap(({ edge }) => (edge.isLive ? [edge.predecessor, edge.successor] : [])));
  const shown = { ...motif, liveNodes: [1, nodeCount, ...touched], measures: undefined };
  // What differs is drawn last, so that nothing covers it.
  const order = edges.map((each, index) => ({ ...each, place: layout.edges[index] }));
  const lines = [...order.filter(({ side }) => side === "both"), ...order.filter(({ side }) => side !== "both")];
  return {
    ...{ width: layout.width + gateRoom(motif), height: layout.height },
    shapes: [
      ...columns,
      ...lines.flatMap((each) => comparedShapes(each, each.place, motif.used, layout.isTight)),
      ...gateShapes(shown, { x: sink.x + graphSizes.nodeRadius, y: sink.y }),
      ...nodeShapes(shown, layout, graphSizes),
    ],
  };
}

function comparedShapes(
  { edge, side }: ComparedEdge,
  { points, label }: PlacedEdge,
  used: boolean,
  isTight = false,
): readonly Shape[] {
  const { look, isLive, key } = edge;
  const { stroke } = sides[side];
  const opacity = used && isLive ? 1 : 0.5;
  const isMotif = look.motif !== undefined;
  const lighting = look.motif === undefined ? {} : { lights: look.motif, lit: look.motif };
  const whose = side === "both" ? "in both" : `in ${side} alone`;
  const tooltip = { title: `edge ${key}`, operation: look.words, where: whose };
  const line: Shape = { ...{ kind: "line", x: 0, y: 0, path: curveThrough(points), opacity, tooltip }, ...sides[side] };
  const head: Shape = {
    kind: "line",
    ...points[points.length - 1],
    path: ARROW_HEAD,
    fill: stroke,
    strokeWidth: 0,
    opacity,
  };
  if (isTight) return [{ ...line, ...lighting }, head];
  const { labelWidth, labelHeight: height } = graphSizes;
  const width = isMotif ? labelWidth - TAB : labelWidth;
  const left = label.x - labelWidth / 2;
  const isCommon = side === "both";
  const box: Shape = {
    ...{ kind: "box", x: left, y: label.y - height / 2, width, height, radius: 5, tooltip },
    ...{ fill: isCommon ? lighter(look.colour, PALE) : look.colour, stroke, strokeWidth: isCommon ? 1 : 2.6 },
  };
  const sign: Shape = {
    ...{ kind: "text", x: left + width / 2, y: label.y, text: look.sign, size: SIGN_SIZE, bold: true },
    ...{ align: "center", colour: isCommon ? meanings.quietText : look.signColour },
  };
  return [
    { ...line, ...lighting },
    head,
    { ...box, ...lighting },
    ...(isMotif ? [gateTab({ x: left + width, y: label.y }, height - 6, opacity)] : []),
    sign,
  ];
}

/** What the colours of lines mean. */
export function differenceKey([a, b]: readonly [string, string]): readonly KeyItem[] {
  const item = (side: Side, words: string): KeyItem => ({
    sign: [{ ...{ kind: "line", x: 3, y: 0, path: "M0,0L25,0" }, ...sides[side] }],
    words,
  });
  return [item("a", `${a} alone`), item("b", `${b} alone`), item("both", "both")];
}

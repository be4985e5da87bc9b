/**
 * A graph with edges opened in place: a motif's graph replaces its sign, and so on down to primitives.
 */
import { meanings } from "../output/theme.js";
import type { AnnotatedEdge, AnnotatedGenotype, AnnotatedMotif } from "./annotate-genotype.js";
import { type Drawing, moveShapes, type Shape } from "./drawing.js";
import { ARROW_HEAD, curveThrough, edgeShapes, edgeTooltip } from "./edge-shapes.js";
import { channelShapes, graphShapes, nodeShapes } from "./graph-shapes.js";
import { compactGraphSizes, graphSizes, graphSizesWithChannels } from "./graph-sizes.js";
import type { GraphSizes, PlacedEdge } from "./layout-graph.js";
import { layoutOpened } from "./layout-opened.js";
import { operationId, operationIdWidth } from "./operation-id.js";

const INSET_X = 8;
const INSET_Y = 26;

/** Which motifs to open, and how to draw them. */
export interface UnfoldShapesConfig {
  /** Whether to draw a motif as its graph. */
  readonly opens: (motif: AnnotatedMotif) => boolean;
  /** Whether to write channels below nodes. */
  readonly channels?: boolean;
}

/** The shapes of the cell with its edges opened; edges outside the network stay closed. */
export function unfoldShapes(genotype: AnnotatedGenotype, config: UnfoldShapesConfig): Drawing {
  return unfoldMotif(genotype, genotype.cell, config, "");
}

/** The shapes of the motif at `place` in the cell, for example at `/edge 1→2/motif 5`. */
function unfoldMotif(
  genotype: AnnotatedGenotype,
  anywhere: AnnotatedMotif,
  config: UnfoldShapesConfig,
  place: string,
  sizes?: GraphSizes,
): Drawing {
  const { level, nodeCount, edges } = anywhere;
  const motif = { ...anywhere, measures: genotype.places.get(place) };
  const channels = config.channels === true ? motif.measures?.channels : undefined;
  const inner = edges.map(({ key, operation, isLive }) => {
    if (level === 2 || !isLive) return undefined;
    const below = genotype.levels[level - 3][operation - 1];
    if (!config.opens(below)) return undefined;
    return unfoldMotif(genotype, below, config, `${place}/edge ${key}/motif ${operation}`, compactGraphSizes);
  });
  if (inner.every((each) => each === undefined)) return graphShapes(motif, { channels: config.channels, sizes });
  const rooms = inner.map((each) => each && { width: each.width + 2 * INSET_X, height: each.height + 2 * INSET_Y });
  const layout = layoutOpened(nodeCount, edges, channels ? graphSizesWithChannels : graphSizes, rooms);
  const shapes = [
    ...edges.flatMap((edge, index) => {
      const [placed, opened] = [layout.edges[index], inner[index]];
      return opened === undefined ? edgeShapes(motif, edge, placed) : openedShapes(motif, edge, placed, opened);
    }),
    ...nodeShapes(motif, layout),
    ...(channels === undefined ? [] : channelShapes(layout, channels)),
  ];
  return { width: layout.width, height: layout.height, shapes };
}

/** A frame with the motif's graph, and the edge's line to and from it. */
function openedShapes(
  motif: AnnotatedMotif,
  edge: AnnotatedEdge,
  { points, label }: PlacedEdge,
  inner: Drawing,
): readonly Shape[] {
  const { operation } = edge;
  const below = motif.level - 1;
  const tooltip = edgeTooltip(motif, edge);
  const [width, height] = [inner.width + 2 * INSET_X, inner.height + 2 * INSET_Y];
  const [left, right] = [label.x - width / 2, label.x + width / 2];
  const before = [...points.filter(({ x }) => x < left), { x: left, y: label.y }];
  const after = [{ x: right, y: label.y }, ...points.filter(({ x }) => x > right)];
  const line = (at: readonly { readonly x: number; readonly y: number }[]): Shape => ({
    kind: "line",
    x: 0,
    y: 0,
    path: curveThrough(at),
    stroke: meanings.motif,
    strokeWidth: 2,
    tooltip,
  });
  const arrow = (at: { readonly x: number; readonly y: number }): Shape => ({
    kind: "line",
    ...at,
    path: ARROW_HEAD,
    fill: meanings.motif,
    strokeWidth: 0,
  });
  const top = label.y - height / 2;
  const idWidth = operationIdWidth(operation, below, 14);
  return [
    {
      kind: "frame",
      x: left,
      y: top,
      width,
      height,
      radius: 8,
      fill: "#FAFAFA",
      stroke: meanings.motif,
      strokeWidth: 1.2,
    },
    line(before),
    arrow(before[before.length - 1]),
    line(after),
    arrow(points[points.length - 1]),
    ...operationId(left + 9 + idWidth / 2, top + 14, operation, below, { size: 14 }),
    ...moveShapes(inner.shapes, left + INSET_X, top + INSET_Y),
  ];
}

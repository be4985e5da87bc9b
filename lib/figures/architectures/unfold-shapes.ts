/**
 * A graph with edges opened in place: a motif's graph replaces its sign, and so on down to primitives.
 */
import { closingLook, lighter } from "../output/operation-look.js";
import type { AnnotatedEdge, AnnotatedGenotype, AnnotatedMotif } from "./annotate-genotype.js";
import { gateBox, gateSizes, gateTooltip } from "./closing-gate.js";
import { type Drawing, lightingMotif, type Line, moveShapes, type Shape } from "./drawing.js";
import { ARROW_HEAD, curveThrough, edgeShapes, edgeTooltip } from "./edge-shapes.js";
import { channelShapes, graphShapes, nodeShapes } from "./graph-shapes.js";
import { compactGraphSizes, graphSizesWithChannels, outerGraphSizes } from "./graph-sizes.js";
import { layoutGraph, type PlacedEdge, type Point, type Size } from "./layout-graph.js";
import { LAYERED_NODES } from "./layout-lanes.js";
import { layoutOpened } from "./layout-opened.js";
import { motifFrame, motifHead } from "./motif-head.js";

const INSET = { left: 6, top: 26, bottom: 7 } as const;
/** How far the gate stands out of its frame, and the line from the sink to it. */
const OUT = gateSizes.width / 2;
const LEAD = 5;

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

/** A motif drawn in place of an edge: its graph, the middle of its source and of its sink. */
interface Opened extends Drawing, Pick<AnnotatedMotif, "measures"> {
  readonly source: Point;
  readonly sink: Point;
}

/** The shapes of the motif at `place` in the cell, for example at `/edge 1→2/motif 5`. */
function unfoldMotif(
  genotype: AnnotatedGenotype,
  anywhere: AnnotatedMotif,
  config: UnfoldShapesConfig,
  place: string,
): Opened {
  const { level, nodeCount, edges, isCell } = anywhere;
  const motif = { ...anywhere, measures: genotype.places.get(place) };
  const channels = config.channels === true ? motif.measures?.channels : undefined;
  const inner = edges.map(({ key, operation, isLive }) => {
    if (level === 2 || !isLive) return undefined;
    const below = genotype.levels[level - 3][operation - 1];
    if (!config.opens(below)) return undefined;
    return unfoldMotif(genotype, below, config, `${place}/edge ${key}/motif ${operation}`);
  });
  const own = isCell ? outerGraphSizes : compactGraphSizes;
  const sizes = channels ? { ...own, nodeRoom: graphSizesWithChannels.nodeRoom } : own;
  if (nodeCount > LAYERED_NODES || (isCell && inner.every((each) => each === undefined))) {
    const graph = graphShapes(motif, { channels: config.channels, gate: false, ...(isCell ? {} : { sizes }) });
    const nodes = nodesOf(graph);
    return { ...graph, measures: motif.measures, source: nodes[0], sink: nodes[nodes.length - 1] };
  }
  const rooms = inner.map((each) => each && roomOf(each));
  // One opened motif among signs leaves the graph as it is; several need columns of their own.
  const isOne = rooms.filter((room) => room !== undefined).length === 1;
  const layout = (isOne ? layoutGraph : layoutOpened)(nodeCount, edges, sizes, rooms);
  const shapes = [
    ...edges.flatMap((edge, index) => {
      const [placed, opened] = [layout.edges[index], inner[index]];
      return opened === undefined
        ? edgeShapes(motif, edge, placed)
        : openedShapes(genotype, motif, edge, placed, opened);
    }),
    ...nodeShapes(motif, layout, sizes),
    ...(channels === undefined ? [] : channelShapes(layout, channels, sizes)),
  ];
  const { width, height, nodes } = layout;
  return { width, height, shapes, measures: motif.measures, source: nodes[0], sink: nodes[nodes.length - 1] };
}

/** The centres of a graph's nodes, which are its only circles. */
function nodesOf({ shapes, width, height }: Drawing): readonly Point[] {
  const circles = shapes.flatMap((shape) =>
    shape.kind === "box" && shape.radius === shape.width / 2
      ? [{ x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 }]
      : [],
  );
  return circles.length === 0
    ? [
        { x: 0, y: height / 2 },
        { x: width, y: height / 2 },
      ]
    : circles;
}

/** What an opened motif takes: as much above its source as below, so that lines enter and leave level. */
function roomOf({ width, height, source }: Opened): Size {
  const half = Math.max(INSET.top + source.y, height - source.y + INSET.bottom);
  return { width: width + INSET.left + LEAD + 2 * OUT, height: 2 * half };
}

/** A frame with the motif's graph, the gate at its exit, and the edge's line to and from it. */
function openedShapes(
  genotype: AnnotatedGenotype,
  motif: AnnotatedMotif,
  edge: AnnotatedEdge,
  { points, label }: PlacedEdge,
  inner: Opened,
): readonly Shape[] {
  const below = { level: motif.level - 1, motif: edge.operation, isCell: false, used: true };
  const { colour, lineColour: stroke, motif: lights } = edge.look;
  const tooltip = edgeTooltip(motif, edge);
  const room = roomOf(inner);
  const [left, right] = [label.x - room.width / 2, label.x + room.width / 2];
  const [graphX, graphY] = [left + INSET.left, label.y - inner.source.y];
  const top = graphY - INSET.top;
  const frame = { x: left, y: top, width: room.width - OUT, height: INSET.top + inner.height + INSET.bottom };
  const [entry, exit] = [label.y, graphY + inner.sink.y];
  const before = [...points.filter(({ x }) => x < left), { x: left, y: entry }];
  const after = [{ x: right, y: exit }, ...points.filter(({ x }) => x > right)];
  const line = (at: readonly Point[], more: Partial<Line> = {}): Shape => ({
    ...{ kind: "line", x: 0, y: 0, path: curveThrough(at), stroke, strokeWidth: 2, tooltip, lights },
    ...more,
  });
  const arrow = (at: Point): Shape => ({ kind: "line", ...at, path: ARROW_HEAD, fill: stroke, strokeWidth: 0 });
  const gateLeft = frame.x + frame.width - OUT;
  const sinkRight = graphX + inner.sink.x + compactGraphSizes.nodeRadius;
  const closing = [
    line(
      [
        { x: sinkRight, y: exit },
        { x: gateLeft, y: exit },
      ],
      { stroke: closingLook.lineColour, tooltip: undefined },
    ),
    ...gateBox({ x: gateLeft, y: exit }, { tooltip: gateTooltip({ ...below, measures: inner.measures }) }),
  ];
  const inside = [
    ...motifHead(below, left + INSET.left - 2, top + 15, { withLevel: genotype.levelCount > 3 }),
    ...moveShapes(inner.shapes, graphX, graphY),
    ...closing,
  ];
  return [
    { ...motifFrame(below, frame), ...frame, radius: 8, fill: lighter(colour, 0.35) },
    line(before, { lit: lights }),
    arrow(before[before.length - 1]),
    line(after, { lit: lights }),
    arrow(points[points.length - 1]),
    ...lightingMotif(inside, lights as string),
  ];
}

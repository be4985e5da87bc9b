/**
 * A graph whose edges are opened in their places: instead of a motif's sign stands its graph, and so on down to
 * primitives.
 */
import { type Genotype, motifsOf } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { type Edge, edgesOf } from "../../genotype/motif.js";
import { type Drawing, moveShapes, type Shape, type Tooltip } from "./drawing.js";
import {
  compactGraphSizes,
  ARROW_HEAD,
  curveThrough,
  edgeKey,
  edgeShapes,
  edgeTooltip,
  graphSizes,
  graphSizesWithChannels,
} from "./edge-shapes.js";
import { channelShapes, type GraphConfig, graphShapes, nodeShapes } from "./graph-shapes.js";
import type { PlacedEdge } from "./layout-graph.js";
import { layoutOpened } from "./layout-opened.js";
import type { Measures } from "./measure-graph.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { operationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";

const INSET_X = 8;
const INSET_Y = 26;

/** Which motifs are opened, and how all is drawn. */
export interface UnfoldShapesConfig extends GraphConfig {
  /** Whether the motif `motif` of `level` is drawn as its graph. */
  readonly opens: (level: number, motif: number) => boolean;
  readonly measuresOf: Measures;
  /** Where in the cell the motif stands, for its measures; the cell itself by default. */
  readonly path?: string;
}

/** The shapes of motif `motif` of `level` with its edges opened; edges outside the network stay closed. */
export function unfoldShapes(genotype: Genotype, level: number, motif: number, config: UnfoldShapesConfig): Drawing {
  const edges = edgesOf(motifsOf(genotype, level)[motif - 1]);
  const live = new Set(findLive(genotype)[level - 2][motif - 1].edges.map(edgeKey));
  const { path = "" } = config;
  const measures = config.measuresOf(level, motif, path);
  const channels = config.channels === true ? measures?.channels : undefined;
  const inner = edges.map((edge) =>
    level > 2 && live.has(edgeKey(edge)) && config.opens(level - 1, edge.operation)
      ? unfoldShapes(genotype, level - 1, edge.operation, {
          ...config,
          sizes: compactGraphSizes,
          path: `${path}/edge ${edgeKey(edge)}/motif ${edge.operation}`,
        })
      : undefined,
  );
  if (inner.every((each) => each === undefined)) return graphShapes(genotype, level, motif, { ...config, measures });
  const { nodeCount } = motifsOf(genotype, level)[motif - 1];
  const rooms = inner.map((each) => each && { width: each.width + 2 * INSET_X, height: each.height + 2 * INSET_Y });
  const layout = layoutOpened(nodeCount, edges, channels ? graphSizesWithChannels : graphSizes, rooms);
  const liveNodes = new Set([
    ...[1, nodeCount],
    ...edges.filter((edge) => live.has(edgeKey(edge))).flatMap((edge) => [edge.predecessor, edge.successor]),
  ]);
  const shapes = [
    ...edges.flatMap((edge, index) => {
      const place = layout.edges[index];
      const opened = inner[index];
      const style = {
        ...{ primitives: config.primitives, isMarked: false, isPale: !live.has(edgeKey(edge)) },
        ...{ measure: measures?.edges.get(edgeKey(edge)), size: measures },
      };
      if (opened === undefined) return edgeShapes(genotype, level, edge, place, style);
      const look = operationLook(genotype, level, edge.operation, config.primitives);
      return openedShapes(edge, level, place, { inner: opened, tooltip: edgeTooltip(edge, look, style) });
    }),
    ...layout.nodes.flatMap((point, index) =>
      nodeShapes(point, index + 1, nodeCount, { pale: !liveNodes.has(index + 1), measures }),
    ),
    ...(channels === undefined ? [] : channelShapes(layout, channels)),
  ];
  return { width: layout.width, height: layout.height, shapes };
}

/** A frame with the motif's graph in it, and the edge's line to it and from it. */
function openedShapes(
  { operation }: Edge,
  level: number,
  { points, label }: PlacedEdge,
  { inner, tooltip }: { readonly inner: Drawing; readonly tooltip: Tooltip },
): readonly Shape[] {
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
  const idWidth = operationIdWidth(operation, level - 1, 14);
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
    ...operationId(left + 9 + idWidth / 2, top + 14, operation, level - 1, { size: 14 }),
    ...moveShapes(inner.shapes, left + INSET_X, top + INSET_Y),
  ];
}

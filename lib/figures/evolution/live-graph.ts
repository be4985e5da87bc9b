/**
 * A graph of which Vega decides what it shows: its nodes and edges have fixed places, and a row of data says what each
 * edge carries. A picture of thousands of individuals has each as a few characters.
 */
import { gateSizes, TAB } from "../architectures/closing-gate.js";
import type { AnnotatedMotif } from "../architectures/annotate-genotype.js";
import { MOST_EDGES, PALE } from "../architectures/drawing-limit.js";
import { edgeKey } from "../architectures/edge-key.js";
import { ARROW_HEAD, curveThrough } from "../architectures/edge-shapes.js";
import { graphSizes } from "../architectures/graph-sizes.js";
import { layoutGraph } from "../architectures/layout-graph.js";
import { LAYERED_NODES, MOST_NODES } from "../architectures/layout-lanes.js";
import { possibleEdges } from "../architectures/possible-edges.js";
import { scalePath } from "../architectures/scale-drawing.js";
import { closingLook, type OperationLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";

/** The scale of these graphs, many of which are in one picture. */
const SCALE = 0.8;

/** Pixels between the nodes of a graph of arcs. */
const ARC_GAP = 31;
const ARC_RISE = 0.42;

/** A motif as text: for each possible edge a character, see {@link encodeMotif}. */
export interface EncodedMotif {
  /** The number of nodes. */
  readonly n: number;
  readonly level: number;
  readonly motif: number;
  /** For each possible edge the operation that it carries, as the character of code 48 + operation. */
  readonly ops: string;
  /** For each possible edge 1 if it is in the network. */
  readonly live: string;
  /** For each node 1 if it is in the network. */
  readonly nodes: string;
  readonly used: boolean;
  /** The possible edge to mark, from 0; −1 for none. */
  readonly mark: number;
}

/** Whether a motif is small enough for a graph with room for every possible edge. */
export const isEncodable = ({ nodeCount }: Pick<AnnotatedMotif, "nodeCount">): boolean =>
  nodeCount <= MOST_NODES && possibleEdges(nodeCount).length <= MOST_EDGES;

/** A motif as a row of data. */
export function encodeMotif(motif: AnnotatedMotif): EncodedMotif {
  const { nodeCount, edges, liveNodes, level, used, marked } = motif;
  const byKey = new Map(edges.map((edge) => [edge.key, edge]));
  const keys = possibleEdges(nodeCount).map(edgeKey);
  return {
    ...{ n: nodeCount, level, motif: motif.motif, used },
    ops: keys.map((key) => operationCode(byKey.get(key)?.operation ?? 0)).join(""),
    live: keys.map((key) => (byKey.get(key)?.isLive ? 1 : 0)).join(""),
    nodes: Array.from({ length: nodeCount }, (_, index) => (liveNodes.includes(index + 1) ? 1 : 0)).join(""),
    mark: marked === undefined ? -1 : keys.indexOf(marked.key),
  };
}

const operationCode = (operation: number): string => String.fromCharCode(48 + operation);

/** A size in pixels. */
export interface LiveSize {
  readonly width: number;
  readonly height: number;
}

interface Layout extends LiveSize {
  readonly edges: readonly { readonly path: string; readonly x?: number; readonly y?: number }[];
  readonly heads: readonly { readonly x: number; readonly y: number }[];
  readonly nodes: readonly { readonly x: number; readonly y: number }[];
  readonly radius: number;
}

const scaled = (value: number): number => Math.round(value * SCALE * 10) / 10;

function layoutOf(nodeCount: number): Layout {
  return nodeCount > LAYERED_NODES ? arcs(nodeCount) : layered(nodeCount);
}

function layered(nodeCount: number): Layout {
  const { width, height, nodes, edges } = layoutGraph(nodeCount, possibleEdges(nodeCount), graphSizes);
  return {
    ...{ width: scaled(width), height: scaled(height), radius: scaled(graphSizes.nodeRadius) },
    edges: edges.map(({ points, label }) => ({
      path: scalePath(curveThrough(points), SCALE),
      ...{ x: scaled(label.x), y: scaled(label.y) },
    })),
    heads: edges.map(({ points }) => {
      const { x, y } = points[points.length - 1];
      return { x: scaled(x), y: scaled(y) };
    }),
    nodes: nodes.map(({ x, y }) => ({ x: scaled(x), y: scaled(y) })),
  };
}

/** Nodes in a row under arcs, for graphs that would need a lane for each edge. */
function arcs(nodeCount: number): Layout {
  const gap = Math.min(ARC_GAP, 340 / (nodeCount - 1));
  const radius = Math.min(8, gap / 2 - 2);
  const height = ARC_RISE * (nodeCount - 1) * gap + 2 * radius;
  const base = height - radius;
  const x = (node: number): number => radius + (node - 1) * gap;
  const edges = possibleEdges(nodeCount).map(({ predecessor, successor }) => {
    const [from, to] = [x(predecessor), x(successor)];
    // A cubic's middle is three quarters as high as its handles.
    const top = base - (ARC_RISE * (to - from) * 4) / 3;
    const n = (value: number): string => String(Math.round(value * 10) / 10);
    const lean = 0.12 * (to - from);
    return { path: `M${n(from)},${n(base)}C${n(from + lean)},${n(top)} ${n(to - lean)},${n(top)} ${n(to)},${n(base)}` };
  });
  const nodes = Array.from({ length: nodeCount }, (_, index) => ({ x: x(index + 1), y: base }));
  return { width: x(nodeCount) + radius, height, edges, heads: [], nodes, radius };
}

/** The size of the graph of a motif, with the gate that closes it. */
export function liveSize(nodeCount: number, isClosed: boolean): LiveSize {
  const { width, height } = layoutOf(nodeCount);
  return { width: width + (isClosed ? scaled(gateSizes.lead + gateSizes.width) : 0), height };
}

/** What all live graphs of a picture share: the places of motifs of these numbers of nodes, and operations' looks. */
export function liveGraphData(
  nodeCounts: readonly number[],
  looks: readonly (readonly [level: number, looks: readonly OperationLook[]])[],
): readonly object[] {
  const layouts = [...new Set(nodeCounts)].map((n) => [n, layoutOf(n)] as const);
  return [
    {
      name: "places",
      values: layouts.flatMap(([n, { edges, heads }]) =>
        edges.map((edge, at) => ({ key: `${n}:${at}`, ...edge, headX: heads[at]?.x, headY: heads[at]?.y })),
      ),
    },
    {
      name: "spots",
      values: layouts.flatMap(([n, { nodes, radius }]) =>
        nodes.map(({ x, y }, index) => ({
          ...{ n, x, y, index, radius, text: radius > 7 ? String(index + 1) : "" },
          ...{ isEnd: index === 0 || index === n - 1, isSink: index === n - 1 },
        })),
      ),
    },
    {
      name: "looks",
      values: looks.flatMap(([level, own]) =>
        own.map(({ sign, colour, lineColour, signColour, words }, operation) => ({
          ...{ key: `${level}:${operationCode(operation)}`, sign, colour, lineColour, signColour, words },
          isMotif: level > 2,
        })),
      ),
    },
  ];
}

/** Parts of a Vega specification. */
export interface LiveGraph {
  readonly data: readonly object[];
  readonly mark: object;
}

const field = (name: string): object => ({ field: name });
const fixed = (value: number | string | boolean | readonly number[]): object => ({ value });

/**
 * A graph at `x`, `y` of what the one row of the data set `source`, an {@link EncodedMotif}, says; nothing while it has
 * none. `levelCount` is the genotype's, whose cell no gate closes.
 */
export function liveGraph(source: string, x: number, y: number, levelCount: number): LiveGraph {
  const row = `data('${source}')[0]`;
  const edges = `${source} edges`;
  const paleness = { signal: `datum.isLive ? 1 : ${PALE}` };
  const [wide, high, tab] = [graphSizes.labelWidth, graphSizes.labelHeight, TAB].map(scaled);
  const lookUp = (from: string, key: string, values: readonly string[]): object => ({
    ...{ type: "lookup", from, key: "key", fields: [key], values },
  });
  const data = [
    {
      name: edges,
      source,
      transform: [
        { type: "formula", as: "each", expr: "split(datum.ops, '')" },
        { type: "flatten", fields: ["each"], index: "at", as: ["op"] },
        { type: "filter", expr: "datum.op !== '0' || datum.at === datum.mark" },
        { type: "formula", as: "isLive", expr: "datum.op === '0' || (datum.used && datum.live[datum.at] === '1')" },
        { type: "formula", as: "place", expr: "datum.n + ':' + datum.at" },
        { type: "formula", as: "look", expr: "datum.level + ':' + datum.op" },
        lookUp("places", "place", ["path", "x", "y", "headX", "headY"]),
        lookUp("looks", "look", ["sign", "colour", "lineColour", "signColour", "words", "isMotif"]),
      ],
    },
    {
      name: `${source} nodes`,
      source: "spots",
      transform: [
        { type: "filter", expr: `length(data('${source}')) > 0 && datum.n === ${row}.n` },
        { type: "formula", as: "isLive", expr: `${row}.used && ${row}.nodes[datum.index] === '1'` },
      ],
    },
    {
      name: `${source} gate`,
      source: `${source} nodes`,
      transform: [{ type: "filter", expr: `datum.isSink && ${row}.level < ${levelCount}` }],
    },
    {
      name: `${source} labels`,
      source: edges,
      transform: [{ type: "filter", expr: "isValid(datum.x) && datum.op !== '0'" }],
    },
  ];
  const from = (name: string): object => ({ data: name });
  const mark = (type: string, name: string, update: object, more: object = {}): object => ({
    ...{ type, from: from(name), encode: { update }, aria: false },
    ...more,
  });
  const path = { path: field("path"), strokeJoin: fixed("round") };
  const still = { interactive: false };
  const { lead, width: gateWidth, height: gateHeight, type } = gateSizes;
  return {
    data,
    mark: {
      type: "group",
      encode: { enter: { x: fixed(x), y: fixed(y) } },
      marks: [
        mark(
          "path",
          edges,
          {
            ...path,
            stroke: fixed(meanings.marked),
            strokeWidth: { signal: `datum.at === datum.mark ? ${scaled(11)} : 0` },
          },
          still,
        ),
        mark("path", edges, {
          ...{ ...path, stroke: field("lineColour"), strokeWidth: fixed(1.7), opacity: paleness },
          strokeDash: { signal: "datum.op === '0' ? [2, 4] : [1, 0]" },
          tooltip: { signal: "{title: datum.words}" },
        }),
        mark(
          "path",
          `${source} labels`,
          {
            ...{ x: field("headX"), y: field("headY"), path: fixed(scalePath(ARROW_HEAD, SCALE)) },
            ...{ fill: fixed(meanings.motif), opacity: paleness },
          },
          still,
        ),
        mark(
          "rule",
          `${source} gate`,
          {
            ...{ x: { signal: "datum.x + datum.radius" }, y: field("y") },
            ...{ x2: { signal: `datum.x + datum.radius + ${scaled(lead)}` } },
            ...{ stroke: fixed(closingLook.lineColour), strokeWidth: fixed(1.6), opacity: paleness },
          },
          still,
        ),
        mark("rect", `${source} gate`, {
          ...{
            x: { signal: `datum.x + datum.radius + ${scaled(lead)}` },
            y: { signal: `datum.y - ${scaled(gateHeight / 2)}` },
          },
          ...{ width: fixed(scaled(gateWidth)), height: fixed(scaled(gateHeight)), cornerRadius: fixed(2) },
          ...{ fill: fixed(closingLook.colour), stroke: fixed(closingLook.lineColour), strokeWidth: fixed(1.3) },
          ...{ opacity: paleness, tooltip: { signal: `{title: '${closingLook.words}'}` } },
        }),
        mark(
          "text",
          `${source} gate`,
          {
            ...{ x: { signal: `datum.x + datum.radius + ${scaled(lead + gateWidth / 2)}` }, y: field("y") },
            ...{ text: fixed(closingLook.sign), fontSize: fixed(type * SCALE), fontWeight: fixed("bold") },
            ...{
              align: fixed("center"),
              baseline: fixed("middle"),
              fill: fixed(closingLook.signColour),
              opacity: paleness,
            },
          },
          still,
        ),
        // What carries a motif ends in the gate that closes it.
        mark(
          "rect",
          `${source} labels`,
          {
            ...{ x: { signal: `datum.x + ${wide / 2 - tab}` }, y: { signal: `datum.y - ${high / 2 - 2.5}` } },
            ...{ width: { signal: `datum.isMotif ? ${tab} : 0` }, height: fixed(high - 5) },
            ...{ fill: fixed(closingLook.colour), stroke: fixed(closingLook.lineColour), opacity: paleness },
            strokeWidth: { signal: "datum.isMotif ? 1.2 : 0" },
          },
          still,
        ),
        // Under a pale sign, so that a marked edge does not shine through.
        mark(
          "rect",
          `${source} labels`,
          {
            ...{ x: { signal: `datum.x - ${wide / 2}` }, y: { signal: `datum.y - ${high / 2}` } },
            ...{ width: { signal: `datum.isLive ? 0 : ${wide}` }, height: fixed(high), cornerRadius: fixed(4) },
            fill: fixed(meanings.background),
          },
          still,
        ),
        mark("rect", `${source} labels`, {
          ...{ x: { signal: `datum.x - ${wide / 2}` }, y: { signal: `datum.y - ${high / 2}` } },
          ...{
            width: { signal: `datum.isMotif ? ${wide - tab} : ${wide}` },
            height: fixed(high),
            cornerRadius: fixed(4),
            fill: field("colour"),
          },
          stroke: { signal: `datum.at === datum.mark ? '${meanings.text}' : datum.lineColour` },
          strokeWidth: { signal: "datum.at === datum.mark ? 2 : 1" },
          opacity: paleness,
          tooltip: { signal: "{title: datum.words}" },
        }),
        mark(
          "text",
          `${source} labels`,
          {
            ...{ x: { signal: `datum.isMotif ? datum.x - ${tab / 2} : datum.x` }, y: field("y"), text: field("sign") },
            ...{ fontSize: fixed(12 * SCALE) },
            ...{ fontWeight: fixed("bold"), align: fixed("center"), baseline: fixed("middle") },
            ...{ fill: { signal: `datum.isLive ? datum.signColour : '${meanings.quietText}'` } },
          },
          still,
        ),
        mark("symbol", `${source} nodes`, {
          ...{ x: field("x"), y: field("y"), size: { signal: "4 * datum.radius * datum.radius" }, opacity: paleness },
          fill: { signal: `datum.isEnd ? '${meanings.text}' : '${meanings.node}'` },
          ...{ stroke: fixed(meanings.text), strokeWidth: fixed(1.2) },
        }),
        mark(
          "text",
          `${source} nodes`,
          {
            ...{ x: field("x"), y: field("y"), text: field("text"), fontSize: fixed(12 * SCALE) },
            ...{ fontWeight: fixed("bold"), align: fixed("center"), baseline: fixed("middle"), opacity: paleness },
            fill: { signal: `datum.isEnd ? '${meanings.node}' : '${meanings.text}'` },
          },
          still,
        ),
      ],
    },
  };
}

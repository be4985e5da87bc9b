/**
 * The fittest genotypes of a search, one after the other, as shapes that know from which step to which they are drawn.
 */
import { type Genotype, levelCount, motifsOf } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { type Edge, edgesOf } from "../../genotype/motif.js";
import { inRows, sideBySide } from "../architectures/arrange-drawings.js";
import type { DrawingConfig } from "../architectures/draw-motif.js";
import { type Drawing, moveShapes, type Shape } from "../architectures/drawing.js";
import { edgeKey } from "../architectures/edge-shapes.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import type { LineageRow } from "./lineage.js";
import { operationId, operationIdWidth } from "../architectures/operation-id.js";
import { meanings } from "../output/theme.js";

const GAP = 10;
const HEAD = 28;
const INSET = 9;

/** The rows that were the fittest when they came, by step. */
export function improvements<R extends { readonly step: number; readonly fitness?: number | null }>(
  rows: readonly R[],
): readonly R[] {
  let best = -Infinity;
  return [...rows]
    .sort((one, other) => one.step - other.step)
    .filter(({ fitness }) => {
      if (fitness == null || fitness <= best) return false;
      best = fitness;
      return true;
    });
}

/** A genotype's graph while it is the same: from a step on, until before another. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly genotype: Genotype;
}

/**
 * The cell and all motifs of the fittest genotype at every step, one layout for all; each shape's `state` is `[from,
 * until]`: it is drawn at the steps from ≤ step < until. `rows` are those that {@link improvements} gives.
 */
export function bestDrawings(rows: readonly LineageRow[], config: DrawingConfig): Drawing {
  const [{ genotype: first }] = rows;
  const top = levelCount(first);
  const cell = placeDrawing(rows, top, 1, config);
  const columns = [cell];
  for (let level = top - 1; level >= 2; level--) {
    const panels = motifsOf(first, level).map((_, index) => placeDrawing(rows, level, index + 1, config));
    columns.push(inRows(panels, panels.length > 3 ? 2 : 1, GAP));
  }
  return sideBySide(columns, GAP);
}

function placeDrawing(rows: readonly LineageRow[], level: number, motif: number, config: DrawingConfig): Drawing {
  const isCell = level === levelCount(rows[0].genotype);
  const spans = spansOf(rows, level, motif);
  const edges = spans.flatMap(({ genotype }) => edgesOf(motifsOf(genotype, level)[motif - 1]));
  const reserved: readonly Edge[] = [...new Map(edges.map((edge) => [edgeKey(edge), edge])).values()];
  const graphs = spans.map(({ genotype }) =>
    graphShapes(genotype, level, motif, {
      primitives: config.primitives,
      reserved,
      pale: !findLive(genotype)[level - 2][motif - 1].used,
    }),
  );
  const [{ width, height }] = graphs;
  const frame: Shape = {
    ...{ kind: "frame", x: 0, y: 0, width: width + 2 * INSET, height: height + HEAD + INSET, radius: 6 },
    ...{ fill: meanings.background, stroke: meanings.frame, strokeWidth: 1 },
  };
  const head: readonly Shape[] = isCell
    ? [{ kind: "text", x: INSET, y: 15, text: "cell", size: 13, bold: true, align: "left", colour: meanings.text }]
    : operationId(INSET + operationIdWidth(motif, level, 14) / 2, 15, motif, level, { size: 14 });
  const moved = graphs.flatMap((graph, index) => {
    const { from, until } = spans[index];
    // What a pointer is told would be the larger part of a long replay.
    return moveShapes(graph.shapes, INSET, HEAD).map((shape) => ({ ...withoutTooltip(shape), state: [from, until] }));
  });
  return { width: width + 2 * INSET, height: height + HEAD + INSET, shapes: [frame, ...head, ...moved] };
}

function withoutTooltip(shape: Shape): Shape {
  if (shape.kind !== "line") return shape;
  const { tooltip: _, ...rest } = shape;
  return rest;
}

/** Where neither the motif nor what of it is in the network changes, two genotypes share a drawing. */
function spansOf(rows: readonly LineageRow[], level: number, motif: number): readonly Span[] {
  const spans: (Span & { readonly key: string })[] = [];
  rows.forEach(({ step, genotype }, index) => {
    const { used, edges } = findLive(genotype)[level - 2][motif - 1];
    const key = JSON.stringify([genotype.levels[level - 2][motif - 1], used, edges]);
    const until = rows[index + 1]?.step ?? Number.MAX_SAFE_INTEGER;
    const last = spans[spans.length - 1];
    if (last?.key === key) spans[spans.length - 1] = { ...last, until };
    else spans.push({ key, from: step, until, genotype });
  });
  return spans;
}

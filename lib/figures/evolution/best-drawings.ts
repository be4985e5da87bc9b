/**
 * The fittest genotypes of a search, one after the other, as shapes that know from which step to which they are drawn.
 */
import { annotateGenotype, type AnnotatedMotif } from "../architectures/annotate-genotype.js";
import { inRows, sideBySide } from "../architectures/arrange-drawings.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import { operationId, operationIdWidth } from "../architectures/operation-id.js";
import { meanings } from "../output/theme.js";
import type { LineageRow } from "./lineage.js";

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

/** A motif while it is the same: from a step on, until before another. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly motif: AnnotatedMotif;
}

/**
 * The cell and all motifs of the fittest genotype at every step, one layout for all; each shape's `state` is `[from,
 * until]`: it is drawn at the steps from ≤ step < until. `rows` are those that {@link improvements} gives.
 */
export function bestDrawings(rows: readonly LineageRow[], { primitives }: DrawingConfig): Drawing {
  // What a pointer is told would be the larger part of a long replay: nothing is measured for it.
  const annotated = rows.map(({ genotype }) => annotateGenotype(genotype, { primitives, measured: false }));
  const starts = rows.map(({ step }) => step);
  const columns = annotated[0].levels.map((motifs, index) => {
    const panels = motifs.map((_, motif) =>
      placeDrawing(
        starts,
        annotated.map(({ levels }) => levels[index][motif]),
      ),
    );
    return inRows(panels, panels.length > 3 ? 2 : 1, GAP);
  });
  return sideBySide(columns.reverse(), GAP);
}

/** One motif at every step: `motifs` are it in the genotypes that come at the steps `starts`. */
function placeDrawing(starts: readonly number[], motifs: readonly AnnotatedMotif[]): Drawing {
  const spans = spansOf(starts, motifs);
  const reserved = [...new Map(spans.flatMap(({ motif }) => motif.edges.map((edge) => [edge.key, edge]))).values()];
  const graphs = spans.map(({ motif }) => graphShapes(motif, { reserved }));
  const [{ width, height }] = graphs;
  const size = { width: width + 2 * INSET, height: height + HEAD + INSET };
  const moved = graphs.flatMap((graph, index) => {
    const { from, until } = spans[index];
    return moveShapes(graph.shapes, INSET, HEAD).map((shape) => ({ ...withoutTooltip(shape), state: [from, until] }));
  });
  return { ...size, shapes: [frameOf(size), ...headOf(motifs[0]), ...moved] };
}

function headOf({ level, motif, isCell }: AnnotatedMotif): readonly Shape[] {
  if (!isCell) return operationId(INSET + operationIdWidth(motif, level, 14) / 2, 15, motif, level, { size: 14 });
  return [{ kind: "text", x: INSET, y: 15, text: "cell", size: 13, bold: true, align: "left", colour: meanings.text }];
}

function withoutTooltip(shape: Shape): Shape {
  if (shape.kind !== "line") return shape;
  const { tooltip: _, ...rest } = shape;
  return rest;
}

/** Where neither the motif nor what of it is in the network changes, two genotypes share a drawing. */
function spansOf(starts: readonly number[], motifs: readonly AnnotatedMotif[]): readonly Span[] {
  const spans: Span[] = [];
  motifs.forEach((motif, index) => {
    const until = starts[index + 1] ?? Number.MAX_SAFE_INTEGER;
    const last = spans[spans.length - 1];
    if (last !== undefined && isDrawnAlike(last.motif, motif)) spans[spans.length - 1] = { ...last, until };
    else spans.push({ from: starts[index], until, motif });
  });
  return spans;
}

function isDrawnAlike(one: AnnotatedMotif, other: AnnotatedMotif): boolean {
  return (
    one.used === other.used &&
    one.nodeCount === other.nodeCount &&
    one.edges.length === other.edges.length &&
    one.edges.every(({ key, operation, isLive }, index) => {
      const same = other.edges[index];
      return key === same.key && operation === same.operation && isLive === same.isLive;
    })
  );
}

/**
 * The successive best networks of a search as shapes that know at which steps they are drawn.
 */
import type { NetworkMean, TrainedRow } from "../../rows/network-mean.js";
import { bestByStep } from "../../rows/trained-networks.js";
import { annotateGenotype, type AnnotatedMotif } from "../architectures/annotate-genotype.js";
import { fourDigits } from "../charts/chart-parts.js";
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

/** The best network of a search, starting at a step. */
export interface BestFrom<R> {
  readonly step: number;
  /** Its trainings at that time. */
  readonly network: NetworkMean;
  /** The individual that first had it. */
  readonly row: R;
}

/** The best network over time, by `bestByStep`: an entry for each step at which it or its expected accuracy changed. */
export function bestChanges<R extends TrainedRow>(rows: readonly R[]): readonly BestFrom<R>[] {
  const sorted = [...rows].sort((one, other) => one.step - other.step);
  const byStep = new Map(sorted.map((row) => [row.step, row]));
  const best = bestByStep(sorted);
  return sorted.flatMap(({ step }, index) => {
    const [network, before] = [best[index], best[index - 1]];
    const row = network === null ? undefined : byStep.get(network.step);
    if (network === null || row === undefined) return [];
    const isSame =
      network.step === before?.step &&
      network.trainingCount === before.trainingCount &&
      fourDigits(network.expected) === fourDigits(before.expected);
    return isSame ? [] : [{ step, network, row }];
  });
}

/** A motif while it stays the same: from one step until before another. */
interface Span {
  readonly from: number;
  readonly until: number;
  readonly motif: AnnotatedMotif;
}

/**
 * The cell and all motifs of the best network at every step, in one layout. Each shape's `state` is `[from, until]`: it
 * is drawn at steps from ≤ step < until. `changes` come from {@link bestChanges}.
 */
export function bestDrawings(changes: readonly BestFrom<LineageRow>[], { primitives }: DrawingConfig): Drawing {
  const rows = changes.filter(({ row }, index) => row !== changes[index - 1]?.row);
  // Not measured, because tooltips would be the larger part of a long replay.
  const annotated = rows.map(({ row: { genotype } }) => annotateGenotype(genotype, { primitives, measured: false }));
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

/** One motif at every step; `motifs` are its forms in the genotypes that start at the steps `starts`. */
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

/** Genotypes share a drawing while neither the motif nor its live part changes. */
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

/**
 * One step of an evolution: the tournament on an axis of fitness, the mutation, the child's place. Deck, "Tournament
 * selection".
 */
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { checkConfig, checkRows, domain, step, text, yesOrNo } from "../output/check-input.js";
import { InputError } from "../../input/errors.js";
import { competitorsSchema } from "../../rows/competing.js";
import { pointsWords } from "../../rows/network-words.js";
import { networkFinder } from "../../rows/trained-networks.js";
import { annotateGenotype, type AnnotatedMotif, lookOf, markEdge } from "../architectures/annotate-genotype.js";
import { arcGraph } from "../architectures/arc-graph.js";
import { sideBySide } from "../architectures/arrange-drawings.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { titleLines } from "../architectures/drawing-width.js";
import { type Drawing, moveShapes, type Shape } from "../architectures/drawing.js";
import { edgeKey } from "../architectures/edge-key.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import { LAYERED_NODES } from "../architectures/layout-lanes.js";
import { markedItem, withKey } from "../architectures/operation-key.js";
import { drawingLayers } from "../architectures/paint-drawing.js";
import { pickMotif } from "../architectures/pick-motif.js";
import { possibleEdges } from "../architectures/possible-edges.js";
import { createFigure } from "../output/create-figure.js";
import type { Figure } from "../output/figure.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";
import { isSameNetwork } from "./change-words.js";
import { checkLineageRows, type LineageRow } from "./lineage.js";
import { stepLanes, stepLaneSizes, type StepPictureRow } from "./step-lanes.js";

/** Settings of {@link drawStep}. */
export interface StepPictureConfig extends DrawingConfig {
  /** The step to draw; by default the last of the rows. */
  readonly step?: number;
  /** Ends of the fitness axis, to keep it fixed from step to step; by default what the rows need. */
  readonly fitnessDomain?: readonly [number, number];
  /** The title of the fitness axis, if fitness is not an accuracy. */
  readonly fitnessTitle?: string;
  /**
   * Whether the search compared networks by their means, as the policy `average` does. If so, every individual is
   * placed at its network's mean over the trainings of earlier steps. False by default.
   */
  readonly average?: boolean;
}

const configSchema: Schema<Omit<StepPictureConfig, keyof DrawingConfig>> = v.object({
  ...{ step: v.optional(step), fitnessDomain: v.optional(domain), fitnessTitle: v.optional(text) },
  average: v.optional(yesOrNo),
});
const competingSchema: Schema<Pick<StepPictureRow, "competitors" | "arrival">> = v.object({
  ...{ competitors: v.nullish(competitorsSchema), arrival: v.optional(step) },
});

/**
 * One step: all earlier individuals on an axis of fitness, who competed and who won, the mutated edge before and after,
 * and the child's place. Throws InputError for a step that is not among `rows`.
 */
export function drawStep(rows: readonly StepPictureRow[], config: StepPictureConfig = {}): Figure {
  checkLineageRows("drawStep", rows);
  checkRows("drawStep", rows, competingSchema);
  checkDrawing(config);
  checkConfig("drawStep", config, configSchema);
  const last = rows.reduce((most, { step }) => Math.max(most, step), 0);
  const child = rows.find(({ step }) => step === (config.step ?? last));
  if (child === undefined) throw new InputError(`step: there is no step ${config.step ?? last}`);
  const parent = child.mutation == null ? undefined : rows.find(({ step }) => step === child.parent);
  const title = config.title ?? titleOf(child, parent, config);
  const compared = config.average ? atMeans(rows, child) : rows;
  const lanes = stepLanes(compared, child, config.fitnessTitle, config.fitnessDomain);
  const drawing = parent === undefined ? cellAlone(child, config) : mutationInGraph(parent, child, config);
  const below = drawingLayers(moveShapes(drawing.shapes, 0, lanes.height + GAP));
  return createFigure("vega", title, lanes.words, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: Math.ceil(Math.max(stepLaneSizes.width, drawing.width)),
    height: Math.ceil(lanes.height + GAP + drawing.height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingChartConfig,
    title: { text: titleLines(title), anchor: "start", frame: "group" },
    ...(below.signals.length === 0 ? {} : { signals: below.signals }),
    data: [...lanes.data, ...below.data],
    scales: lanes.scales,
    marks: [...lanes.marks, ...below.marks],
  });
}

/** For example `Step 422: a child of step 334, 2.2 points better`. */
function titleOf(child: LineageRow, parent: LineageRow | undefined, { fitnessTitle }: StepPictureConfig): string {
  const head = `Step ${child.step}: ${parent ? `a child of step ${parent.step}` : "drawn at random"}`;
  if (child.fitness == null) return `${head}, failed`;
  if (parent?.fitness == null) return head;
  const gain = child.fitness - parent.fitness;
  const isAccuracy = fitnessTitle === undefined;
  return `${head}, ${gain === 0 ? "as good" : `${pointsWords(Math.abs(gain), { isAccuracy })} ${gain > 0 ? "better" : "worse"}`}`;
}

/** The rows before `child` at their networks' means, failed ones too, whose networks may have other trainings. */
function atMeans(rows: readonly StepPictureRow[], child: StepPictureRow): readonly StepPictureRow[] {
  const earlier = rows.filter(({ step }) => step < child.step);
  const networkOf = networkFinder(earlier);
  return [...earlier.map((row) => ({ ...row, fitness: networkOf(row)?.mean ?? null })), child];
}

const GAP = 26;
const HEAD = 30;

const line = { kind: "text", x: 0, align: "left", size: 12, colour: meanings.text } as const;

function cellAlone({ genotype }: LineageRow, config: StepPictureConfig): Drawing {
  const { cell } = annotateGenotype(genotype, config);
  const graph = graphShapes(cell, { channels: config.channels });
  const head: Shape = { ...line, y: 6, text: "Its cell:" };
  const drawing = { ...graph, height: graph.height + HEAD, shapes: [head, ...moveShapes(graph.shapes, 0, HEAD)] };
  return config.key === false ? drawing : withKey(drawing, [cell]);
}

function mutationInGraph(parent: LineageRow, child: LineageRow, config: StepPictureConfig): Drawing {
  const { mutation } = child;
  if (mutation == null) return cellAlone(child, config);
  const { before, after } = mutation;
  const [motifBefore, motifAfter] = [parent, child].map(({ genotype }) =>
    markEdge(pickMotif(annotateGenotype(genotype, config), mutation), mutation),
  );
  const [wordsBefore, wordsAfter] = [before, after].map((id) => lookOf(motifAfter, id).words);
  const becomes = before === after ? `${wordsAfter} again` : `${wordsBefore} becomes ${wordsAfter}`;
  const change = isSameNetwork(parent, child) ? `${becomes}: the network stays the same` : becomes;
  const half = (motif: AnnotatedMotif, words: string): Drawing => {
    const graph = graphOf(motif, config);
    const head: Shape = { ...line, y: 6, bold: true, text: words };
    return { ...graph, height: graph.height + 20, shapes: [head, ...moveShapes(graph.shapes, 0, 20)] };
  };
  const halves = [half(motifBefore, `parent, step ${parent.step}`), half(motifAfter, `child, step ${child.step}`)];
  const arrow: Drawing = {
    ...{ width: 26, height: 20 },
    shapes: [
      { kind: "line", x: 0, y: 16, path: "M0,0L16,0", stroke: meanings.quietText, strokeWidth: 2.5 },
      { kind: "line", x: 26, y: 16, path: "M0,0L-10,-6L-10,6Z", fill: meanings.quietText },
    ],
  };
  const { width, height, shapes } = sideBySide([halves[0], arrow, halves[1]], 22);
  const words: Shape = {
    ...line,
    y: 6,
    text: `mutation in ${placeWords(motifAfter)}, edge ${edgeKey(mutation)}: ${change}`,
  };
  const drawing = { width, height: height + HEAD, shapes: [words, ...moveShapes(shapes, 0, HEAD)] };
  const more = [markedItem("the edge that the mutation drew")];
  return config.key === false ? drawing : withKey(drawing, [motifBefore, motifAfter], { more });
}

/** The motif with room for every edge; as arcs if it has too many nodes to be beside another one. */
function graphOf(motif: AnnotatedMotif, { channels }: StepPictureConfig): Drawing {
  const { nodeCount } = motif;
  if (nodeCount <= LAYERED_NODES) return graphShapes(motif, { reserved: possibleEdges(nodeCount), channels });
  return arcGraph(motif, { gap: 360 / (nodeCount - 1), nodeRadius: 6, strokeWidth: 2, rise: 0.42 });
}

function placeWords({ level, motif, isCell, used }: AnnotatedMotif): string {
  return isCell ? "the cell" : `motif ${motif} of level ${level}${used ? "" : " (not in the network)"}`;
}

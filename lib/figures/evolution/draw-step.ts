/**
 * One step of an evolution: the tournament on the axis of fitness, the mutation, the child's place. Deck, "Tournament
 * selection".
 */
import { levelCount } from "../../genotype/genotype.js";
import { findLive } from "../../genotype/liveness.js";
import { InputError } from "../../input/errors.js";
import { sideBySide } from "../architectures/arrange-drawings.js";
import { isSameNetwork } from "./change-words.js";
import { createFigure } from "../output/create-figure.js";
import { type DrawingConfig, graphConfig } from "../architectures/draw-motif.js";
import { type Drawing, drawingLayers, moveShapes, type Shape } from "../architectures/drawing.js";
import { edgeKey } from "../architectures/edge-shapes.js";
import type { Figure } from "../output/figure.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import type { LineageRow } from "./lineage.js";
import { measureGenotype } from "../architectures/measure-graph.js";
import { operationLook } from "../output/operation-look.js";
import { possibleEdges } from "../architectures/possible-edges.js";
import { stepLanes, stepLaneSizes, type StepPictureRow } from "./step-lanes.js";
import { drawingChartConfig, meanings, sizes } from "../output/theme.js";

/** How {@link drawStep} draws. */
export interface StepPictureConfig extends DrawingConfig {
  /** Which step; the last of the rows by default. */
  readonly step?: number;
  /** Ends of the fitness axis, so that it stays from step to step; what the rows need by default. */
  readonly fitnessDomain?: readonly [number, number];
  /** What the fitness axis is called; `fitness (accuracy)` by default. */
  readonly fitnessTitle?: string;
}

/**
 * One step: everybody of earlier steps on the axis of fitness, who of them competed and who won, the edge that was
 * mutated before and after, and where the child stands. Throws InputError for a step that is not among `rows`.
 */
export function drawStep(rows: readonly StepPictureRow[], config: StepPictureConfig = {}): Figure {
  const last = rows.reduce((most, { step }) => Math.max(most, step), 0);
  const child = rows.find(({ step }) => step === (config.step ?? last));
  if (child === undefined) throw new InputError(`step: there is no step ${config.step ?? last}`);
  const parent = child.mutation == null ? undefined : rows.find(({ step }) => step === child.parent);
  const title = config.title ?? `Step ${child.step}: ${parent ? `a child of step ${parent.step}` : "drawn at random"}`;
  const lanes = stepLanes(rows, child, config.fitnessTitle ?? "fitness (accuracy)", config.fitnessDomain);
  const drawing = parent === undefined ? cellAlone(child, config) : mutationInGraph(parent, child, config);
  const below = drawingLayers(moveShapes(drawing.shapes, 0, lanes.height + GAP));
  return createFigure("vega", title, lanes.words, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width: Math.ceil(Math.max(stepLaneSizes.width, drawing.width)),
    height: Math.ceil(lanes.height + GAP + drawing.height),
    padding: sizes.padding,
    background: meanings.background,
    config: drawingChartConfig,
    title: { text: title, anchor: "start", frame: "group" },
    data: [...lanes.data, ...below.data],
    scales: lanes.scales,
    marks: [...lanes.marks, ...below.marks],
  });
}

const GAP = 26;
const HEAD = 30;

const line = { kind: "text", x: 0, align: "left", size: 12, colour: meanings.text } as const;

function cellAlone({ genotype }: LineageRow, config: StepPictureConfig): Drawing {
  const top = levelCount(genotype);
  const graph = graphShapes(genotype, top, 1, {
    ...graphConfig(config),
    measures: measureGenotype(genotype, config, config.primitives)(top, 1),
  });
  const head: Shape = { ...line, y: 6, text: "Its cell:" };
  return { width: graph.width, height: graph.height + HEAD, shapes: [head, ...moveShapes(graph.shapes, 0, HEAD)] };
}

function mutationInGraph(parent: LineageRow, child: LineageRow, config: StepPictureConfig): Drawing {
  const { mutation, genotype } = child;
  if (mutation == null) return cellAlone(child, config);
  const { level, motif, before, after } = mutation;
  const [from, to] = [before, after].map((id) => operationLook(genotype, level, id, config.primitives).words);
  const becomes = before === after ? `${to} again` : `${from} becomes ${to}`;
  const change = isSameNetwork(parent, child) ? `${becomes}: the network stays the same` : becomes;
  const isCell = level === levelCount(genotype);
  const { used } = findLive(genotype)[level - 2][motif - 1];
  const where = isCell ? "the cell" : `motif ${motif} of level ${level}${used ? "" : " (not in the network)"}`;
  const reserved = possibleEdges(genotype.levels[level - 2][motif - 1].nodeCount);
  const halves = [parent, child].map((row, index): Drawing => {
    const graph = graphShapes(row.genotype, level, motif, {
      ...{ ...graphConfig(config), reserved, marked: mutation },
      measures: measureGenotype(row.genotype, config, config.primitives)(level, motif),
      pale: !findLive(row.genotype)[level - 2][motif - 1].used,
    });
    const head: Shape = {
      ...{ ...line, y: 6, bold: true },
      text: index === 0 ? `parent, step ${row.step}` : `child, step ${row.step}`,
    };
    return { ...graph, height: graph.height + 20, shapes: [head, ...moveShapes(graph.shapes, 0, 20)] };
  });
  const arrow: Drawing = {
    ...{ width: 26, height: 20 },
    shapes: [
      { kind: "line", x: 0, y: 16, path: "M0,0L16,0", stroke: meanings.quietText, strokeWidth: 2.5 },
      { kind: "line", x: 26, y: 16, path: "M0,0L-10,-6L-10,6Z", fill: meanings.quietText },
    ],
  };
  const { width, height, shapes } = sideBySide([halves[0], arrow, halves[1]], 22);
  const words: Shape = { ...line, y: 6, text: `mutation in ${where}, edge ${edgeKey(mutation)}: ${change}` };
  return { width, height: height + HEAD, shapes: [words, ...moveShapes(shapes, 0, HEAD)] };
}

/** The lineage of one individual as a strip of drawings whose layout stays. Deck, "Initialization" and "Mutation" (the drawing is ours). */
import { createGenotype, type Genotype, levelCount } from "../genotype/genotype.js";
import { findLive } from "../genotype/liveness.js";
import { chainMotif } from "../genotype/motif.js";
import { inRows } from "./arrange-drawings.js";
import { changeWords, isSameNetwork } from "./change-words.js";
import { createFigure } from "./create-figure.js";
import { type DrawingConfig, graphConfig } from "./draw-motif.js";
import { type Drawing, drawingFigure, drawingLayers, moveShapes, type Shape } from "./drawing.js";
import { denseGraphSizes } from "./edge-shapes.js";
import type { Figure } from "./figure.js";
import { graphShapes } from "./graph-shapes.js";
import { lineageOf, type LineageRow } from "./lineage.js";
import { lineageChart, lineageChartSizes } from "./lineage-chart.js";
import { measureGenotype } from "./measure-graph.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { possibleEdges } from "./possible-edges.js";
import { scaleDrawing } from "./scale-drawing.js";
import { drawingConfig, FONT, meanings, sizes } from "./theme.js";

/** How {@link drawLineage} draws. Ours. */
export interface LineageConfig extends DrawingConfig {
  /** The step whose ancestors are drawn; the fittest's by default. */
  readonly step?: number;
  /** Drawings in a row; as many as a page is wide by default. */
  readonly columns?: number;
  /** Draws the trivial genotype first; true by default. */
  readonly trivial?: boolean;
  /**
   * `strip`: each panel shows the cell and every motif that the lineage changed. `chart`: fitness by step above, the ancestors numbered, and of each generation only the motif that its mutation changed; where rows have
   * hashes, rings show the last one's network each time that it was trained. Up to 8 panels are a strip by default, more a chart.
   */
  readonly form?: "strip" | "chart";
  /** What the chart's fitness axis is called; `fitness (accuracy)` by default. */
  readonly fitnessTitle?: string;
}

const GAP = 10;
const HEAD = 40;
const INSET = 8;
const PAGE_WIDTH = 1090;
const MOST_WHOLE = 8;
/** Of the graphs: many stand beside each other. */
const SCALE = 0.8;

interface Panel {
  readonly genotype: Genotype;
  readonly heading: string;
  readonly words: string;
  readonly changed?: LineageRow["mutation"];
}

/** A motif that the strip shows: the cell, and each that a mutation of the lineage changes. */
interface Place {
  readonly level: number;
  readonly motif: number;
}

/**
 * From the trivial genotype to the fittest individual of `rows` (or the one of `config.step`), one panel a generation, the changed edge marked. All panels share one layout, with room for every edge that there can be: an edge
 * that stays does not move, neither from panel to panel nor when the lineage grows. Ours. Throws InputError without a scored individual, or for a step that is not there.
 */
export function drawLineage(rows: readonly LineageRow[], config: LineageConfig = {}): Figure {
  const line = lineageOf(rows, config.step);
  const panels = panelsOf(line, config);
  const isChart = config.form === undefined ? panels.length > MOST_WHOLE : config.form === "chart";
  const places = placesOf(line);
  const drawn = panels.map((panel) => panelShapes(panel, isChart ? [changedIn(panel)] : places, config));
  const widest = Math.max(...drawn.map(({ width }) => width));
  const highest = Math.max(...drawn.map(({ height }) => height));
  const fitting = Math.max(1, Math.floor((PAGE_WIDTH + GAP) / (widest + GAP)));
  const framed = drawn.map((drawing) => framedIn(drawing, widest, highest));
  const strip = inRows(framed, config.columns ?? fitting, GAP);
  const last = line[line.length - 1];
  const children = line.length - 1;
  const generations = `${children} ${children === 1 ? "mutation" : "mutations"} after initialization`;
  const title = config.title ?? `Lineage of step ${last.step}`;
  const description = `${panels.length} drawings: ${generations}.`;
  if (!isChart) return drawingFigure(title, description, strip);
  // As wide as a full row, so that the chart stays when the lineage grows.
  const width = Math.ceil(Math.max(strip.width, fitting * (widest + GAP) - GAP));
  const trainings = rows.filter((row) => row.hash !== undefined && row.hash === last.hash);
  const twins = trainings.length > 1 ? trainings : [];
  const trained = twins.length > 0 ? `; rings: the network of step ${last.step} each time that it was trained` : "";
  const chart = lineageChart({ rows, line, twins }, width, config.fitnessTitle ?? "fitness (accuracy)");
  const top = lineageChartSizes.height + lineageChartSizes.axis + GAP;
  const layers = drawingLayers(moveShapes(strip.shapes, 0, top));
  return createFigure("vega", title, description, {
    $schema: "https://vega.github.io/schema/vega/v5.json",
    width,
    height: Math.ceil(top + strip.height),
    padding: sizes.padding,
    background: meanings.background,
    config: {
      ...drawingConfig,
      axis: { labelFont: FONT, titleFont: FONT, labelFontSize: 11, titleFontSize: 12, titleFontWeight: "normal" },
    },
    title: {
      ...{ text: title, anchor: "start", frame: "group" },
      subtitle: `${generations}; numbers are generations, grey is everybody else${trained}`,
    },
    data: [...chart.data, ...layers.data],
    scales: chart.scales,
    marks: [...chart.marks, ...layers.marks],
  });
}

function panelsOf(line: readonly LineageRow[], config: LineageConfig): readonly Panel[] {
  const [first] = line;
  const panels = line.map((row, generation): Panel => {
    const fitness = row.fitness == null ? "failed" : `fitness ${row.fitness.toFixed(4)}`;
    const isChild = generation > 0 && row.mutation != null;
    return {
      genotype: row.genotype,
      heading: `${generation} · step ${row.step}: ${fitness}`,
      words: isChild ? changeWords(row, config.primitives) + sameWords(line[generation - 1], row) : "drawn at random",
      ...(isChild ? { changed: row.mutation } : {}),
    };
  });
  if (config.trivial === false) return panels;
  return [
    { genotype: trivialLike(first.genotype), heading: "trivial genotype", words: "identities in a chain" },
    ...panels,
  ];
}

function sameWords(parent: LineageRow, child: LineageRow): string {
  return isSameNetwork(parent, child) ? " (same network)" : "";
}

/** The trivial genotype of the sizes that `genotype` has: chains of the identity. */
function trivialLike(genotype: Genotype): Genotype {
  const identity = Math.max(1, genotype.primitives.indexOf("id") + 1);
  const levels = genotype.levels.map((motifs, index) =>
    motifs.map(({ nodeCount }) => chainMotif(nodeCount, index === 0 ? identity : 1)),
  );
  return createGenotype(genotype.primitives, levels);
}

/** The cell, then the other motifs in the order in which the lineage first changed them: what is there already stays where it is. */
function placesOf(line: readonly LineageRow[]): readonly Place[] {
  const top = levelCount(line[0].genotype);
  const places = line.slice(1).flatMap(({ mutation }): readonly Place[] => (mutation == null ? [] : [mutation]));
  return [...new Map([cellPlace(top), ...places].map((place) => [`${place.level} ${place.motif}`, place])).values()];
}

const cellPlace = (top: number): Place => ({ level: top, motif: 1 });

function changedIn({ genotype, changed }: Panel): Place {
  return changed ?? cellPlace(levelCount(genotype));
}

function panelShapes(
  { genotype, heading, words, changed }: Panel,
  places: readonly Place[],
  config: LineageConfig,
): Drawing {
  const measures = measureGenotype(genotype, config, config.primitives);
  const live = findLive(genotype);
  const top = levelCount(genotype);
  let y = HEAD;
  let width = 200;
  const shapes: Shape[] = [];
  for (const { level, motif } of places) {
    const isChanged = changed?.level === level && changed.motif === motif;
    const graph = scaleDrawing(
      graphShapes(genotype, level, motif, {
        ...graphConfig(config),
        ...{
          channels: false,
          sizes: denseGraphSizes,
          reserved: possibleEdges(genotype.levels[level - 2][motif - 1].nodeCount),
        },
        ...{ measures: measures(level, motif), marked: isChanged ? changed : undefined },
        pale: !live[level - 2][motif - 1].used,
      }),
      SCALE,
    );
    const left = level === top ? 0 : operationIdWidth(motif, level, 12) + 5;
    if (level < top) shapes.push(...operationId(INSET + left / 2 - 2, y + 7, motif, level, { size: 12 }));
    shapes.push(...moveShapes(graph.shapes, INSET + left, y));
    width = Math.max(width, graph.width + left);
    y += graph.height + 12;
  }
  const text = { kind: "text", x: INSET, align: "left" } as const;
  return {
    width: width + 2 * INSET,
    height: y,
    shapes: [
      { ...text, y: 14, text: heading, size: 12, bold: true, colour: meanings.text },
      { ...text, y: 29, text: words, size: 11, colour: meanings.quietText },
      ...shapes,
    ],
  };
}

function framedIn({ shapes }: Drawing, width: number, height: number): Drawing {
  const frame: Shape = {
    ...{ kind: "frame", x: 0, y: 0, width, height, radius: 6 },
    ...{ fill: meanings.background, stroke: meanings.frame, strokeWidth: 1 },
  };
  return { width, height, shapes: [frame, ...shapes] };
}

/** The panels of a lineage: one per generation, all in one size and one layout. Deck, "Mutation". */
import { createGenotype, type Genotype, levelCount } from "../../genotype/genotype.js";
import { chainMotif } from "../../genotype/motif.js";
import { annotateGenotype, type AnnotatedMotif, markEdge } from "../architectures/annotate-genotype.js";
import { arcGraph } from "../architectures/arc-graph.js";
import type { DrawingConfig } from "../architectures/drawing-config.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import { denseGraphSizes } from "../architectures/graph-sizes.js";
import { LAYERED_NODES } from "../architectures/layout-lanes.js";
import { badge } from "../architectures/motif-head.js";
import { pickMotif } from "../architectures/pick-motif.js";
import { possibleEdges } from "../architectures/possible-edges.js";
import { scaleDrawing } from "../architectures/scale-drawing.js";
import { motifLook, type OperationLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { changeWords, isSameNetwork } from "./change-words.js";
import type { LineageRow } from "./lineage.js";

/** Settings of {@link lineagePanels}. */
export interface PanelConfig extends DrawingConfig {
  /** The trivial genotype comes first unless this is false. */
  readonly trivial?: boolean;
  /**
   * Whether to draw, for each generation, only the motif that its mutation changed, rather than the cell and every
   * motif that the lineage changed.
   */
  readonly onlyChanged: boolean;
  /** How many of the last panels to draw; all by default. */
  readonly last?: number;
  /** The fitness of a row's network in words. */
  readonly fitnessOf: (row: LineageRow) => string;
}

const HEAD = 40;
const INSET = 8;
const HEADING = 12;
/** The scale of the graphs, many of which are side by side. */
const SCALE = 0.8;

interface Panel {
  readonly genotype: Genotype;
  readonly heading: string;
  readonly words: string;
  readonly changed?: LineageRow["mutation"];
}

/** A motif in the strip: the cell, or one that a mutation of the lineage changes. */
interface Place {
  readonly level: number;
  readonly motif: number;
}

/**
 * A panel for each ancestor, by generation, with the changed edge marked and room for every possible edge, so that
 * edges never move.
 */
export function lineagePanels(line: readonly LineageRow[], config: PanelConfig): LineagePanels {
  const places = placesOf(line);
  const all = panelsOf(line, config);
  const drawn = all
    .slice(-(config.last ?? all.length))
    .map((panel) => panelShapes(panel, config.onlyChanged ? [changedIn(panel)] : places, config));
  const width = Math.max(...drawn.map(({ drawing }) => drawing.width));
  const height = Math.max(...drawn.map(({ drawing }) => drawing.height));
  return {
    panels: drawn.map(({ drawing }) => framedIn(drawing, width, height)),
    motifs: drawn.flatMap(({ motifs }) => motifs),
  };
}

/** The panels, and the motifs that they draw. */
export interface LineagePanels {
  readonly panels: readonly Drawing[];
  readonly motifs: readonly AnnotatedMotif[];
}

function panelsOf(line: readonly LineageRow[], config: PanelConfig): readonly Panel[] {
  const [first] = line;
  const panels = line.map((row, generation): Panel => {
    const isChild = generation > 0 && row.mutation != null;
    return {
      genotype: row.genotype,
      heading: `${generation} · step ${row.step}: ${config.fitnessOf(row)}`,
      words: isChild ? changeWords(row, config.primitives) + sameWords(line[generation - 1], row) : "drawn at random",
      ...(isChild ? { changed: row.mutation } : {}),
    };
  });
  if (config.trivial === false) return panels;
  return [
    { genotype: trivialLike(first.genotype), heading: "trivial genotype", words: "a chain of identities" },
    ...panels,
  ];
}

function sameWords(parent: LineageRow, child: LineageRow): string {
  return isSameNetwork(parent, child) ? " (same network)" : "";
}

/** The trivial genotype in the sizes of `genotype`: chains of the identity. */
function trivialLike(genotype: Genotype): Genotype {
  const identity = Math.max(1, genotype.primitives.indexOf("id") + 1);
  const levels = genotype.levels.map((motifs, index) =>
    motifs.map(({ nodeCount }) => chainMotif(nodeCount, index === 0 ? identity : 1)),
  );
  return createGenotype(genotype.primitives, levels);
}

/**
 * The cell, then the other motifs in the order in which the lineage first changed them, so that existing ones keep
 * their place.
 */
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
  config: PanelConfig,
): { readonly drawing: Drawing; readonly motifs: readonly AnnotatedMotif[] } {
  const annotated = annotateGenotype(genotype, config);
  let y = HEAD;
  let width = Math.max(200, textWidth(heading, HEADING, true));
  const shapes: Shape[] = [];
  const motifs = places.map((place) => pickMotif(annotated, place));
  for (const picked of motifs) {
    const { level, motif, isCell, nodeCount } = picked;
    const isChanged = changed?.level === level && changed.motif === motif;
    const motifDrawn = isChanged ? markEdge(picked, changed) : picked;
    const graph =
      nodeCount > LAYERED_NODES
        ? arcGraph(motifDrawn, { gap: 230 / (nodeCount - 1), nodeRadius: 4, strokeWidth: 1.7, rise: 0.42 })
        : scaleDrawing(graphShapes(motifDrawn, { sizes: denseGraphSizes, reserved: possibleEdges(nodeCount) }), SCALE);
    const left = isCell ? 0 : BADGE + 5;
    if (!isCell) shapes.push(...scaledBadge(motifLook(level, motif), INSET, y + 9));
    shapes.push(...moveShapes(graph.shapes, INSET + left, y));
    width = Math.max(width, graph.width + left);
    y += graph.height + 12;
  }
  const text = { kind: "text", x: INSET, align: "left" } as const;
  const drawing: Drawing = {
    width: width + 2 * INSET,
    height: y,
    shapes: [
      { ...text, y: 14, text: heading, size: HEADING, bold: true, colour: meanings.text },
      { ...text, y: 29, text: words, size: 11, colour: meanings.quietText },
      ...shapes,
    ],
  };
  return { drawing, motifs };
}

const BADGE = 24 * SCALE;

function scaledBadge(look: OperationLook, x: number, y: number): readonly Shape[] {
  return moveShapes(scaleDrawing({ width: 0, height: 0, shapes: badge(look, 0, 0) }, SCALE).shapes, x, y);
}

function framedIn({ shapes }: Drawing, width: number, height: number): Drawing {
  return { width, height, shapes: [frameOf({ width, height }), ...shapes] };
}

/** The lineage of one individual as a strip of drawings whose layout stays. Deck, "Initialization" and "Mutation" (the drawing is ours). */
import { createGenotype, type Genotype, levelCount, motifsOf } from "../genotype/genotype.js";
import { chainMotif, type Edge, edgesOf } from "../genotype/motif.js";
import { inRows } from "./arrange-drawings.js";
import { type DrawingConfig, graphConfig } from "./draw-motif.js";
import { type Drawing, drawingFigure, moveShapes, type Shape } from "./drawing.js";
import { edgeKey } from "./edge-shapes.js";
import type { Figure } from "./figure.js";
import { graphShapes } from "./graph-shapes.js";
import { lineageOf, type LineageRow } from "./lineage.js";
import { measureGenotype } from "./measure-graph.js";
import { operationId, operationIdWidth } from "./operation-id.js";
import { operationLook } from "./operation-look.js";
import { meanings } from "./theme.js";

/** How {@link drawLineage} draws. Ours. */
export interface LineageConfig extends DrawingConfig {
  /** The step whose ancestors are drawn; the fittest's by default. */
  readonly step?: number;
  /** Drawings in a row; 4 by default. */
  readonly columns?: number;
  /** Draws the trivial genotype first; true by default. */
  readonly trivial?: boolean;
}

const GAP = 14;
const HEAD = 44;
const INSET = 10;

type Ends = Pick<Edge, "predecessor" | "successor">;

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
 * From the trivial genotype to the fittest individual of `rows` (or the one of `config.step`), one panel a generation: the cell and every motif that a mutation of this lineage changed, the changed edge marked. All panels
 * share one layout: an edge that stays does not move. Ours. Throws InputError without a scored individual, or for a step that is not there.
 */
export function drawLineage(rows: readonly LineageRow[], config: LineageConfig = {}): Figure {
  const line = lineageOf(rows, config.step);
  const panels = panelsOf(line, config);
  const places = placesOf(line);
  const layers = places.map((place) => ({ place, reserved: reservedEdges(panels, place) }));
  const drawn = panels.map((panel) => panelShapes(panel, layers, config));
  const last = line[line.length - 1];
  const children = line.length - 1;
  const generations = `${children} ${children === 1 ? "mutation" : "mutations"} after initialization`;
  const title = config.title ?? `Lineage of step ${last.step}`;
  return drawingFigure(title, `${panels.length} drawings: ${generations}.`, inRows(drawn, config.columns ?? 4, GAP));
}

function panelsOf(line: readonly LineageRow[], config: LineageConfig): readonly Panel[] {
  const [first] = line;
  const panels = line.map((row, index): Panel => {
    const fitness = row.fitness == null ? "failed" : `fitness ${row.fitness.toFixed(4)}`;
    const words = index === 0 || row.mutation == null ? "drawn at random" : changeWords(row, config);
    return {
      genotype: row.genotype,
      heading: `step ${row.step}: ${fitness}`,
      words,
      ...(index > 0 && row.mutation != null ? { changed: row.mutation } : {}),
    };
  });
  if (config.trivial === false) return panels;
  return [
    { genotype: trivialLike(first.genotype), heading: "trivial genotype", words: "identities in a chain" },
    ...panels,
  ];
}

function changeWords({ genotype, mutation }: LineageRow, { primitives }: DrawingConfig): string {
  if (mutation == null) return "";
  const { level, motif, before, after } = mutation;
  const [from, to] = [before, after].map((id) => {
    const look = operationLook(genotype, level, id, primitives);
    return id === 0 ? "none" : look.sign === "" ? `motif ${id}` : look.name;
  });
  const where = level === levelCount(genotype) ? "cell" : `motif ${motif}`;
  return `${where}, ${edgeKey(mutation)}: ${from === to ? `${to} again` : `${from} → ${to}`}`;
}

/** The trivial genotype of the sizes that `genotype` has: chains of the identity. */
function trivialLike(genotype: Genotype): Genotype {
  const identity = Math.max(1, genotype.primitives.indexOf("id") + 1);
  const levels = genotype.levels.map((motifs, index) =>
    motifs.map(({ nodeCount }) => chainMotif(nodeCount, index === 0 ? identity : 1)),
  );
  return createGenotype(genotype.primitives, levels);
}

function placesOf(line: readonly LineageRow[]): readonly Place[] {
  const top = levelCount(line[0].genotype);
  const changed = line
    .slice(1)
    .flatMap(({ mutation }) => (mutation == null || mutation.level === top ? [] : [mutation]));
  const keys = [...new Set(changed.map(({ level, motif }) => `${level} ${motif}`))];
  const motifs = keys
    .map((key) => key.split(" ").map(Number))
    .map(([level, motif]) => ({ level, motif }))
    .sort((one, other) => other.level - one.level || one.motif - other.motif);
  return [{ level: top, motif: 1 }, ...motifs];
}

/** Every edge that the motif has in any panel: room for all is kept in each, so that none moves. */
function reservedEdges(panels: readonly Panel[], { level, motif }: Place): readonly Ends[] {
  const edges = panels.flatMap(({ genotype, changed }): readonly Ends[] => [
    ...edgesOf(motifsOf(genotype, level)[motif - 1]),
    // None that becomes none again is marked, so it needs room too.
    ...(changed?.level === level && changed.motif === motif ? [changed] : []),
  ]);
  return [...new Map(edges.map((edge) => [edgeKey(edge), edge])).values()];
}

function panelShapes(
  { genotype, heading, words, changed }: Panel,
  layers: readonly { readonly place: Place; readonly reserved: readonly Ends[] }[],
  config: LineageConfig,
): Drawing {
  const measures = measureGenotype(genotype, config, config.primitives);
  const top = levelCount(genotype);
  let y = HEAD;
  let width = 210;
  const shapes: Shape[] = [];
  for (const { place, reserved } of layers) {
    const { level, motif } = place;
    const isChanged = changed?.level === level && changed.motif === motif;
    const graph = graphShapes(genotype, level, motif, {
      ...graphConfig(config),
      ...{ reserved, measures: measures(level, motif), marked: isChanged ? changed : undefined },
    });
    const left = level === top ? 0 : operationIdWidth(motif, level, 13) + 6;
    if (level < top) shapes.push(...operationId(INSET + left / 2, y + 8, motif, level, { size: 13 }));
    shapes.push(...moveShapes(graph.shapes, INSET + left, y));
    width = Math.max(width, graph.width + left);
    y += graph.height + 16;
  }
  const frame: Shape = {
    ...{ kind: "frame", x: 0, y: 0, width: width + 2 * INSET, height: y, radius: 6 },
    ...{ fill: meanings.background, stroke: meanings.frame, strokeWidth: 1 },
  };
  const text = { kind: "text", x: INSET, align: "left" } as const;
  return {
    width: width + 2 * INSET,
    height: y,
    shapes: [
      frame,
      { ...text, y: 15, text: heading, size: 12, bold: true, colour: meanings.text },
      { ...text, y: 31, text: words, size: 11, colour: meanings.quietText },
      ...shapes,
    ],
  };
}

/**
 * The unfolded cell: motifs and their primitives in place of its edges. Deck, "Hierarchical representation".
 */
import { sum } from "d3-array";
import * as v from "valibot";
import type { Genotype } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { counted } from "../../input/quantity.js";
import type { Schema } from "../../input/schema.js";
import { checkConfig, side } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import type { DrawingConfig } from "./drawing-config.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { collapsedWords, MOST_EDGES, MOST_UNFOLDED_EDGES, withNote } from "./drawing-limit.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";
import { scaleDrawing } from "./scale-drawing.js";
import { unfoldShapes } from "./unfold-shapes.js";

/** Settings of {@link drawUnfolded}. */
export interface UnfoldConfig extends DrawingConfig {
  /**
   * What to open: a number of levels below the cell (0 for none), or the ids of motifs of the level just below it,
   * which are opened to the bottom; all by default.
   */
  readonly open?: number | readonly number[];
  /** The widest drawing in pixels; by default 816, a notebook's column. A wider one has room for more motifs. */
  readonly width?: number;
}

/**
 * The cell as a graph in which opened motifs replace the edges that carry them. Fully open it is the network of one
 * cell, with the 1×1 convolution that closes each motif at its frame's exit. For paper and slides: edges and nodes have
 * tooltips, but `open` decides what is open, while {@link exploreGenotype} answers clicks. Where all that is to be open
 * does not fit the width in readable type, or is more than 240 edges, motifs stay closed, the lowest level's first, and
 * a note says so. Throws InputError for an `open` that names no level or motif.
 */
export function drawUnfolded(genotype: Genotype, config: UnfoldConfig = {}): Figure {
  const annotated = annotateGenotype(genotype, config);
  checkConfig("drawUnfolded", { width: config.width }, widthSchema);
  const { levelCount: top, unfoldedEdgeCount: edgeCount } = annotated;
  const { open = top - 2, width = DRAWING_WIDTH } = config;
  checkOpen(annotated, open);
  const most = top === 2 ? MOST_EDGES : MOST_UNFOLDED_EDGES;
  const isTooLarge = edgeCount > most;
  const opensDownTo =
    (lowest: number) =>
    ({ level, motif }: AnnotatedMotif): boolean => {
      if (isTooLarge || level < lowest) return false;
      if (typeof open === "number") return top - level <= open;
      return level < top - 1 || open.includes(motif);
    };
  let lowest = 2;
  let graph = unfoldShapes(annotated, { opens: opensDownTo(lowest), channels: config.channels });
  while (graph.width * LEAST_SCALE > width && lowest < top) {
    lowest += 1;
    graph = unfoldShapes(annotated, { opens: opensDownTo(lowest), channels: config.channels });
  }
  const fitted = scaleDrawing(graph, Math.min(1, Math.max(LEAST_SCALE, width / graph.width)));
  const drawn = drawnMotifs(annotated, opensDownTo(lowest));
  const keyed = config.key === false ? fitted : withKey(fitted, drawn);
  const note = isTooLarge
    ? collapsedWords(edgeCount, undefined, most)
    : lowest > 2
      ? `unfolded to level ${lowest}: wider than ${width} pixels with all motifs open`
      : undefined;
  const gates = sum(annotated.levels.flat(), (motif) => (motif.isCell ? 0 : usesIn(annotated, motif)));
  const counts = `${grouped(edgeCount)} ${edgeCount === 1 ? "edge" : "edges"} when fully unfolded`;
  const closes =
    gates === 0
      ? ""
      : `, and ${counted(gates, "1×1 convolution")} that ${gates === 1 ? "closes a motif" : "close motifs"}`;
  const isWhole = note === undefined && (typeof open === "number" ? open === top - 2 : false);
  const title =
    config.title ??
    (isWhole
      ? titleOf(edgeCount, gates)
      : top === 2
        ? `One cell: ${counted(edgeCount, "edge")}`
        : openWords(annotated, opensDownTo(lowest)));
  return drawingFigure(title, `${note ?? counts + closes}.`, note === undefined ? keyed : withNote(keyed, note));
}

const widthSchema: Schema<Pick<UnfoldConfig, "width">> = v.object({ width: v.optional(side) });

/** The least scale: type of 12 pixels stays larger than 9. */
const LEAST_SCALE = 0.76;

function titleOf(edgeCount: number, gates: number): string {
  const closes = gates === 0 ? "" : `, and ${gates} more that ${gates === 1 ? "closes a motif" : "close motifs"}`;
  return `One cell, unfolded: ${counted(edgeCount, "operation")}${closes}`;
}

/** For example `A cell with motif 4 opened`. */
function openWords({ cell, levels }: AnnotatedGenotype, opens: (motif: AnnotatedMotif) => boolean): string {
  const below = levels[levels.length - 2];
  const open = below.filter((motif) => opens(motif) && cell.edges.some(({ operation }) => operation === motif.motif));
  if (open.length === 0) return `A cell of ${counted(cell.edges.length, "edge")}, its motifs closed`;
  return `A cell with ${open.length === 1 ? "motif" : "motifs"} ${open.map(({ motif }) => motif).join(", ")} opened`;
}

/** The cell and the motifs that are drawn open somewhere. */
function drawnMotifs(
  { cell, levels }: AnnotatedGenotype,
  opens: (motif: AnnotatedMotif) => boolean,
): readonly AnnotatedMotif[] {
  return [
    cell,
    ...levels
      .slice(0, -1)
      .flat()
      .filter((motif) => motif.used && opens(motif)),
  ];
}

/** How often a motif is in the unfolded cell. */
function usesIn(annotated: AnnotatedGenotype, motif: AnnotatedMotif): number {
  if (motif.isCell) return 1;
  return sum(annotated.levels[motif.level - 1], (above) => {
    const carrying = above.edges.filter(({ isLive, operation }) => isLive && operation === motif.motif).length;
    return carrying === 0 ? 0 : carrying * usesIn(annotated, above);
  });
}

function checkOpen({ levelCount: top, levels }: AnnotatedGenotype, open: number | readonly number[]): void {
  if (!Array.isArray(open)) {
    if (typeof open === "number" && Number.isInteger(open) && open >= 0 && open <= top - 2) return;
    throw new InputError(`open: got ${shown(open)}, there are 0 to ${top - 2} levels below the cell to open`);
  }
  const count = top === 2 ? 0 : levels[top - 3].length;
  for (const motif of open) {
    if (!Number.isInteger(motif) || motif < 1 || motif > count)
      throw new InputError(`open: got motif ${shown(motif)}, level ${top - 1} has motifs 1 to ${count}`);
  }
}

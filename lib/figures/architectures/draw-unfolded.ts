/**
 * The unfolded cell: motifs and their primitives in place of its edges. Deck, "Hierarchical representation".
 */
import type { Genotype } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import type { DrawingConfig } from "./drawing-config.js";
import { collapsedWords, MOST_EDGES, MOST_UNFOLDED_EDGES, withNote } from "./drawing-limit.js";
import { drawingFigure } from "./paint-drawing.js";
import { withSignKey } from "./sign-key.js";
import { unfoldShapes } from "./unfold-shapes.js";

/** Settings of {@link drawUnfolded}. */
export interface UnfoldConfig extends DrawingConfig {
  /**
   * What to open: a number of levels below the cell (0 for none), or the ids of motifs of the level just below it,
   * which are opened to the bottom; all by default.
   */
  readonly open?: number | readonly number[];
  /** Whether to add a key to the signs, for a picture that stands alone; false by default. */
  readonly key?: boolean;
}

/**
 * The cell as a graph in which opened motifs replace the edges that carry them. Fully open it is the network of one
 * cell, apart from the 1×1 convolution that closes each motif. For paper and slides: edges and nodes have tooltips, but
 * `open` decides what is open, while {@link exploreGenotype} answers clicks. A genotype of more than 240 unfolded edges
 * is drawn collapsed and says why. Throws InputError for an `open` that names no level or motif.
 */
export function drawUnfolded(genotype: Genotype, config: UnfoldConfig = {}): Figure {
  const annotated = annotateGenotype(genotype, config);
  const { levelCount: top, unfoldedEdgeCount: edgeCount } = annotated;
  const { open = top - 2 } = config;
  checkOpen(annotated, open);
  const most = top === 2 ? MOST_EDGES : MOST_UNFOLDED_EDGES;
  const isTooLarge = edgeCount > most;
  const opens = ({ level, motif }: AnnotatedMotif): boolean => {
    if (isTooLarge) return false;
    if (typeof open === "number") return top - level <= open;
    return level < top - 1 || open.includes(motif);
  };
  const graph = unfoldShapes(annotated, { opens, channels: config.channels });
  const drawing = config.key === true ? withSignKey(graph, annotated.primitives) : graph;
  const note = isTooLarge ? collapsedWords(edgeCount, undefined, most) : undefined;
  const description = `${note ?? `${grouped(edgeCount)} ${edgeCount === 1 ? "edge" : "edges"} when fully unfolded`}.`;
  const title = config.title ?? (isTooLarge ? "Cell" : "Cell, unfolded");
  return drawingFigure(title, description, note === undefined ? drawing : withNote(drawing, note));
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

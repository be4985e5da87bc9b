/**
 * The cell unfolded: its motifs, and their primitives, in the places of its edges. Deck, "Hierarchical representation".
 */
import { type Genotype, levelCount, motifsOf } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import { type DrawingConfig, graphConfig } from "./draw-motif.js";
import { collapsedWords, MOST_EDGES, MOST_UNFOLDED_EDGES, unfoldedEdgeCount, withNote } from "./drawing-limit.js";
import { drawingFigure } from "./drawing.js";
import type { Figure } from "../output/figure.js";
import { measureGenotype } from "./measure-graph.js";
import { grouped } from "../output/number-words.js";
import { withSignKey } from "./sign-key.js";
import { unfoldShapes } from "./unfold-shapes.js";

/** How {@link drawUnfolded} draws. */
export interface UnfoldConfig extends DrawingConfig {
  /**
   * What is opened: how many levels below the cell (0 for none), or the ids of motifs of the level just below it,
   * opened to the bottom; all by default.
   */
  readonly open?: number | readonly number[];
  /** Writes below what the signs mean, for a picture that stands alone; false by default. */
  readonly key?: boolean;
}

/**
 * The cell as a graph in which motifs stand opened in the places of the edges that carry them: fully open it is the
 * network of one cell, but for the 1×1 convolution that closes each motif. For paper and slides: a pointer is told
 * about edges and nodes, but what is open is said by `open`, not by clicks, which {@link exploreGenotype} answers. A
 * genotype of more than 240 unfolded edges is drawn collapsed and says why. Throws InputError for an `open` that names
 * no level or motif.
 */
export function drawUnfolded(genotype: Genotype, config: UnfoldConfig = {}): Figure {
  const top = levelCount(genotype);
  const { open = top - 2 } = config;
  checkOpen(genotype, open);
  const edgeCount = unfoldedEdgeCount(genotype);
  const most = top === 2 ? MOST_EDGES : MOST_UNFOLDED_EDGES;
  const isTooLarge = edgeCount > most;
  const opens = (level: number, motif: number): boolean => {
    if (isTooLarge) return false;
    if (typeof open === "number") return top - level <= open;
    return level < top - 1 || open.includes(motif);
  };
  const measuresOf = measureGenotype(genotype, config, config.primitives);
  const graph = unfoldShapes(genotype, top, 1, { ...graphConfig(config), opens, measuresOf });
  const drawing = config.key === true ? withSignKey(graph, genotype, config.primitives) : graph;
  const note = isTooLarge ? collapsedWords(edgeCount, undefined, most) : undefined;
  const description = `${note ?? `${grouped(edgeCount)} ${edgeCount === 1 ? "edge" : "edges"} when fully unfolded`}.`;
  const title = config.title ?? (isTooLarge ? "Cell" : "Cell, unfolded");
  return drawingFigure(title, description, note === undefined ? drawing : withNote(drawing, note));
}

function checkOpen(genotype: Genotype, open: number | readonly number[]): void {
  const top = levelCount(genotype);
  if (typeof open === "number") {
    if (Number.isInteger(open) && open >= 0 && open <= top - 2) return;
    throw new InputError(`open: got ${open}, there are 0 to ${top - 2} levels below the cell to open`);
  }
  const count = top === 2 ? 0 : motifsOf(genotype, top - 1).length;
  for (const motif of open) {
    if (!Number.isInteger(motif) || motif < 1 || motif > count)
      throw new InputError(`open: got motif ${motif}, level ${top - 1} has motifs 1 to ${count}`);
  }
}

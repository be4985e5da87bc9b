/** A flat and a hierarchical genotype side by side. Deck, "What is the best type of cell?". */
import type { Genotype } from "../../genotype/genotype.js";
import { checkGenotype } from "../../genotype/genotype.js";
import { counted } from "../../input/quantity.js";
import { planNetwork } from "../../network/plan-network.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype, asUsed, type AnnotatedGenotype } from "../architectures/annotate-genotype.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { arcGraph } from "../architectures/arc-graph.js";
import { colourKey, talkType, words } from "./talk-parts.js";

const WIDTH = 400;
const INSET = 14;
const HEIGHT = 306;
const GAP = 16;

/**
 * A flat genotype on the left, a hierarchical one with the motifs that its cell uses on the right, both as arcs over
 * their nodes, with their sizes in the small network. Deck, "What is the best type of cell?". Throws InputError for
 * anything but genotypes.
 */
export function drawFlatAndHierarchical(flat: Genotype, hierarchical: Genotype): Figure {
  [flat, hierarchical].forEach((genotype) => checkGenotype(genotype));
  const [left, right] = [flat, hierarchical].map((genotype) => annotateGenotype(genotype, { measured: false }));
  const panels = [
    panelOf("Flat", `one graph, ${counted(left.edgeCount, "edge")}`, sizeOf(flat), flatShapes(left)),
    panelOf("Hierarchical", hierarchyWords(right), sizeOf(hierarchical), hierarchyShapes(right)),
  ];
  const width = 2 * WIDTH + GAP;
  const key = colourKey(right.primitives, width);
  const shapes = [
    ...panels.flatMap((panel, index) => moveShapes(panel.shapes, index * (WIDTH + GAP), 0)),
    ...moveShapes(key.shapes, 0, HEIGHT + 20),
  ];
  const description = `Flat: ${sizeOf(flat)}. Hierarchical: ${hierarchyWords(right)}, ${sizeOf(hierarchical)}.`;
  return drawingFigure("Flat and hierarchical", description, { width, height: HEIGHT + 20 + key.height, shapes });
}

function sizeOf(genotype: Genotype): string {
  return `${grouped(planNetwork(genotype).parameterCount)} parameters in the small network`;
}

function hierarchyWords({ cell, levels }: AnnotatedGenotype): string {
  const used = levels.length === 1 ? 0 : levels[levels.length - 2].filter((motif) => motif.used).length;
  return `${counted(cell.edges.length, "edge")} of ${counted(used, "motif")}, used again and again`;
}

function panelOf(name: string, line: string, size: string, content: Drawing): Drawing {
  const room = HEIGHT - 84;
  return {
    ...{ width: WIDTH, height: HEIGHT },
    shapes: [
      frameOf({ width: WIDTH, height: HEIGHT }),
      words(INSET, 22, name, { size: talkType.head, bold: true }),
      words(INSET, 46, line, { size: talkType.small }),
      words(INSET, 66, size, { size: talkType.small, colour: meanings.quietText }),
      ...moveShapes(content.shapes, (WIDTH - content.width) / 2, 78 + (room - content.height) / 2),
    ],
  };
}

function flatShapes({ cell }: AnnotatedGenotype): Drawing {
  return arcGraph(asUsed(cell), { gap: 35, nodeRadius: 8, strokeWidth: 2.2, rise: 0.52 });
}

/** The cell above, its edges in the ink of motifs, and below it the motifs that it uses. */
function hierarchyShapes({ cell, levels }: AnnotatedGenotype): Drawing {
  const top = arcGraph(asUsed(cell), { gap: 62, nodeRadius: 8, strokeWidth: 3, rise: 0.32 }, () => meanings.quietText);
  const used = levels.length === 1 ? [] : levels[levels.length - 2].filter((motif) => motif.used);
  const columns = used.length === 4 ? 4 : 3;
  const gap = columns === 4 ? 23 : 27;
  const small = used.map((motif) => arcGraph(motif, { gap, nodeRadius: 5, strokeWidth: 2.4, rise: 0.5 }));
  const [across, down] = small.length === 0 ? [0, 0] : [small[0].width + 16, small[0].height + 12];
  const inRow = Math.min(columns, small.length);
  const width = Math.max(top.width, inRow * across - 16);
  const shapes: Shape[] = [...moveShapes(top.shapes, (width - top.width) / 2, 0)];
  small.forEach((motif, index) => {
    const left = (width - (inRow * across - 16)) / 2;
    shapes.push(
      ...moveShapes(
        motif.shapes,
        left + (index % columns) * across,
        top.height + 18 + Math.floor(index / columns) * down,
      ),
    );
  });
  return { width, height: top.height + 18 + Math.ceil(small.length / columns) * down - 12, shapes };
}

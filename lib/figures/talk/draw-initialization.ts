/** How a random genotype comes about: the trivial one after more and more mutations. Deck, "Initialization". */
import type { Space } from "../../genotype/space.js";
import { checkSpace } from "../../genotype/space.js";
import { INITIALIZATION_MUTATIONS, initialize } from "../../genotype/initialize.js";
import { applyMutation } from "../../genotype/mutate.js";
import { trivialGenotype } from "../../genotype/initialize.js";
import type { Genotype } from "../../genotype/genotype.js";
import { checkCount } from "../../input/errors.js";
import { counted } from "../../input/quantity.js";
import { createRandom } from "../../random.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype, asUsed, type AnnotatedGenotype } from "../architectures/annotate-genotype.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { arcGraph, type ArcSizes } from "../architectures/arc-graph.js";
import { colourKey, fromStep, stepControls, talkType, words } from "./talk-parts.js";

/** The numbers of mutations that are shown, from the trivial genotype on. */
const SHOWN: readonly number[] = Object.freeze([0, 10, 100, INITIALIZATION_MUTATIONS]);

/** The steps of {@link drawInitialization}. */
export const initializationSteps: number = SHOWN.length - 1;

const INSET = 12;
const GAP = 12;
const HEAD = 34;

/**
 * One genotype of `space` after 0, 10, 100 and 1,000 mutations, each in the same places: the cell above its motifs, the
 * colour of an edge that of its primitive, the cell's edges grey. Its signal `step` (0 to 3) shows as many panels more
 * than the first. Deck, "Initialization". Throws InputError for anything but a space and a seed of 0 or more.
 */
export function drawInitialization(space: Space, seed = 1): Figure {
  checkSpace(space);
  checkCount("drawInitialization: seed", seed, 0);
  const { mutations } = initialize(space, createRandom(seed));
  let genotype: Genotype = trivialGenotype(space);
  let done = 0;
  const panels = SHOWN.map((count) => {
    for (; done < count; done++) genotype = applyMutation(genotype, mutations[done]);
    const annotated = annotateGenotype(genotype, { primitives: space.primitives, measured: false });
    return { count, annotated, drawing: panelOf(annotated, count) };
  });
  const [{ drawing: first }] = panels;
  const width = panels.length * (first.width + GAP) - GAP;
  const key = colourKey(panels[0].annotated.primitives, width);
  const shapes = panels.flatMap(({ drawing }, index): readonly Shape[] => {
    const moved = moveShapes(drawing.shapes, index * (first.width + GAP), 0);
    return index === 0 ? moved : fromStep(moved, index);
  });
  const edges = panels.map(
    ({ count, annotated }) => `${annotated.edgeCount} edges after ${counted(count, "mutation")}`,
  );
  return drawingFigure("Initialization", `The ${space.name} space: ${edges.join(", ")}.`, {
    width,
    height: first.height + 18 + key.height,
    shapes: [...shapes, ...moveShapes(key.shapes, 0, first.height + 18)],
    controls: stepControls(initializationSteps),
  });
}

function panelOf({ levels, cell, edgeCount }: AnnotatedGenotype, count: number): Drawing {
  const isFlat = levels.length === 1;
  const big: ArcSizes = isFlat
    ? { gap: 17, nodeRadius: 5, strokeWidth: 1.6, rise: 0.55 }
    : { gap: 43, nodeRadius: 6, strokeWidth: 2.4, rise: 0.4 };
  const small: ArcSizes = { gap: 24, nodeRadius: 4, strokeWidth: 2.2, rise: 0.5 };
  const top = arcGraph(asUsed(cell), big, isFlat ? undefined : () => meanings.quietText);
  const motifs = isFlat ? [] : levels[0].map((motif) => arcGraph(asUsed(motif), small));
  const columns = 2;
  const [across, down] = motifs.length === 0 ? [0, 0] : [motifs[0].width + 18, motifs[0].height + 7];
  const inner = Math.max(top.width, columns * across - 18, 176);
  const rows = Math.ceil(motifs.length / columns);
  const size = { width: inner + 2 * INSET, height: HEAD + top.height + 28 + rows * down + INSET };
  const left = INSET + (inner - (columns * across - 18)) / 2;
  const shapes: Shape[] = [
    frameOf(size),
    words(INSET, HEAD / 2 + 2, counted(count, "mutation"), { size: talkType.head, bold: true }),
    ...moveShapes(top.shapes, INSET + (inner - top.width) / 2, HEAD + 6),
    words(INSET, HEAD + top.height + 18, `${edgeCount} edges`, { size: talkType.small, colour: meanings.quietText }),
    ...motifs.flatMap((motif, index) =>
      moveShapes(
        motif.shapes,
        left + (index % columns) * across,
        HEAD + top.height + 28 + Math.floor(index / columns) * down,
      ),
    ),
  ];
  return { ...size, shapes };
}

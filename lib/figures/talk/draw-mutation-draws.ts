/** A mutation as its four draws: level, motif, two nodes, operation. Deck, "Mutation". */
import type { Genotype } from "../../genotype/genotype.js";
import { applyMutation, type Mutation } from "../../genotype/mutate.js";
import { primitiveLook } from "../output/operation-look.js";
import { meanings } from "../output/theme.js";
import type { Figure } from "../output/figure.js";
import { type AnnotatedMotif, annotateGenotype, asUsed, lookOf, markEdge } from "../architectures/annotate-genotype.js";
import { arcGraph } from "../architectures/arc-graph.js";
import { checkDrawing, type DrawingConfig } from "../architectures/drawing-config.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "../architectures/drawing.js";
import { edgeKey, type Ends } from "../architectures/edge-key.js";
import { graphShapes } from "../architectures/graph-shapes.js";
import { LAYERED_NODES } from "../architectures/layout-lanes.js";
import { operationId } from "../architectures/operation-id.js";
import { drawingFigure } from "../architectures/paint-drawing.js";
import { pickMotif } from "../architectures/pick-motif.js";
import { fromStep, legible, stepControls, talkType, words } from "./talk-parts.js";

/** The least size of a panel; larger graphs make larger panels. */
const WIDTH = 336;
const HEIGHT = 168;
const HEAD = 36;
const GAP = 10;
const MARGIN = 12;

/** The steps of {@link drawMutationDraws}. */
export const mutationSteps = 4;

/**
 * The four draws of `mutation` in `parent`, a panel each: the level, the motif, the two nodes, and the operation before
 * and after. Its signal `step` (0 to 4) shows as many panels. Deck, "Mutation".
 */
export function drawMutationDraws(parent: Genotype, mutation: Mutation, config: DrawingConfig = {}): Figure {
  checkDrawing(config);
  const child = applyMutation(parent, mutation);
  const annotated = annotateGenotype(parent, { ...config, measured: false });
  const motif = asUsed(pickMotif(annotated, mutation));
  const after = asUsed(pickMotif(annotateGenotype(child, { ...config, measured: false }), mutation));
  const reserved = [...motif.edges, ...after.edges, mutation];
  const [was, is] = [mutation.before, mutation.after].map((id) => lookOf(motif, id));
  const [nodes, changed] = [motif, after].map((each) => graphOf(markEdge(each, mutation), reserved));
  const width = Math.max(WIDTH, nodes.width + 2 * MARGIN, changed.width + 2 * MARGIN);
  const height = Math.max(HEIGHT, HEAD + Math.max(nodes.height, changed.height) + MARGIN);
  const upper = { width, height: HEIGHT };
  const lower = { width, height };
  const panels = [
    panel("1. Sample a level above the primitives", levelChips(annotated.levels.length, mutation.level), upper),
    panel("2. Sample one of its motifs", motifChips(annotated.levels[mutation.level - 2].length, mutation), upper),
    panel("3. Sample two nodes", nodes, lower),
    panel(`4. ${wordsOf(was.name)} becomes ${wordsOf(is.name)}`, changed, lower),
  ];
  const shapes = panels.flatMap((each, index) =>
    fromStep(moveShapes(each.shapes, (index % 2) * (width + GAP), Math.floor(index / 2) * (HEIGHT + GAP)), index + 1),
  );
  const edge = edgeKey(mutation);
  const what = `level ${mutation.level}, motif ${mutation.motif}, edge ${edge}: ${was.words} becomes ${is.words}`;
  return drawingFigure(config.title ?? "The four draws of a mutation", `${what}.`, {
    ...{ width: 2 * width + GAP, height: HEIGHT + GAP + height, shapes },
    controls: stepControls(mutationSteps),
  });

  function wordsOf(name: string): string {
    if (name === "none") return "no edge";
    return mutation.level === 2 ? primitiveLook(name, parent.primitives).sign : `motif ${name}`;
  }
}

/** The motif as a graph; as arcs if it has too many nodes for two of them side by side. */
function graphOf(motif: AnnotatedMotif, reserved: readonly Ends[]): Drawing {
  const { nodeCount } = motif;
  if (nodeCount <= LAYERED_NODES) return legible(graphShapes(motif, { reserved }));
  return arcGraph(motif, { gap: (WIDTH - 4 * MARGIN) / (nodeCount - 1), nodeRadius: 6, strokeWidth: 2, rise: 0.42 });
}

function panel(head: string, content: Drawing, size: Pick<Drawing, "width" | "height">): Drawing {
  const room = size.height - HEAD - 10;
  const shapes = [
    frameOf(size),
    words(MARGIN, HEAD / 2 + 2, head, { size: talkType.head, bold: true }),
    ...moveShapes(content.shapes, (size.width - content.width) / 2, HEAD + (room - content.height) / 2),
  ];
  return { ...size, shapes };
}

function chip(x: number, y: number, width: number, isChosen: boolean): Shape {
  return {
    ...{ kind: "box", x, y, width, height: 34, radius: 6, fill: isChosen ? meanings.marked : meanings.node },
    ...{ stroke: isChosen ? meanings.text : meanings.frame, strokeWidth: isChosen ? 2 : 1.2 },
  };
}

/** The levels, the cell's on top; the primitives cannot be chosen. */
function levelChips(levelCount: number, chosen: number): Drawing {
  const rows = Array.from({ length: levelCount + 1 }, (_, index) => levelCount + 1 - index);
  const shapes = rows.flatMap((level, index): readonly Shape[] => {
    const name =
      level === 1 ? "primitives" : level === levelCount + 1 ? `level ${level}: the cell` : `level ${level}: motifs`;
    const colour = level === 1 ? meanings.quietText : meanings.text;
    return [
      chip(0, index * 42, 190, level === chosen),
      words(95, index * 42 + 17, name, { align: "center", colour, bold: level === chosen }),
    ];
  });
  return { width: 190, height: rows.length * 42 - 8, shapes };
}

function motifChips(count: number, { level, motif }: Mutation): Drawing {
  const columns = Math.min(count, 3);
  const shapes = Array.from({ length: count }, (_, index): readonly Shape[] => {
    const [x, y] = [(index % columns) * 82, Math.floor(index / columns) * 48];
    const isChosen = index + 1 === motif;
    return [chip(x, y, 70, isChosen), ...operationId(x + 35, y + 17, index + 1, level, { size: 21 })];
  }).flat();
  return { width: columns * 82 - 12, height: Math.ceil(count / columns) * 48 - 14, shapes };
}

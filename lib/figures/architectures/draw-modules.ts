/** Hand-made modules, drawn like any cell. Deck, "Introduction". */
import { sum } from "d3-array";
import * as v from "valibot";
import { checkCount } from "../../input/errors.js";
import type { Schema } from "../../input/schema.js";
import { checkRows, text } from "../output/check-input.js";
import { type KnownModule, knownModules } from "../../genotype/known-modules.js";
import type { Figure } from "../output/figure.js";
import { grouped } from "../output/number-words.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import { fitting } from "./arrange-drawings.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, frameOf, moveShapes, type Shape } from "./drawing.js";
import { graphShapes } from "./graph-shapes.js";
import type { GraphMeasures } from "./measure-graph.js";
import { withKey } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";

const WIDTH = 400;
const INSET = 12;
const GAP = 14;
const LINE = 16;

/**
 * Hand-made modules as graphs of primitives (by default all known ones), each with what puts it outside the paper's
 * space.
 */
export function drawModules(modules: readonly KnownModule[] = knownModules): Figure {
  checkModules(modules);
  const drawn = modules.map((module) => ({ module, ...graphOf(module) }));
  const inner = Math.max(WIDTH - 2 * INSET, ...drawn.map(({ graph }) => graph.width));
  const panels = drawn.map((each) => panelOf(each, inner));
  const width = inner + 2 * INSET;
  const columns = Math.min(2, modules.length, fitting(DRAWING_WIDTH, width, GAP));
  let y = 0;
  const shapes: Shape[] = [];
  for (let index = 0; index < panels.length; index += columns) {
    const row = panels.slice(index, index + columns);
    const height = Math.max(...row.map((panel) => panel.height));
    row.forEach((panel, column) => {
      shapes.push(...moveShapes([frameOf({ width, height }), ...panel.shapes], column * (width + GAP), y));
    });
    y += height + GAP;
  }
  const title = modules.length === 1 ? modules[0].title : `${modules.length} hand-designed modules, drawn as cells`;
  const description = modules
    .map((module) => `${module.title}, ${module.source}; outside the paper's space: ${module.outside.join(" ")}`)
    .join(" ");
  const drawing = { width: columns * (width + GAP) - GAP, height: y - GAP, shapes };
  return drawingFigure(
    title,
    description,
    withKey(
      drawing,
      drawn.map(({ cell }) => cell),
    ),
  );
}

const wordsSchema: Schema<Pick<KnownModule, "title" | "source" | "outside">> = v.object({
  title: text,
  source: text,
  outside: v.array(text),
});

function checkModules(modules: readonly KnownModule[]): void {
  checkRows("drawModules", modules, wordsSchema);
  checkCount("drawModules: modules", modules.length);
}

interface ModuleGraph {
  readonly cell: AnnotatedMotif;
  readonly graph: Drawing;
  readonly measures: GraphMeasures | undefined;
}

function graphOf({ genotype, primitives }: KnownModule): ModuleGraph {
  const { cell } = annotateGenotype(genotype, { primitives });
  return { cell, graph: graphShapes(cell), measures: cell.measures };
}

function panelOf({ module, graph, measures }: ModuleGraph & { readonly module: KnownModule }, inner: number): Drawing {
  const cost = sum(measures?.edges.values() ?? [], ({ parameterCount }) => parameterCount);
  const text = { kind: "text", x: INSET, align: "left" } as const;
  const right = INSET + textWidth(module.title, 13, true) + 10;
  const lines = [
    `${grouped(cost)} parameters with C = 16 and 16 input channels`,
    "Outside the paper's space:",
    ...module.outside.flatMap((sentence) => wrap(`– ${sentence}`, inner, 11)),
  ];
  const below = 40 + graph.height + 22;
  const shapes: readonly Shape[] = [
    { ...text, y: 18, text: module.title, size: 13, bold: true, colour: meanings.text },
    { ...text, x: right, y: 18, text: module.source, size: 11, colour: meanings.quietText },
    ...moveShapes(graph.shapes, INSET + (inner - graph.width) / 2, 40),
    ...lines.map((line, index): Shape => ({
      ...text,
      y: below + index * LINE,
      text: line,
      size: 11,
      colour: meanings.quietText,
    })),
  ];
  return { width: inner + 2 * INSET, height: below + lines.length * LINE, shapes };
}

/** Lines no wider than `width`, continuation lines slightly indented. */
function wrap(sentence: string, width: number, size: number): readonly string[] {
  const lines: string[] = [];
  for (const word of sentence.split(" ")) {
    const last = lines[lines.length - 1];
    if (last !== undefined && textWidth(`${last} ${word}`, size) <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(lines.length === 0 ? word : `\u2002${word}`);
  }
  return lines;
}

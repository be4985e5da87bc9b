/** Two genotypes on one layout: what they share in grey, what only one of them has in its colour. */
import { sum } from "d3-array";
import * as v from "valibot";
import type { Genotype } from "../../genotype/genotype.js";
import { InputError } from "../../input/errors.js";
import { counted } from "../../input/quantity.js";
import type { Schema } from "../../input/schema.js";
import { checkConfig, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import { wrapText } from "../output/wrap-text.js";
import { type AnnotatedGenotype, annotateGenotype, type AnnotatedMotif } from "./annotate-genotype.js";
import { fitting, inColumn, inRows } from "./arrange-drawings.js";
import { type ComparedEdge, compareMotifs, differenceKey, differenceShapes } from "./difference-shapes.js";
import { checkDrawing, type DrawingConfig } from "./drawing-config.js";
import { DRAWING_WIDTH } from "./drawing-width.js";
import { type Drawing, lightingMotif, moveShapes } from "./drawing.js";
import { motifFrame, motifHead, motifHeadWidth } from "./motif-head.js";
import { keyItems, withItems } from "./operation-key.js";
import { drawingFigure } from "./paint-drawing.js";

/** Settings of {@link drawDifference}. */
export interface DifferenceConfig extends Pick<DrawingConfig, "title" | "primitives" | "key"> {
  /** The names of the two genotypes in title and key; `a` and `b` by default. */
  readonly names?: readonly [string, string];
}

const namesSchema: Schema<Pick<DifferenceConfig, "names">> = v.object({ names: v.optional(v.tuple([text, text])) });

const GAP = 10;
const INSET = 10;
const HEAD = 32;

/**
 * Two genotypes as one drawing, for parent and child, or for what two searches found: every motif in which they differ
 * (and the cell) once, on one layout; common edges are grey, the first genotype's own edges dashed in its colour, the
 * second's in its. The title says in how many edges they differ, and where. Throws InputError for genotypes of different
 * numbers of levels, or motifs of different numbers of nodes, which have no common layout.
 */
export function drawDifference(a: Genotype, b: Genotype, config: DifferenceConfig = {}): Figure {
  checkDrawing(config);
  checkConfig("drawDifference", config, namesSchema);
  const { names = ["a", "b"], title, primitives, key } = config;
  const [one, other] = [a, b].map((genotype) => annotateGenotype(genotype, { primitives, measured: false }));
  const pairs = pairsOf(one, other);
  const compared = pairs.map((pair) => ({ ...pair, edges: compareMotifs(pair.one, pair.other) }));
  const differing = compared.filter(({ edges }) => countDifferences(edges) > 0);
  const drawn = compared.filter((pair) => pair.motif.isCell || differing.includes(pair));
  const withLevel = one.levelCount > 3;
  const panels = panelsOf(drawn, withLevel);
  const same = compared.filter((pair) => !differing.includes(pair) && !pair.motif.isCell);
  const drawing = same.length === 0 ? panels : withWords(panels, sameWords(same, withLevel));
  const motifs = drawn.flatMap((pair) => [pair.one, pair.other].flatMap((motif) => (motif ? [motif] : [])));
  const items = [...differenceKey(names), ...keyItems(motifs, { pale: false })];
  const where = whereWords(differing, withLevel);
  const count = sum(differing, ({ edges }) => countDifferences(edges));
  const common = sum(compared, ({ edges }) => edges.filter(({ side }) => side === "both").length);
  const said =
    count === 0
      ? `${names[0]} and ${names[1]} are the same genotype: ${counted(common, "edge")}`
      : `${names[0]} and ${names[1]} differ in ${counted(count, "edge")} (${where}); ${common} are the same`;
  const listed = differing.flatMap(({ motif, edges }) =>
    edges
      .filter(({ side }) => side !== "both")
      .map(
        ({ edge, side }) =>
          `${placeOf(motif, withLevel)}, ${edge.key}: ${edge.look.words} in ${names[side === "a" ? 0 : 1]} alone`,
      ),
  );
  const description = listed.length === 0 ? "No edge differs." : `${listed.join("; ")}.`;
  return drawingFigure(title ?? said, description, key === false ? drawing : withItems(drawing, items));
}

interface Pair {
  /** The one that is there, the second genotype's if both are: its place and name. */
  readonly motif: AnnotatedMotif;
  readonly one: AnnotatedMotif | undefined;
  readonly other: AnnotatedMotif | undefined;
}

interface ComparedPair extends Pair {
  readonly edges: readonly ComparedEdge[];
}

/** The motifs of two genotypes by their places, the cell first. */
function pairsOf(one: AnnotatedGenotype, other: AnnotatedGenotype): readonly Pair[] {
  if (one.levelCount !== other.levelCount) {
    throw new InputError(
      `drawDifference: got genotypes of ${one.levelCount} and ${other.levelCount} levels, which have no common layout`,
    );
  }
  return [...one.levels.keys()].reverse().flatMap((index) => {
    const [left, right] = [one.levels[index], other.levels[index]];
    return Array.from({ length: Math.max(left.length, right.length) }, (_, at): Pair => {
      const [first, second] = [left.at(at), right.at(at)];
      if (first && second && first.nodeCount !== second.nodeCount) {
        throw new InputError(
          `drawDifference: ${second.name}: got ${first.nodeCount} nodes in one genotype and ${second.nodeCount} in the other, which have no common layout`,
        );
      }
      return { motif: (second ?? first) as AnnotatedMotif, one: first, other: second };
    });
  });
}

/** Where genotypes differ: `all in motif 1`, `1 in the cell, 2 in motif 3`, or `in the cell and 5 motifs`. */
function whereWords(differing: readonly ComparedPair[], withLevel: boolean): string {
  const name = ({ motif }: ComparedPair): string => (motif.isCell ? "the cell" : placeOf(motif, withLevel));
  if (differing.length === 1) return `all in ${name(differing[0])}`;
  if (differing.length <= 3)
    return differing.map((pair) => `${countDifferences(pair.edges)} in ${name(pair)}`).join(", ");
  const motifs = differing.filter(({ motif }) => !motif.isCell).length;
  return `in ${motifs === differing.length ? "" : "the cell and "}${motifs} motifs`;
}

/** Edges that differ; one whose operation changed counts once, though each genotype has its own. */
function countDifferences(edges: readonly ComparedEdge[]): number {
  return new Set(edges.filter(({ side }) => side !== "both").map(({ edge }) => edge.key)).size;
}

function placeOf({ isCell, motif, level }: AnnotatedMotif, withLevel: boolean): string {
  return isCell ? "cell" : `motif ${motif}${withLevel ? ` of level ${level}` : ""}`;
}

function sameWords(same: readonly ComparedPair[], withLevel: boolean): string {
  const names = same.map(({ motif }) => placeOf(motif, withLevel).replace(/^motif /, ""));
  return `the same in both: ${same.length === 1 ? "motif" : "motifs"} ${names.join(", ")}`;
}

function withWords(drawing: Drawing, words: string): Drawing {
  const lines = wrapText(words, DRAWING_WIDTH, 12);
  const shared = { kind: "text", x: 0, size: 12, align: "left", colour: meanings.quietText } as const;
  const shapes = lines.map((line, index) => ({ ...shared, y: drawing.height + 18 + index * 17, text: line }));
  const width = Math.max(drawing.width, ...lines.map((line) => textWidth(line, 12)));
  return { width, height: drawing.height + 12 + lines.length * 17, shapes: [...drawing.shapes, ...shapes] };
}

function panelsOf(pairs: readonly ComparedPair[], withLevel: boolean): Drawing {
  const graphs = pairs.map(({ motif, edges, one, other }) => {
    const used = one?.used === true || other?.used === true;
    return { motif: { ...motif, used }, graph: differenceShapes({ ...motif, used }, edges) };
  });
  const heads = graphs.map(({ motif }) => motifHeadWidth(motif, { withLevel }));
  const width = Math.max(...heads, ...graphs.map(({ graph }) => graph.width)) + 2 * INSET;
  const columns = fitting(DRAWING_WIDTH, width, GAP);
  const rows: Drawing[] = [];
  for (let first = 0; first < graphs.length; first += columns) {
    const row = graphs.slice(first, first + columns);
    const height = HEAD + Math.max(...row.map(({ graph }) => graph.height)) + INSET;
    const panels = row.map(({ motif, graph }): Drawing => {
      const frame = motifFrame(motif, { width, height });
      const inside = [
        ...motifHead(motif, INSET, HEAD / 2 + 1, { withLevel, ...(motif.used ? {} : { note: "not used" }) }),
        ...moveShapes(graph.shapes, INSET + (width - 2 * INSET - graph.width) / 2, HEAD),
      ];
      return { width, height, shapes: [frame, ...(frame.lights ? lightingMotif(inside, frame.lights) : inside)] };
    });
    rows.push(inRows(panels, columns, GAP));
  }
  return inColumn(rows, GAP);
}

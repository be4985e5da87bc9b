/** A graph with too many edges to draw: how many carry each operation. */
import { grouped } from "../output/number-words.js";
import { textWidth } from "../output/text-width.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { collapsedWords, MOST_EDGES } from "./drawing-limit.js";
import type { Drawing, Shape } from "./drawing.js";
import { MOST_NODES } from "./layout-lanes.js";

const ROW = 26;
const MOST_ROWS = 12;

/**
 * In place of its edges: their number, why they are not drawn, and the count of each operation, the most frequent
 * first.
 */
export function collapsedGraph({ nodeCount, edges, looks }: AnnotatedMotif): Drawing {
  const counts = new Map<number, number>();
  for (const { operation } of edges) counts.set(operation, (counts.get(operation) ?? 0) + 1);
  const sorted = [...counts].sort(([one, few], [other, many]) => many - few || one - other);
  const words =
    edges.length > MOST_EDGES
      ? `${grouped(nodeCount)} nodes; ${collapsedWords(edges.length, "edges")}`
      : `${grouped(edges.length)} edges; ${collapsedWords(nodeCount, "nodes", MOST_NODES)}`;
  const text = { kind: "text", align: "left", colour: meanings.text } as const;
  const rows = sorted.slice(0, MOST_ROWS).flatMap(([operation, count], index): readonly Shape[] => {
    const y = 40 + index * ROW;
    const look = looks[operation];
    const tooltip = { title: look.words, edges: grouped(count) };
    const sign: Shape = {
      ...{ ...text, x: 15, y, text: look.sign, size: 12, bold: true, align: "center", colour: look.signColour },
    };
    return [
      {
        ...{ kind: "box", x: 0, y: y - 9.5, width: 30, height: 19, radius: 5, tooltip },
        ...{ fill: look.colour, stroke: look.lineColour, strokeWidth: 1.2 },
      },
      sign,
      { ...text, x: 39, y, text: `${grouped(count)}×  ${look.words}`, size: 12 },
    ];
  });
  const more = sorted.length - MOST_ROWS;
  const y = 40 + Math.min(sorted.length, MOST_ROWS) * ROW;
  const rest: readonly Shape[] = more > 0 ? [{ ...text, x: 0, y, text: `and ${grouped(more)} more`, size: 12 }] : [];
  return {
    width: Math.max(360, textWidth(words, 13, true)),
    height: y + (more > 0 ? 12 : -8),
    shapes: [{ ...text, x: 0, y: 10, text: words, size: 13, bold: true }, ...rows, ...rest],
  };
}

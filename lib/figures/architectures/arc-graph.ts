/**
 * A motif as arcs over a row of nodes: without words and always in the same places, so that many can be compared at a
 * glance, even with fifty edges.
 */
import { NONE } from "../../genotype/motif.js";
import { meanings } from "../output/theme.js";
import type { AnnotatedMotif } from "./annotate-genotype.js";
import { PALE } from "./drawing-limit.js";
import type { Drawing, Shape } from "./drawing.js";
import type { Ends } from "./edge-key.js";

/** How large an {@link arcGraph} is. */
export interface ArcSizes {
  /** Pixels between two nodes. */
  readonly gap: number;
  readonly nodeRadius: number;
  readonly strokeWidth: number;
  /** The height of an arc, of its width. */
  readonly rise: number;
}

/** The colour of an edge that carries operation `operation` of the level below. */
export type EdgeColour = (operation: number) => string;

/** The arcs of a motif; edges outside the network are pale, and an edge that is marked has a halo. */
export function arcGraph(
  motif: AnnotatedMotif,
  sizes: ArcSizes,
  colourOf: EdgeColour = (operation) => motif.looks[operation].lineColour,
): Drawing {
  const { gap, nodeRadius, strokeWidth, rise } = sizes;
  const { nodeCount, edges, liveNodes, used } = motif;
  const inset = Math.max(nodeRadius, strokeWidth);
  // As if the source were joined to the sink, so that every motif of a space is as high as the others.
  const height = rise * (nodeCount - 1) * gap + 2 * inset;
  const base = height - inset;
  const x = (node: number): number => inset + (node - 1) * gap;
  const pathOf = ({ predecessor, successor }: Ends): string => {
    const [from, to] = [x(predecessor), x(successor)];
    // A cubic's middle is three quarters as high as its handles.
    const top = (rise * (to - from) * 4) / 3;
    const bend = `${number((to - from) * 0.12)},${number(-top)} ${number((to - from) * 0.88)},${number(-top)}`;
    return `M0,0C${bend} ${number(to - from)},0`;
  };
  const mark: readonly Shape[] =
    motif.marked === undefined
      ? []
      : [
          {
            ...{ kind: "halo", x: x(motif.marked.predecessor), y: base, path: pathOf(motif.marked) },
            ...{ stroke: meanings.marked, strokeWidth: strokeWidth + 7 },
          },
        ];
  const arcs = edges
    .filter(({ operation }) => operation !== NONE)
    .map((edge): Shape => ({
      ...{ kind: "line", x: x(edge.predecessor), y: base, path: pathOf(edge), stroke: colourOf(edge.operation) },
      strokeWidth: edge.key === motif.marked?.key ? strokeWidth + 1.5 : strokeWidth,
      ...{ opacity: used && edge.isLive ? 1 : PALE },
      tooltip: { title: `edge ${edge.key}`, operation: edge.look.words },
    }));
  const nodes = Array.from({ length: nodeCount }, (_, index): Shape => {
    const isEnd = index === 0 || index === nodeCount - 1;
    return {
      kind: "box",
      ...{ x: x(index + 1) - nodeRadius, y: base - nodeRadius, width: 2 * nodeRadius, height: 2 * nodeRadius },
      ...{ radius: nodeRadius, fill: isEnd ? meanings.text : meanings.node, stroke: meanings.text, strokeWidth: 1.2 },
      opacity: used && (isEnd || liveNodes.includes(index + 1)) ? 1 : PALE,
      tooltip: { title: `node ${index + 1}` },
    };
  });
  return { width: x(nodeCount) + inset, height, shapes: [...mark, ...arcs, ...nodes] };
}

const number = (value: number): string => String(Math.round(value * 10) / 10);

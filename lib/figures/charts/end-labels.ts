/** Names at the ends of lines, in place of a legend. */
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";

/** The end of a line, in pixels of the plotting area. */
export interface LineEnd {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

/** The distance between the middles of two stacked names, in pixels. */
const APART = 14;
/** The distance between a line and its name, in pixels. */
const GAP = 7;

const mark = { type: "text", align: "left", baseline: "middle", dx: GAP, fontSize: sizes.small };

/**
 * A layer with the names of lines beside their ends in a plotting area of this height, moved vertically so that none
 * overlap.
 */
export function endLabels(ends: readonly LineEnd[], height: number): object {
  const placed: (LineEnd & { readonly right: number })[] = [];
  // Stays above the axis, where a line along it ends.
  const raised = ends.map((end) => ({ ...end, y: Math.min(end.y, height - APART / 2) }));
  for (const end of raised.sort((one, other) => one.y - other.y)) {
    const right = end.x + GAP + textWidth(end.name, sizes.small);
    const near = placed.filter((other) => end.x + GAP < other.right && other.x + GAP < right);
    const y = Math.max(end.y, ...near.map((other) => other.y + APART));
    placed.push({ ...end, y, right });
  }
  return {
    data: { values: placed.map(({ name, x, y, colour }) => ({ name, x, y, colour })) },
    encoding: {
      x: { field: "x", type: "quantitative", scale: null },
      y: { field: "y", type: "quantitative", scale: null },
      text: { field: "name" },
    },
    // A halo first, since a short line's name lies over the longer ones.
    layer: [
      { mark: { ...mark, stroke: meanings.background, strokeWidth: 3, opacity: 0.9 } },
      { mark, encoding: { color: { field: "colour", type: "nominal", scale: null } } },
    ],
  };
}

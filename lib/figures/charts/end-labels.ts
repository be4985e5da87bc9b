/** Names at the ends of lines, in place of a legend. */
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { CHOSEN } from "./highlight.js";

/** The end of a line, in pixels of the plotting area. */
export interface LineEnd {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly colour: string;
  /** The series of the line, if its name says more. */
  readonly series?: string;
}

/** The distance between the middles of two stacked names, in pixels. */
const APART = 14;
/** The distance between a line and its name, in pixels. */
const GAP = 7;

const mark = { type: "text", align: "left", baseline: "middle", dx: GAP, fontSize: sizes.small };

/**
 * A layer with the names of lines beside their ends in a plotting area of this height, moved vertically so that none
 * overlap. A click on a name chooses its series, which is in `field` of the lines' rows: see `paledUnlessChosen`.
 */
export function endLabels(ends: readonly LineEnd[], height: number, field = "search"): object {
  const values = placed(ends, height).map(({ name, x, y, colour, series = name }) => ({
    ...{ name, x, y, colour },
    [field]: series,
  }));
  return {
    data: { values },
    encoding: {
      x: { field: "x", type: "quantitative", scale: null },
      y: { field: "y", type: "quantitative", scale: null },
      text: { field: "name" },
    },
    // A halo first, since a short line's name lies over the longer ones.
    layer: [
      { mark: { ...mark, stroke: meanings.background, strokeWidth: 3, opacity: 0.9 } },
      {
        params: [{ name: CHOSEN, select: { type: "point", fields: [field] } }],
        mark: { ...mark, cursor: "pointer" },
        encoding: { color: { field: "colour", type: "nominal", scale: null } },
      },
    ],
  };
}

type Placed = LineEnd & { readonly right: number };

/** The ends with their names moved down until none overlap, and then up where they would leave the plotting area. */
function placed(ends: readonly LineEnd[], height: number): readonly LineEnd[] {
  const down: Placed[] = [];
  // Stays above the axis, where a line along it ends.
  const raised = ends.map((end) => ({ ...end, y: Math.min(end.y, height - APART / 2) }));
  for (const end of raised.sort((one, other) => one.y - other.y)) {
    const right = end.x + GAP + textWidth(end.name, sizes.small);
    const y = Math.max(end.y, ...down.filter((other) => isBeside(end.x, right, other)).map((other) => other.y + APART));
    down.push({ ...end, y, right });
  }
  const up: Placed[] = [];
  for (const end of down.reverse()) {
    const below = up.filter((other) => isBeside(end.x, end.right, other)).map((other) => other.y - APART);
    up.push({ ...end, y: Math.min(end.y, height - APART / 2, ...below) });
  }
  return up.reverse();
}

function isBeside(x: number, right: number, other: Placed): boolean {
  return x + GAP < other.right && other.x + GAP < right;
}

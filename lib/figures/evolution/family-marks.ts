/** The marks of a family tree, with all lines in two paths, so that thousands of individuals draw quickly. */
import type { FamilyPlace } from "./family-rows.js";
import { colours, meanings } from "../output/theme.js";

/** The plotting area in pixels, and the number of rows that share its height. */
export interface FamilyArea {
  readonly width: number;
  readonly height: number;
  readonly rowCount: number;
  /** Whether to write fitness in percent. */
  readonly isAccuracy: boolean;
}

/** Data, scales, axes, legends and marks of a Vega specification. */
export function familyMarks(places: readonly FamilyPlace[], area: FamilyArea): { readonly [key: string]: unknown } {
  const { width, height, rowCount, isAccuracy } = area;
  const last = places[places.length - 1].step + 1;
  const across = (step: number): number => round((step / last) * width);
  const down = (row: number): number => round(((row + 1) / (rowCount + 1)) * height);
  const line = places.filter(({ isOnBestLine }) => isOnBestLine);
  const isLarge = places.length > 1500;
  const radius = isLarge ? 1.8 : places.length > 250 ? 2.9 : 4.2;
  const [lowest, highest] = colourEnds(places);
  const lone = places.filter(({ parent, children }) => parent === null && children === 0);
  const size = fixed(Math.round(4 * radius * radius));
  const x = { scale: "step", field: "step" };
  const y = { field: "y" };
  const symbols = (data: string, look: object): object => ({
    type: "symbol",
    from: { data },
    // A screen reader gets the figure's description, not thousands of points.
    aria: false,
    encode: { enter: { x, y, tooltip: { signal: tooltipOf(isAccuracy) }, ...look } },
  });
  return {
    data: [
      tableOf("everybody", places, down),
      { name: "scored", source: "everybody", transform: [{ type: "filter", expr: "isValid(datum.fitness)" }] },
      { name: "failed", source: "everybody", transform: [{ type: "filter", expr: "!isValid(datum.fitness)" }] },
      tableOf("line", line, down),
    ],
    scales: [
      { name: "step", type: "linear", domain: [0, last], range: [0, width], nice: false, zero: false },
      {
        ...{ name: "fitness", type: "linear", domain: [lowest, highest], zero: false, clamp: true },
        // Pale is low, dark is high: distinguishable in greyscale and by colour-blind people.
        ...{ range: [colours.yellow, colours.green, "#0B2A5B"], interpolate: "lab" },
      },
    ],
    axes: [{ scale: "step", orient: "bottom", title: "step", format: "d", tickCount: Math.min(8, last) }],
    legends: highest > lowest ? [colourLegend(lowest, isAccuracy)] : [],
    marks: [
      isLarge
        ? paths(linksPath(places, across, down), "#CFCFCF", 0.4)
        : paths(linksPath(places, across, down), "#B0B0B0", 0.8),
      paths(
        line.length > 1 ? `M${across(line[0].step)},${down(line[0].row)}H${across(line[line.length - 1].step)}` : "",
        meanings.text,
        2.5,
      ),
      symbols("scored", { size, fill: { scale: "fitness", field: "mean" } }),
      symbols("failed", { shape: fixed("cross"), angle: fixed(45), size, fill: fixed(meanings.failed) }),
      // Filled again, because a neighbour of the next step may overlap them.
      symbols("line", {
        fill: { scale: "fitness", field: "mean" },
        size: fixed(Math.round(8 * radius * radius)),
        stroke: fixed(meanings.text),
        strokeWidth: fixed(1.5),
      }),
      ...(lone.length === 0 ? [] : [loneWords(lone, across, down)]),
    ],
  };
}

/** Starts at the 5th percentile of means, because a few bad individuals would take most of the colours. */
function colourEnds(places: readonly FamilyPlace[]): readonly [number, number] {
  const sorted = places.flatMap(({ mean }) => (mean === null ? [] : [mean])).sort((one, other) => one - other);
  if (sorted.length === 0) return [0, 0];
  return [sorted[Math.floor(sorted.length / 20)], sorted[sorted.length - 1]];
}

function colourLegend(lowest: number, isAccuracy: boolean): object {
  const text = {
    signal: `(datum.value <= ${lowest} ? '≤ ' : '') + format(datum.value, '${isAccuracy ? ".1%" : ".2f"}')`,
  };
  return {
    ...{ fill: "fitness", type: "gradient", title: "mean", gradientLength: 120, orient: "right" },
    encode: { labels: { update: { text } } },
  };
}

const tooltipOf = (isAccuracy: boolean): string =>
  `{title: 'step ' + datum.step, fitness: isValid(datum.fitness) ? format(datum.fitness, '${isAccuracy ? ".1%" : ".4f"}') : 'failed', ` +
  `'mean of its network': isValid(datum.mean) ? format(datum.mean, '${isAccuracy ? ".1%" : ".4f"}') + ', trained ' + datum.trainings + '×' : 'none', ` +
  "parent: isValid(datum.parent) ? datum.parent : 'drawn at random', children: datum.children, 'mutations since it was drawn': datum.generation}";

/** Labels the individuals below all families, to their right. */
function loneWords(
  lone: readonly FamilyPlace[],
  across: (step: number) => number,
  down: (row: number) => number,
): object {
  const rows = lone.map(({ row }) => row);
  const y = (down(Math.min(...rows)) + down(Math.max(...rows))) / 2;
  return {
    type: "text",
    interactive: false,
    encode: {
      enter: {
        ...{ x: fixed(across(lone[lone.length - 1].step) + 10), y: fixed(y), baseline: fixed("middle") },
        ...{ text: fixed("drawn at random, no children"), fontSize: fixed(11), fill: fixed(meanings.quietText) },
      },
    },
  };
}

/** A data set as comma-separated text, a third of the length of objects. */
function tableOf(name: string, places: readonly FamilyPlace[], down: (row: number) => number): object {
  const rows = places.map(({ step, row, fitness, mean, trainingCount, parent, children, generation }) =>
    [
      step,
      down(row),
      fitness === null ? "" : Math.round(fitness * 1e5) / 1e5,
      mean === null ? "" : Math.round(mean * 1e5) / 1e5,
      trainingCount,
      parent ?? "",
      children,
      generation,
    ].join(),
  );
  const columns = ["step", "y", "fitness", "mean", "trainings", "parent", "children", "generation"];
  return {
    name,
    values: [columns.join(), ...rows].join("\n"),
    format: { type: "csv", parse: Object.fromEntries(columns.map((column) => [column, "number"])) },
  };
}

const fixed = (value: number | string): object => ({ value });

const round = (value: number): number => Math.round(value * 10) / 10;

function paths(path: string, stroke: string, strokeWidth: number): object {
  return {
    type: "path",
    interactive: false,
    encode: { enter: { path: fixed(path), stroke: fixed(stroke), strokeWidth: fixed(strokeWidth) } },
  };
}

/**
 * The lines as SVG path text: along each row from an individual to the last child of its heirs, and from there down or
 * up to each child at the child's step.
 */
export function linksPath(
  places: readonly FamilyPlace[],
  across: (step: number) => number,
  down: (row: number) => number,
): string {
  const lastChild = new Map<number, number>();
  const rowOf = new Map(places.map(({ step, row }) => [step, row]));
  for (const { step, parent } of places) if (parent !== null) lastChild.set(parent, step);
  // An heir's segment continues its parent's, so a row's chain is one line.
  const ends = new Map<number, number>();
  for (const { step, row, parent } of [...places].reverse()) {
    const end = Math.max(ends.get(step) ?? 0, lastChild.get(step) ?? 0);
    if (parent !== null && rowOf.get(parent) === row) ends.set(parent, Math.max(ends.get(parent) ?? 0, end, step));
    ends.set(step, end);
  }
  return places
    .map(({ step, row, parent, parentRow }) => {
      if (parent !== null && parentRow === row) return "";
      const end = ends.get(step) as number;
      const along = end > step ? `M${across(step)},${down(row)}H${across(end)}` : "";
      return along + (parentRow === null ? "" : `M${across(step)},${down(parentRow)}V${down(row)}`);
    })
    .join("");
}

/** The marks of a family tree, with all lines in two paths, so that thousands of individuals draw quickly. */
import type { FamilyPlace } from "./family-rows.js";
import { meanings } from "../output/theme.js";

/** The plotting area in pixels, and the number of rows that share its height. */
export interface FamilyArea {
  readonly width: number;
  readonly height: number;
  readonly rowCount: number;
  /** Whether to write fitness in percent. */
  readonly isAccuracy: boolean;
}

/** The names of marks of individuals, for clicks. */
export const individualMarks: readonly string[] = Object.freeze(["scored mark", "failed mark", "ancestors mark"]);

/** Parts of a Vega specification. */
export interface FamilyMarks {
  readonly data: readonly object[];
  readonly scales: readonly object[];
  readonly legends: readonly object[];
  /** The tree with its axis. */
  readonly group: object;
}

/** The tree; `labelled` are the steps to write beside their individuals, the most important first. */
export function familyMarks(
  places: readonly FamilyPlace[],
  area: FamilyArea,
  labelled: readonly number[] = [],
): FamilyMarks {
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
    ...{ type: "symbol", name: `${data} mark`, from: { data } },
    // A screen reader gets the figure's description, not thousands of points.
    aria: false,
    encode: { enter: { x, y, tooltip: { signal: tooltipOf(isAccuracy) }, cursor: fixed("pointer"), ...look } },
  });
  return {
    data: [
      tableOf("everybody", places, down),
      { name: "scored", source: "everybody", transform: [{ type: "filter", expr: "isValid(datum.fitness)" }] },
      { name: "failed", source: "everybody", transform: [{ type: "filter", expr: "!isValid(datum.fitness)" }] },
      tableOf("ancestors", line, down),
      { name: "labels", values: labelRows(places, labelled, across, down) },
    ],
    scales: [
      { name: "step", type: "linear", domain: [0, last], range: [0, width], nice: false, zero: false },
      {
        ...{ name: "fitness", type: "linear", domain: [lowest, highest], zero: false, clamp: true },
        // Pale is low, dark is high: distinguishable in greyscale and by colour-blind people.
        ...{ range: ["#D9CDB4", "#4B9A8C", "#0B2A5B"], interpolate: "lab" },
      },
    ],
    legends: highest > lowest ? [colourLegend(lowest, isAccuracy)] : [],
    group: {
      type: "group",
      encode: { enter: { width: fixed(width), height: fixed(height) } },
      axes: [{ scale: "step", orient: "bottom", title: "step", format: "d", tickCount: Math.min(8, last) }],
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
        symbols("ancestors", {
          fill: { scale: "fitness", field: "mean" },
          size: fixed(Math.round(8 * radius * radius)),
          stroke: fixed(meanings.text),
          strokeWidth: fixed(1.5),
        }),
        ...(lone.length === 0 ? [] : [loneWords(lone, across, down)]),
        {
          type: "text",
          from: { data: "labels" },
          interactive: false,
          encode: {
            enter: {
              ...{ x: { field: "x" }, y: { field: "y" }, text: { field: "text" }, align: fixed("center") },
              ...{ fontSize: fixed(11), fontWeight: fixed("bold"), fill: fixed(meanings.text) },
            },
          },
        },
      ],
    },
  };
}

/** The steps of some individuals, above them, without those that would cover another. */
function labelRows(
  places: readonly FamilyPlace[],
  steps: readonly number[],
  across: (step: number) => number,
  down: (row: number) => number,
): readonly object[] {
  const taken: { readonly x: number; readonly y: number }[] = [];
  return steps.flatMap((step) => {
    const place = places.find((each) => each.step === step);
    if (place === undefined) return [];
    const at = { x: across(step), y: down(place.row) - 7 };
    if (taken.some(({ x, y }) => Math.abs(x - at.x) < 30 && Math.abs(y - at.y) < 13)) return [];
    taken.push(at);
    return [{ ...at, text: String(step) }];
  });
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
    ...{ fill: "fitness", type: "gradient", title: "mean of the network's trainings", gradientLength: 160 },
    ...{ orient: "top", direction: "horizontal", titleOrient: "left" },
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

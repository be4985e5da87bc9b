/** The share of a search's budget spent on known networks, by step. */
import { percentWords } from "../../input/quantity.js";
import { scaleLinear } from "d3-scale";
import { max, min, median } from "simple-statistics";
import * as v from "valibot";
import { printable } from "../../input/printable.js";
import { oneOf, type Schema } from "../../input/schema.js";
import { type KnownRow, knownShare } from "../../rows/known-rows.js";
import { amount, checkNamedLists, checkRows, step } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { searchColours } from "../output/theme.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, messageView, stepAxis } from "./chart-parts.js";
import { inSentence } from "./chart-legend.js";
import { endLabels, type LineEnd } from "./end-labels.js";
import { neighbourCount } from "./running-median.js";

/** Searches or policies by name, each with all its runs. */
export type KnownSearches = Readonly<Record<string, readonly (readonly KnownRow[])[]>>;

const rowSchema: Schema<KnownRow> = v.object({
  ...{ step, known: v.nullable(oneOf(["parent", "other"])), seconds: amount },
});

/** The most points per line: more could not be seen. */
const POINTS = 300;

/**
 * The share of evaluations that went to known networks, among the neighbours of each step: one line per search or
 * policy, the median of its runs, with a band from the least to the most. Dashed: the parent's network, which the
 * mutation did not change. Names, with the share of the whole search, are at the ends of the lines.
 */
export function knownByStep(searches: KnownSearches, config: ChartConfig = {}): Figure {
  checkNamedLists("knownByStep", searches);
  for (const [name, runs] of Object.entries(searches)) {
    runs.forEach((run) => checkRows(`knownByStep: ${printable(name)}`, run, rowSchema));
  }
  checkChart("knownByStep", config);
  const size = chartSize(config);
  const shares = Object.entries(searches).flatMap(([name, runs]) => {
    const share = knownShare(runs);
    return share === undefined ? [] : [{ name, runs: runs.filter((run) => run.length > 0), share }];
  });
  if (shares.length === 0) {
    const message = "No evaluations yet";
    const title = config.title ?? "Known networks by step";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const names = shares.map(({ name }) => name);
  const colours = searchColours(names);
  const window = neighbourCount(Math.max(...shares.flatMap(({ runs }) => runs.map((run) => run.length))));
  const values = shares.flatMap(({ name, runs }) => runningShares(name, runs, window));
  const most = Math.max(0.1, ...values.map((row) => row.most));
  const steps = values.map((row) => row.step);
  const x = stepAxis(steps, config);
  const [xPixels, yPixels] = [
    scaleLinear([0, Math.max(2, config.steps ?? 0, max(steps)) + 1], [0, size.width]),
    scaleLinear([0, most], [size.height, 0]).nice(6),
  ];
  const y = {
    ...{ type: "quantitative", title: "share of evaluations", scale: { domain: yPixels.domain(), nice: false } },
    axis: { format: ".0%", tickCount: 6 },
  };
  const color = { field: "search", type: "nominal", scale: { domain: names, range: colours }, legend: null };
  const ends: readonly LineEnd[] = shares.flatMap(({ name, share }, index) => {
    const last = values.filter((row) => row.search === name).at(-1);
    if (last === undefined) return [];
    const said = `${name}: ${percentWords(share.known.estimate)}`;
    return [{ name: said, x: xPixels(last.step), y: yPixels(last.share), colour: colours[index] }];
  });
  const isBanded = shares.some(({ runs }) => runs.length > 1);
  const subtitle = [
    `the ${window} evaluations around each step; dashed: of the parent's network, which the mutation did not change`,
    ...(isBanded ? ["lines: median of the runs, bands from the least to the most"] : []),
  ].join("; ");
  const said = shares.map(
    ({ name, share }) =>
      `${name} ${percentWords(share.known.estimate)}, of the parent's network ${percentWords(share.parents)}`,
  );
  const title = config.title ?? titleOf(shares);
  return chartFigure({ title, subtitle, width: size.width }, `${subtitle}. ${said.join("; ")}.`, {
    ...size,
    layer: [
      {
        data: { values: values.filter(({ runs }) => runs > 1) },
        mark: { type: "area", opacity: 0.18 },
        encoding: { x, y: { ...y, field: "least" }, y2: { field: "most" }, color },
      },
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2.2 },
        encoding: { x, y: { ...y, field: "share" }, color },
      },
      {
        data: { values },
        mark: { type: "line", strokeWidth: 1.3, strokeDash: [4, 3] },
        encoding: { x, y: { ...y, field: "parents" }, color },
      },
      {
        data: { values },
        mark: { type: "point", filled: true, size: 40, opacity: 0 },
        encoding: {
          ...{ x, y: { ...y, field: "share" }, detail: { field: "search", type: "nominal" } },
          tooltip: [
            { field: "search", type: "nominal" },
            { field: "step", type: "quantitative", format: "d" },
            { field: "share", type: "quantitative", format: ".1%", title: "known" },
            { field: "parents", type: "quantitative", format: ".1%", title: "the parent's" },
          ],
        },
      },
      endLabels(ends, size.height),
    ],
  });
}

interface ShareRow {
  readonly search: string;
  readonly step: number;
  /** The median over the runs. */
  readonly share: number;
  readonly parents: number;
  readonly least: number;
  readonly most: number;
  readonly runs: number;
}

function runningShares(search: string, runs: readonly (readonly KnownRow[])[], window: number): readonly ShareRow[] {
  const sorted = runs.map((run) => [...run].sort((one, other) => one.step - other.step));
  const length = Math.min(...sorted.map((run) => run.length));
  const every = Math.max(1, Math.ceil(length / POINTS));
  const reach = Math.floor(window / 2);
  return Array.from({ length }, (_, index) => index)
    .filter((index) => index % every === 0 || index === length - 1)
    .map((index) => {
      const near = sorted.map((run) => run.slice(Math.max(0, index - reach), index + reach + 1));
      const shareOf = (isCounted: (row: KnownRow) => boolean): number[] =>
        near.map((rows) => rows.filter(isCounted).length / rows.length);
      const known = shareOf((row) => row.known !== null);
      const parents = median(shareOf((row) => row.known === "parent"));
      const bounds = { share: median(known), least: min(known), most: max(known) };
      return { search, step: sorted[0][index].step, ...bounds, parents, runs: runs.length };
    });
}

function titleOf(
  shares: readonly { readonly name: string; readonly share: NonNullable<ReturnType<typeof knownShare>> }[],
): string {
  if (shares.length === 1) {
    const [{ share }] = shares;
    return `${percentWords(share.known.estimate)} of the evaluations went to known networks, ${percentWords(share.parents)} to the parent's`;
  }
  const sorted = [...shares].sort((one, other) => one.share.known.estimate - other.share.known.estimate);
  const [least, most] = [sorted[0], sorted[sorted.length - 1]];
  return `Known networks took ${percentWords(least.share.known.estimate)} (${inSentence(least.name)}) to ${percentWords(most.share.known.estimate)} (${inSentence(most.name)}) of the evaluations`;
}

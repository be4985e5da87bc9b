/** The mutations drawn over time, and those that paid. Deck, "Mutation". */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { oneOf, type Schema } from "../../input/schema.js";
import { checkRows, count, number, step, text, yesOrNo } from "../output/check-input.js";
import type { MutationRow } from "../../rows/mutation-rows.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, extent, messageView, PERCENT } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { type Interval, shareInterval } from "../../statistics/intervals.js";
import { colours, meanings } from "../output/theme.js";
import { withChoice } from "./highlight.js";

const kinds = ["adds", "alters", "removes", "changes nothing"] as const;
const mutationSchema: Schema<MutationRow> = v.object({
  ...{ step, level: count, kind: oneOf(kinds), operation: text, status: oneOf(["scored", "failed"]) },
  ...{ keepsNetwork: yesOrNo, gain: v.nullable(number), paid: yesOrNo, isNewBest: yesOrNo },
});

/** Throws InputError, beginning with `where`, for anything but mutations. */
export function checkMutations(where: string, rows: readonly MutationRow[]): void {
  checkRows(where, rows, mutationSchema);
}

/** What a mutation did to the network. */
const effects = ["adds an edge", "alters an edge", "removes an edge", "keeps the network"] as const;
type Effect = (typeof effects)[number];
/** From dark to pale, since none is a search or an operation. */
const effectColours = [meanings.text, colours.grey, meanings.frame, meanings.grid];

const changes = ["changed network", "same network, trained again"] as const;

/** The most windows; all span equally many steps. */
const WINDOWS = 14;
/** The least mean number of mutations per window: shares of fewer would show noise. */
const WINDOW_LEAST = 60;
/** A short search still gets a few windows, with at least this many mutations. */
const [FEW_WINDOWS, FEW] = [3, 20];

/** The mutations of one window of steps. */
export interface MutationWindow {
  readonly fromStep: number;
  /** The first step after the window. */
  readonly toStep: number;
  readonly middle: number;
  /** By what they did to the network. */
  readonly drawn: { readonly [effect in Effect]: number };
  /** The share whose child is fitter than its parent, with Wilson's interval; null where there are none. */
  readonly changed: (Interval & { readonly count: number }) | null;
  readonly same: (Interval & { readonly count: number }) | null;
}

/** The windows of {@link mutationsOverTime}, by step. */
export function mutationWindows(rows: readonly MutationRow[]): readonly MutationWindow[] {
  checkMutations("mutationWindows", rows);
  if (rows.length === 0) return [];
  const [first, last] = extent(rows.map(({ step }) => step));
  const count = Math.max(
    1,
    Math.min(FEW_WINDOWS, Math.floor(rows.length / FEW)),
    Math.min(WINDOWS, Math.floor(rows.length / WINDOW_LEAST)),
  );
  const width = Math.ceil((last + 1 - first) / count);
  return Array.from({ length: Math.ceil((last + 1 - first) / width) }, (_, index) => {
    const fromStep = first + index * width;
    const toStep = fromStep + width;
    const own = rows.filter(({ step }) => step >= fromStep && step < toStep);
    const drawn = Object.fromEntries(
      effects.map((effect) => [effect, own.filter((row) => effectOf(row) === effect).length]),
    ) as MutationWindow["drawn"];
    return {
      ...{ fromStep, toStep, middle: (fromStep + toStep) / 2, drawn },
      changed: paidShare(own.filter(({ keepsNetwork }) => !keepsNetwork)),
      same: paidShare(own.filter(({ keepsNetwork }) => keepsNetwork)),
    };
  });
}

function effectOf({ kind, keepsNetwork }: MutationRow): Effect {
  if (keepsNetwork || kind === "changes nothing") return "keeps the network";
  return `${kind} an edge`;
}

function paidShare(rows: readonly MutationRow[]): MutationWindow["changed"] {
  const judged = rows.filter(({ gain }) => gain !== null);
  if (judged.length === 0) return null;
  return { ...shareInterval(judged.filter(({ paid }) => paid).length, judged.length), count: judged.length };
}

/**
 * Two panels by step: how many mutations did what to the network, and the share whose child was fitter than its parent,
 * with 95 % intervals: of those that changed the network, and, as the luck to compare with, of those that did not.
 */
export function mutationsOverTime(rows: readonly MutationRow[], config: ChartConfig = {}): Figure {
  checkMutations("mutationsOverTime", rows);
  checkChart("mutationsOverTime", config);
  const size = chartSize(config);
  const windows = mutationWindows(rows);
  if (windows.length === 0) return noMutations(config.title ?? "Mutations over time", size);
  const [changed, same] = [false, true].map((keeps) => paidShare(rows.filter((row) => row.keepsNetwork === keeps)));
  const kept = rows.filter((row) => effectOf(row) === "keeps the network").length;
  const bests = rows.filter((row) => row.isNewBest).length;
  const title = config.title ?? titleOf(changed, same);
  const subtitle = `${counted(rows.length, "mutation")}; ${percentWords(kept / rows.length)} kept the network, ${bests} led to a new best. Below: children fitter than their parents, with 95 % intervals`;
  const stacked = windows.flatMap(({ fromStep, toStep, drawn }) => {
    let above = 0;
    return effects.flatMap((effect) => {
      const below = above;
      above += drawn[effect];
      return drawn[effect] === 0 ? [] : [{ fromStep, toStep, effect, drawn: drawn[effect], below, above }];
    });
  });
  const shares = windows.flatMap(({ fromStep, toStep, middle, ...window }) =>
    ([window.changed, window.same] as const).flatMap((share, index) =>
      share === null ? [] : [{ fromStep, toStep, middle, change: changes[index], ...share }],
    ),
  );
  const x = {
    type: "quantitative",
    scale: { domain: [windows[0].fromStep, windows[windows.length - 1].toStep], nice: false, zero: false },
  };
  const axis = { format: "d", grid: false, tickCount: 8, tickMinStep: 1 };
  const height = (size.height - 20) / 2;
  const window = [
    { field: "fromStep", type: "quantitative", title: "step from", format: "d" },
    { field: "toStep", type: "quantitative", title: "to before", format: "d" },
  ];
  const offset = shares.map(({ middle, change, ...share }) => ({
    ...{ ...share, change },
    // Side by side, so that neither interval hides the other.
    middle:
      middle + (change === changes[0] ? -0.004 : 0.004) * (windows[windows.length - 1].toStep - windows[0].fromStep),
  }));
  const color = seriesChannel(
    "change",
    changes,
    [meanings.evolution, colours.grey],
    topLegend(changes, size.width, { symbolType: "circle", offset: 2 }),
  );
  const y = (field: string): object => ({
    ...{ field, type: "quantitative", title: "fitter", scale: { domainMin: 0, nice: true } },
    axis: { ...PERCENT, tickCount: 4 },
  });
  return chartFigure({ title, subtitle, width: size.width }, `Mutations by search step: ${title}. ${subtitle}.`, {
    spacing: 14,
    resolve: { scale: { color: "independent" }, legend: { color: "independent" } },
    vconcat: [
      {
        ...{ width: size.width, height, data: { values: stacked } },
        mark: { type: "rect", stroke: meanings.background, strokeWidth: 0.5 },
        encoding: {
          x: { ...x, field: "fromStep", title: null, axis: { ...axis, labels: false, ticks: false } },
          x2: { field: "toStep" },
          y: {
            ...{ field: "below", type: "quantitative", title: "mutations", scale: { zero: true } },
            axis: { format: "d", tickCount: 4, tickMinStep: 1 },
          },
          y2: { field: "above" },
          color: seriesChannel(
            "effect",
            effects,
            effectColours,
            topLegend(effects, size.width, { symbolType: "square" }),
          ),
          tooltip: [
            { field: "effect", type: "nominal", title: "mutations" },
            ...window,
            { field: "drawn", type: "quantitative", format: "d" },
          ],
        },
      },
      {
        ...{ width: size.width, height, data: { values: offset } },
        layer: withChoice(
          [
            {
              mark: { type: "rule", strokeWidth: 2, opacity: 0.45 },
              encoding: {
                x: { ...x, field: "middle", title: "step", axis },
                y: y("lower"),
                y2: { field: "upper" },
                color,
              },
            },
            {
              mark: { type: "line", strokeWidth: 1.2, opacity: 0.7 },
              encoding: { x: { ...x, field: "middle", title: "step", axis }, y: y("estimate"), color },
            },
            {
              mark: { type: "point", filled: true, size: 50, opacity: 1 },
              encoding: {
                ...{ x: { ...x, field: "middle", title: "step", axis }, y: y("estimate"), color },
                tooltip: [
                  { field: "change", type: "nominal", title: "children" },
                  ...window,
                  { field: "count", type: "quantitative", format: "d", title: "of" },
                  { field: "estimate", type: "quantitative", format: ".1%", title: "fitter than the parent" },
                  ...["lower", "upper"].map((field) => ({ field, type: "quantitative", format: ".1%" })),
                ],
              },
            },
          ],
          "change",
        ),
      },
    ],
  });
}

function titleOf(changed: MutationWindow["changed"], same: MutationWindow["same"]): string {
  if (changed === null) return "No mutation changed a network";
  const said = `${percentWords(changed.estimate)} of mutated networks beat their parent`;
  if (same === null) return `${said}: how much of it is luck is unknown`;
  const luck = `${percentWords(same.estimate)} of unchanged ones`;
  // Intervals that overlap this much may be of equal shares.
  const differ = changed.lower > same.upper || changed.upper < same.lower;
  return `${said}, and so do ${luck}${differ ? "" : ": no more than luck"}`;
}

/** The figure when there are no mutations. */
export function noMutations(title: string, size: { readonly width: number; readonly height: number }): Figure {
  const message = "No mutation of a parent";
  return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
}

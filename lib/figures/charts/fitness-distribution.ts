/** The distribution of a population's fitness, by phase. */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig } from "../output/check-input.js";
import { median } from "simple-statistics";
import { fitnessWords, type MeanWordsConfig } from "../../rows/network-words.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  extent,
  fitnessFormat,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  PERCENT,
  type StepRow,
  chartEntries,
  checkStepRows,
} from "./chart-parts.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { withChoice } from "./highlight.js";
import { type Bin, cutBins } from "./cut-bins.js";
import type { Figure } from "../output/figure.js";
import { meanings, sizes } from "../output/theme.js";

/** Settings of {@link fitnessDistribution}. */
export interface DistributionConfig extends Pick<ChartConfig, "title" | "width" | "height" | "fitnessTitle"> {
  /** The accuracy of guessing, 1 / classes, drawn as a dashed line. */
  readonly chance?: number;
}

const configSchema: Schema<DistributionConfig> = v.object({ ...chartEntries, chance: v.optional(finiteNumber(0, 1)) });

const phases = ["initialization", "evolution"] as const;

/**
 * The shares of the phases' evaluations by fitness on one axis, each with a rule at its median; the subtitle counts
 * failed evaluations.
 */
export function fitnessDistribution(rows: readonly StepRow[], config: DistributionConfig = {}): Figure {
  checkStepRows("fitnessDistribution", rows);
  checkConfig("fitnessDistribution", config, configSchema);
  const size = chartSize(config);
  const scored = rows.filter(({ fitness, status }) => status === "scored" && fitness !== null);
  if (scored.length === 0) {
    const message = nothingScored(rows);
    const title = config.title ?? "Distribution of fitness";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const words = { isAccuracy: isAccuracy(config) };
  const fitnesses = scored.map(({ fitness }) => fitness as number);
  const [least, greatest] = extent(fitnesses);
  // Far below everybody, guessing would squeeze the distribution into a corner.
  const isChanceNear = config.chance !== undefined && config.chance >= least - (greatest - least);
  const binsOf = cutBins(fitnesses, isChanceNear ? config.chance : undefined);
  const groups = phases.flatMap((phase) => {
    const own = scored.flatMap((row) => (row.phase === phase ? [row.fitness as number] : []));
    return own.length === 0 ? [] : [{ phase, fitnesses: own, median: median([...own]), bins: binsOf(own) }];
  });
  const failed = rows.length - scored.length;
  const told = groups.map(
    (group) => `${group.phase}: ${group.fitnesses.length}, median ${fitnessWords(group.median, words)}`,
  );
  const guessing =
    config.chance === undefined || isChanceNear ? "" : `; guessing gives ${fitnessWords(config.chance, words)}`;
  const subtitle = `${told.join("; ")}${guessing}${failed > 0 ? `; ${counted(failed, "evaluation")} failed` : ""}`;
  const title = config.title ?? titleOf(groups, words);
  const values = groups.flatMap(({ phase, fitnesses: own, bins }) =>
    bins.map(({ from, to, count }) => ({ phase, from, to, count, share: count / own.length })),
  );
  const [{ bins }] = groups;
  const domain: readonly [number, number] = [bins[0].from, bins[bins.length - 1].to];
  const most = extent(values.map(({ share }) => share))[1];
  const x = {
    ...{ type: "quantitative", title: config.fitnessTitle ?? FITNESS_TITLE, scale: { domain, nice: false } },
    axis: { tickCount: 8, grid: false, ...(words.isAccuracy ? PERCENT : {}) },
  };
  const y = {
    ...{ field: "share", type: "quantitative", title: "share of the phase" },
    // Leaves room for the labels of the rules.
    ...{ scale: { domain: [0, 1.25 * most], nice: false }, axis: { ...PERCENT, tickCount: 5 } },
  };
  const legend = topLegend(
    groups.map(({ phase }) => phase),
    size.width,
    { symbolType: "square" },
  );
  const names = groups.map(({ phase }) => phase);
  const color = seriesChannel(
    "phase",
    names,
    names.map((phase) => meanings[phase]),
    legend,
  );
  const tooltip = [
    { field: "phase", type: "nominal" },
    ...["from", "to"].map((field) => ({ field, type: "quantitative", format: fitnessFormat(config) })),
    { field: "count", type: "quantitative", format: ",", title: "evaluations" },
    { field: "share", type: "quantitative", format: ".1%" },
  ];
  const rules = [
    ...(isChanceNear ? [{ at: config.chance, said: "chance", colour: meanings.quietText, isLower: false }] : []),
    ...groups.map((group, index) => ({
      ...{ at: group.median, said: `median ${fitnessWords(group.median, words)}`, colour: meanings[group.phase] },
      // Outside of both rules, so that the words of neither cross the other.
      isLower: groups.length > 1 && group.median < groups[1 - index].median,
    })),
  ];
  return chartFigure({ title, subtitle, width: size.width }, `Histogram of fitness by phase: ${subtitle}.`, {
    ...size,
    layer: [
      ...withChoice(
        [
          {
            data: { values },
            mark: { type: "bar", binSpacing: 0, opacity: 0.45 },
            encoding: {
              x: { ...x, field: "from", bin: { binned: true } },
              x2: { field: "to" },
              y: { ...y, stack: null },
              color,
              tooltip,
            },
          },
          {
            data: {
              values: values.flatMap((row) => [
                { ...row, at: row.from },
                { ...row, at: row.to },
              ]),
            },
            mark: { type: "line", strokeWidth: 1.6, interpolate: "linear", tooltip: false },
            encoding: { x: { ...x, field: "at" }, y, color },
          },
        ],
        "phase",
      ),
      ...rules.flatMap(({ at, said, isLower, colour }) => {
        const data = { values: [{ at, said }] };
        const look = said === "chance" ? { strokeDash: [4, 4] } : { strokeWidth: 2 };
        const isFar = !isLower && at - domain[0] > 0.85 * (domain[1] - domain[0]);
        const place = isLower || isFar ? { align: "right", dx: -5 } : { align: "left", dx: 5 };
        return [
          {
            data,
            mark: { type: "rule", color: colour, tooltip: false, ...look },
            encoding: { x: { ...x, field: "at" } },
          },
          {
            data,
            mark: {
              type: "text",
              baseline: "top",
              ...place,
              fontSize: sizes.small,
              color: meanings.text,
              tooltip: false,
            },
            encoding: { x: { ...x, field: "at" }, y: { value: isFar ? 17 : 2 }, text: { field: "said" } },
          },
        ];
      }),
    ],
  });
}

interface Group {
  readonly phase: (typeof phases)[number];
  readonly fitnesses: readonly number[];
  readonly median: number;
  readonly bins: readonly Bin[];
}

/** How often an individual of evolution beats one of the initialization: 50 % is no difference. */
function titleOf(groups: readonly Group[], words: MeanWordsConfig): string {
  const [drawn, evolved] = groups;
  if (groups.length < 2) return `The median fitness is ${fitnessWords(drawn.median, words)}`;
  const wins = evolved.fitnesses.reduce(
    (sum, one) => sum + drawn.fitnesses.reduce((own, other) => own + (one > other ? 1 : one === other ? 0.5 : 0), 0),
    0,
  );
  const share = wins / (evolved.fitnesses.length * drawn.fitnesses.length);
  return `An evolved network beats one drawn at random in ${percentWords(share)} of the pairs`;
}

/** The distribution of a population's fitness, by phase. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { finiteNumber, type Schema } from "../../input/schema.js";
import { checkConfig } from "../output/check-input.js";
import { median } from "simple-statistics";
import { fitnessWords } from "../../rows/network-words.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  extent,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  PERCENT,
  type StepRow,
  chartEntries,
  checkStepRows,
} from "./chart-parts.js";
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

/** A histogram per phase on a shared axis, with a rule at the median; the subtitle counts failed evaluations. */
export function fitnessDistribution(rows: readonly StepRow[], config: DistributionConfig = {}): Figure {
  checkStepRows("fitnessDistribution", rows);
  checkConfig("fitnessDistribution", config, configSchema);
  const title = config.title ?? "Distribution of fitness";
  const size = chartSize(config);
  const scored = rows.filter(({ fitness, status }) => status === "scored" && fitness !== null);
  if (scored.length === 0) {
    const message = nothingScored(rows);
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const fitnesses = scored.map(({ fitness }) => fitness as number);
  const binsOf = cutBins(fitnesses, config.chance);
  const groups = phases.flatMap((phase) => {
    const own = scored.flatMap((row) => (row.phase === phase ? [row.fitness as number] : []));
    return own.length === 0 ? [] : [{ phase, median: median([...own]), count: own.length, bins: binsOf(own) }];
  });
  const failed = rows.length - scored.length;
  const words = groups
    .map(
      (group) =>
        `${group.phase}: ${group.count}, median ${fitnessWords(group.median, { isAccuracy: isAccuracy(config) })}`,
    )
    .join("; ");
  const subtitle = `${words}${failed > 0 ? `; ${counted(failed, "evaluation")} failed` : ""}`;
  const panels = groups.map((group, index) =>
    panel(group, {
      hasAxis: index === groups.length - 1,
      ...{ width: size.width, height: size.height / groups.length, chance: config.chance },
      title: config.fitnessTitle ?? FITNESS_TITLE,
      isAccuracy: isAccuracy(config),
    }),
  );
  return chartFigure({ title, subtitle, width: size.width }, `Histogram of fitness by phase: ${subtitle}.`, {
    spacing: 10,
    vconcat: panels,
  });
}

interface Group {
  readonly phase: (typeof phases)[number];
  readonly median: number;
  readonly count: number;
  readonly bins: readonly Bin[];
}

interface PanelConfig {
  readonly hasAxis: boolean;
  readonly width: number;
  readonly height: number;
  readonly chance: number | undefined;
  readonly title: string;
  readonly isAccuracy: boolean;
}

function panel({ phase, median, bins }: Group, config: PanelConfig): object {
  const most = extent(bins.map(({ count }) => count))[1];
  const domain = [bins[0].from, bins[bins.length - 1].to];
  const axis = {
    tickCount: 10,
    ...(config.isAccuracy ? PERCENT : {}),
    ...(config.hasAxis ? {} : { labels: false, ticks: false }),
  };
  const x = { type: "quantitative", title: config.hasAxis ? config.title : null, scale: { domain, nice: false }, axis };
  const rule = (field: string, value: number, mark: object, label: string): object => ({
    data: { values: [{ [field]: value, label }] },
    layer: [
      { mark: { type: "rule", ...mark }, encoding: { x: { field, ...x } } },
      {
        mark: { type: "text", align: "left", baseline: "top", dx: 4, fontSize: sizes.small, color: meanings.text },
        encoding: { x: { field, ...x }, y: { value: 1 }, text: { field: "label" } },
      },
    ],
  });
  return {
    ...{ width: config.width, height: config.height },
    layer: [
      {
        data: { values: bins.map((bin) => ({ phase, ...bin })) },
        mark: { type: "bar", binSpacing: 1, color: meanings[phase] },
        encoding: {
          x: { ...x, field: "from", bin: { binned: true } },
          x2: { field: "to" },
          y: {
            field: "count",
            type: "quantitative",
            title: [phase, "evaluations"],
            // Leaves room for the labels of the rules.
            scale: { domain: [0, Math.max(1, 1.25 * most)], nice: true },
            axis: { format: "d", tickMinStep: 1, tickCount: Math.min(4, most) },
          },
          tooltip: [
            ...["from", "to"].map((field) => ({
              ...{ field, type: "quantitative", format: config.isAccuracy ? ".2%" : ".4f" },
            })),
            { field: "count", type: "quantitative", format: ",", title: "evaluations" },
          ],
        },
      },
      ...(config.chance === undefined
        ? []
        : [rule("chance", config.chance, { strokeDash: [4, 4], color: meanings.quietText }, "chance")]),
      rule("median", median, { strokeWidth: 2, color: meanings.text }, `median ${fitnessWords(median, config)}`),
    ],
  };
}

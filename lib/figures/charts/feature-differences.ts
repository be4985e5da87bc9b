/** The features that good cells share: one row each, with the difference from cells drawn at random. */
import * as v from "valibot";
import { oneOf, type Schema, wholeNumber } from "../../input/schema.js";
import { featureWords } from "../../rows/cell-features.js";
import type { EnrichedFeature, EnrichedFeatures } from "../../rows/enriched-features.js";
import { checkConfig, number, text, yesOrNo } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { chartEntries, chartFigure, type ChartConfig, extent, messageView } from "./chart-parts.js";

/** Settings of {@link featureDifferences}. */
export type FeatureDifferencesConfig = Pick<ChartConfig, "title" | "width" | "height">;

const groups = ["operations", "wiring", "depth", "size"] as const;
const featureSchema: Schema<EnrichedFeature> = v.object({
  ...{ name: text, group: oneOf(groups), unit: oneOf(["share", "count", "doublings"]), good: number, random: number },
  difference: v.object({ estimate: number, lower: number, upper: number }),
  ...{ adjusted: number, survives: yesOrNo },
});
const enrichedSchema: Schema<EnrichedFeatures> = v.object({
  features: v.array(featureSchema),
  good: v.object({ networks: wholeNumber(), families: wholeNumber() }),
  random: v.object({ networks: wholeNumber() }),
});
const configSchema: Schema<FeatureDifferencesConfig> = v.object(chartEntries);

/** The heading above the means. */
const HEAD = "good against random";
/** The width of the plotting area and the words beside it in pixels, without gaps. */
const MOST_WIDTH = 780;
/** Pixels per row. */
const ROW = 24;

/**
 * One row per feature, in groups: the difference between good cells and cells drawn at random in standard deviations,
 * with its 95 % interval, and both means in words. Features that survive the correction for multiple tests are filled
 * and named in the title.
 */
export function featureDifferences(enriched: EnrichedFeatures, config: FeatureDifferencesConfig = {}): Figure {
  checkConfig("featureDifferences", enriched, enrichedSchema);
  checkConfig("featureDifferences", config, configSchema);
  const { good, random } = enriched;
  const features = groups.flatMap((group) => enriched.features.filter((feature) => feature.group === group));
  const title = config.title ?? titleOf(features);
  if (features.length === 0) {
    const [message, width] = ["No feature varies: nothing to compare", config.width ?? sizes.chartWidth];
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height: 80 }) });
  }
  const values = features.map(({ name, group, unit, difference, survives, ...feature }) => ({
    ...{ name, group, survives, adjusted: feature.adjusted, ...difference },
    said: `${featureWords(unit, feature.good)} against ${featureWords(unit, feature.random)}`,
  }));
  const names = values.map(({ name }) => name);
  const nameWidth = extent(names.map((name) => textWidth(name, sizes.small, true)))[1];
  const saidWidth = extent([HEAD, ...values.map(({ said }) => said)].map((said) => textWidth(said, sizes.small)))[1];
  const width = config.width ?? Math.max(200, Math.min(330, MOST_WIDTH - nameWidth - saidWidth));
  const [low, high] = extent([0, ...values.flatMap(({ lower, upper }) => [lower, upper])]);
  const scale = { domain: [low, high], nice: true };
  const x = {
    ...{ type: "quantitative", scale, title: "good cells minus random ones, in standard deviations" },
    axis: { format: "+~g", tickCount: 6, labelExpr: "datum.value === 0 ? '0' : datum.label" },
  };
  const y = { field: "name", type: "nominal", sort: names, title: null, axis: null, scale: { domain: names } };
  const color = {
    condition: { test: "datum.survives", value: meanings.evolution },
    value: meanings.initialization,
  };
  const tooltip = [
    { field: "name", type: "nominal", title: "feature" },
    { field: "said", type: "nominal", title: "good against random" },
    { field: "estimate", type: "quantitative", format: "+.2f", title: "difference" },
    { field: "lower", type: "quantitative", format: "+.2f" },
    { field: "upper", type: "quantitative", format: "+.2f" },
    { field: "adjusted", type: "quantitative", format: ".3f", title: "probability, corrected" },
  ];
  const subtitle = `the ${good.networks} best networks (${good.families} families) against ${random.networks} drawn at random; operations as shares of the cell's edges; bars: 95 % intervals; filled: survives Holm's correction for ${features.length} features`;
  const said = values.map(({ name, said: means, survives }) => `${name} ${means}${survives ? ", survives" : ""}`);
  return chartFigure(
    { title, subtitle, width: width + nameWidth + saidWidth + 20 },
    `${subtitle}. ${said.join("; ")}.`,
    {
      ...{ width, height: config.height ?? ROW * Math.max(2, values.length), data: { values } },
      layer: [
        {
          data: { values: [{ zero: 0 }] },
          mark: { type: "rule", color: meanings.quietText },
          encoding: { x: { ...x, field: "zero" } },
        },
        {
          mark: { type: "rule", strokeWidth: 2.5 },
          encoding: { x: { ...x, field: "lower" }, x2: { field: "upper" }, y, color },
        },
        ...[true, false].map((survives) => ({
          transform: [{ filter: survives ? "datum.survives" : "!datum.survives" }],
          mark: {
            ...{ type: "point", size: 70, opacity: 1, strokeWidth: 2, filled: false },
            fill: survives ? meanings.evolution : meanings.background,
          },
          encoding: { x: { ...x, field: "estimate" }, y, stroke: color, tooltip },
        })),
        ...[true, false].map((survives) => ({
          transform: [{ filter: survives ? "datum.survives" : "!datum.survives" }],
          mark: {
            ...{ type: "text", align: "right", baseline: "middle", fontSize: sizes.small },
            ...{ fontWeight: survives ? "bold" : "normal", color: meanings.text },
          },
          encoding: { x: { value: -12 }, y, text: { field: "name" } },
        })),
        {
          mark: { type: "text", align: "left", baseline: "middle", fontSize: sizes.small, color: meanings.quietText },
          encoding: { x: { value: width + 12 }, y, text: { field: "said" } },
        },
        {
          data: { values: [{ said: HEAD }] },
          mark: {
            ...{ type: "text", align: "left", fontSize: sizes.small, fontStyle: "italic" },
            color: meanings.quietText,
          },
          encoding: { x: { value: width + 12 }, y: { value: -8 }, text: { field: "said" } },
        },
      ],
    },
  );
}

function titleOf(features: readonly EnrichedFeature[]): string {
  const surviving = features
    .filter(({ survives }) => survives)
    .sort((one, other) => Math.abs(other.difference.estimate) - Math.abs(one.difference.estimate));
  if (surviving.length === 0) return `None of ${features.length} features distinguishes good cells from random ones`;
  const named = surviving.slice(0, NAMED).map(({ name, unit, difference }) => {
    const less = unit === "share" ? "less" : "fewer";
    return `${difference.estimate > 0 ? "more" : less} ${name}`;
  });
  return surviving.length > NAMED
    ? `Good cells differ in ${surviving.length} features: ${named.join(", ")}, …`
    : `Good cells have ${named.join(" and ")}`;
}

/** The most features to name in the title. */
const NAMED = 2;

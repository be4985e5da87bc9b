/** Short fitness against long accuracy, one point per genotype. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { positiveNumber, type Schema } from "../../input/schema.js";
import { type ShortAndLong, type ShortAndLongRank, shortAndLongRanks } from "../../rows/short-and-long.js";
import { checkRows, number, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { meanings, searchColours } from "../output/theme.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, messageView, PERCENT } from "./chart-parts.js";

const rowSchema: Schema<ShortAndLong> = v.object({
  ...{ name: text, space: text, protocol: text, short: number, long: number, parameterCount: positiveNumber() },
});

const shapes: readonly string[] = ["circle", "diamond", "triangle-up", "square", "cross", "triangle-down"];

/**
 * The accuracy in long trainings against that in short ones: one point per genotype, larger with more parameters, with
 * a colour and shape per space. All rows are for one short protocol. The title gives the agreement of the two rankings,
 * the subtitle how much of it is due to size.
 */
export function shortAgainstLong(rows: readonly ShortAndLong[], config: ChartConfig = {}): Figure {
  checkRows("shortAgainstLong", rows, rowSchema);
  checkChart("shortAgainstLong", config);
  const size = chartSize({ width: 480, height: 360, ...config });
  if (rows.length === 0) {
    const message = "No genotype was trained both short and long yet";
    const title = config.title ?? "Short and long trainings";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const spaces = [...new Set(rows.map(({ space }) => space))];
  const protocols = [...new Set(rows.map(({ protocol }) => protocol))];
  const ranks = shortAndLongRanks(rows);
  const title = config.title ?? titleOf(ranks);
  const said = ranks.map(
    ({ space, genotypes, correlation, givenParameters }) =>
      `${space} (${genotypes}): rank correlation ${words(correlation)}, given parameters ${words(givenParameters)}`,
  );
  const subtitle = `${said.length === 0 ? counted(rows.length, "genotype") : said.join("; ")}; larger points have more parameters`;
  const legend = spaces.length === 1 ? null : topLegend(spaces, size.width, { symbolOpacity: 1 });
  const axis = (field: string, words: string): object => ({
    ...{ field, type: "quantitative", title: words },
    ...{ scale: { zero: false, nice: true, padding: 14 }, axis: { tickCount: 6, ...PERCENT } },
  });
  return chartFigure({ title, subtitle, width: size.width }, `${subtitle}.`, {
    ...size,
    data: {
      values: rows.map(({ name, space, short, long, parameterCount }) => ({
        name,
        space,
        short,
        long,
        parameterCount,
      })),
    },
    mark: { type: "point", filled: true, opacity: 0.65, stroke: meanings.background, strokeWidth: 0.8 },
    encoding: {
      x: axis("short", `accuracy in a short training (${protocols.join(", ")})`),
      y: axis("long", "accuracy in long trainings"),
      color: seriesChannel("space", spaces, searchColours(spaces), legend),
      shape: seriesChannel("space", spaces, shapes, legend),
      size: {
        ...{ field: "parameterCount", type: "quantitative", title: "parameters" },
        ...{ scale: { type: "sqrt", range: [30, 500], zero: true }, legend: null },
      },
      tooltip: [
        { field: "name", type: "nominal", title: "genotype" },
        { field: "short", type: "quantitative", format: ".1%" },
        { field: "long", type: "quantitative", format: ".1%" },
        { field: "parameterCount", type: "quantitative", format: ",", title: "parameters" },
      ],
    },
  });
}

function titleOf(ranks: readonly ShortAndLongRank[]): string {
  if (ranks.length === 0) return "Too few genotypes to compare the rankings of short and long trainings";
  const said = ranks.map(({ space, correlation, genotypes }) => {
    const verdict = correlation.lower > 0 ? "ranks" : "hardly ranks";
    return `${verdict} ${genotypes} ${space} genotypes (ρ = ${correlation.estimate.toFixed(2).replace("-", "−")})`;
  });
  return `A short training ${said.join(" and ")} as long ones do`;
}

function words({ estimate, lower, upper }: ShortAndLongRank["correlation"]): string {
  return `${estimate.toFixed(2)} (${lower.toFixed(2)} to ${upper.toFixed(2)})`.replaceAll("-", "−");
}

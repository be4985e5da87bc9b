/** Networks of two spaces by size, with the pairs in which they are compared at equal size. */
import * as v from "valibot";
import { percentWords } from "../../input/quantity.js";
import { type Schema, wholeNumber } from "../../input/schema.js";
import type { EqualSize, SizedNetwork } from "../../rows/equal-size.js";
import type { Interval } from "../../statistics/intervals.js";
import { amount, checkConfig, number, text } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { colours, meanings, searchColours } from "../output/theme.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import {
  chartFigure,
  type ChartConfig,
  chartSize,
  checkChart,
  FITNESS_TITLE,
  messageView,
  PERCENT,
} from "./chart-parts.js";
import { costScale } from "./cost-scale.js";

const networkSchema: Schema<SizedNetwork> = v.object({ hash: text, fitness: number, parameterCount: wholeNumber(1) });
const sideSchema = v.object({ name: text, networks: v.array(networkSchema) });
const intervalSchema: Schema<Interval> = v.object({ estimate: number, lower: number, upper: number });
const schema: Schema<EqualSize> = v.object({
  ...{ sides: v.tuple([sideSchema, sideSchema]), tolerance: amount },
  pairs: v.array(v.tuple([networkSchema, networkSchema])),
  ...{ difference: v.nullable(intervalSchema), regardless: v.nullable(intervalSchema) },
});

const shapes: readonly string[] = ["circle", "diamond"];

/**
 * Fitness against parameters on a logarithmic axis: a colour and shape for each of two spaces, pale where a network has
 * no partner of equal size, and a line between the two of a pair. The title says by how much one exceeds the other in
 * these pairs, the subtitle what remains without regard to size.
 */
export function fitnessAtEqualSize(comparison: EqualSize, config: ChartConfig = {}): Figure {
  checkConfig("fitnessAtEqualSize", comparison, schema);
  checkChart("fitnessAtEqualSize", config);
  const { sides, pairs, tolerance, regardless } = comparison;
  const size = chartSize(config);
  const title = config.title ?? titleOf(comparison);
  const networks = sides.flatMap(({ name, networks: own }, side) =>
    own.map((each) => {
      const isPaired = pairs.some((pair) => pair[side] === each);
      return { name, fitness: each.fitness, parameterCount: each.parameterCount, isPaired };
    }),
  );
  if (networks.length === 0) {
    const message = "No networks to compare yet";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const without = regardless === null ? "" : `; without regard to size ${intervalWords(regardless)}`;
  const subtitle = `lines join ${pairs.length} pairs of networks with parameters within ${percentWords(tolerance, 0)}; pale: without a partner${without}`;
  const names = sides.map(({ name }) => name);
  const legend = topLegend(names, size.width, { symbolOpacity: 1 });
  const x = {
    ...{ field: "parameterCount", type: "quantitative", title: "parameters" },
    ...costScale(networks.map(({ parameterCount }) => parameterCount)),
  };
  const y = (field: string): object => ({
    ...{ field, type: "quantitative", title: config.fitnessTitle ?? FITNESS_TITLE },
    ...{ scale: { zero: false, nice: true, padding: 8 }, axis: { tickCount: 6, ...PERCENT } },
  });
  return chartFigure({ title, subtitle, width: size.width }, `${title}. ${subtitle}.`, {
    ...size,
    layer: [
      {
        data: {
          values: pairs.map(([one, other]) => ({
            ...{ parameterCount: one.parameterCount, fitness: one.fitness },
            ...{ to: other.parameterCount, toFitness: other.fitness },
          })),
        },
        mark: { type: "rule", strokeWidth: 0.8, color: colours.grey, opacity: 0.6 },
        encoding: { x, x2: { field: "to" }, y: y("fitness"), y2: { field: "toFitness" } },
      },
      {
        data: { values: networks },
        mark: { type: "point", filled: true, size: 42, stroke: meanings.background, strokeWidth: 0.6 },
        encoding: {
          ...{ x, y: y("fitness") },
          color: seriesChannel("name", names, searchColours(names), legend),
          shape: seriesChannel("name", names, shapes, legend),
          opacity: { condition: { test: "datum.isPaired", value: 0.9 }, value: 0.25 },
          tooltip: [
            { field: "name", type: "nominal", title: "space" },
            { field: "fitness", type: "quantitative", format: ".1%" },
            { field: "parameterCount", type: "quantitative", format: ",", title: "parameters" },
          ],
        },
      },
    ],
  });
}

function titleOf({ sides: [one, other], pairs, difference }: EqualSize): string {
  if (difference === null)
    return `Too few pairs of equal size (${pairs.length}) to compare ${one.name} with ${other.name}`;
  if (difference.lower <= 0 && difference.upper >= 0) {
    return `At equal size ${one.name} and ${other.name} do not differ by more than chance: ${intervalWords(difference)}`;
  }
  return `At equal size ${one.name} are ${difference.estimate > 0 ? "better" : "worse"} than ${other.name}: ${intervalWords(difference)}`;
}

function intervalWords({ estimate, lower, upper }: Interval): string {
  const [middle, low, high] = [estimate, lower, upper].map(
    (each) => `${each < 0 ? "−" : "+"}${(100 * Math.abs(each)).toFixed(1)}`,
  );
  return `${middle} points (${low} to ${high})`;
}

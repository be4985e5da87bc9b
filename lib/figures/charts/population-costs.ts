/** The costs of a population's networks by space: parameters against multiply-adds. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { positiveNumber, type Schema } from "../../input/schema.js";
import { checkRows, text } from "../output/check-input.js";
import { median } from "d3-array";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, messageView } from "./chart-parts.js";
import { costScale } from "./cost-scale.js";
import { withChoice } from "./highlight.js";
import type { Figure } from "../output/figure.js";
import { searchColours } from "../output/theme.js";

/** The costs of one genotype's network. */
export interface CostRow {
  /** Its space or group, for example `flat`. */
  readonly space: string;
  readonly parameterCount: number;
  /** For one forward pass of one image. */
  readonly multiplyAdds: number;
}

const rowSchema: Schema<CostRow> = v.object({
  space: text,
  parameterCount: positiveNumber(),
  multiplyAdds: positiveNumber(),
});

/**
 * A point per genotype, parameters against multiply-adds, both on logarithmic axes, with a colour and shape per space.
 */
export function populationCosts(rows: readonly CostRow[], config: ChartConfig = {}): Figure {
  checkRows("populationCosts", rows, rowSchema);
  checkChart("populationCosts", config);
  const size = chartSize(config);
  if (rows.length === 0) {
    const title = config.title ?? "Cost of random genotypes";
    return chartFigure({ title, width: size.width }, "No genotypes yet.", { ...messageView("No genotypes yet", size) });
  }
  const spaces = [...new Set(rows.map(({ space }) => space))];
  const medians = spaces.map((space) => {
    const counts = rows.flatMap((row) => (row.space === space ? [row.parameterCount] : []));
    return { space, count: counts.length, middle: Math.round(median(counts) ?? NaN) };
  });
  const said = medians.map(
    ({ space, count, middle }) =>
      `${space}: ${counted(count, "genotype")}, median ${middle.toLocaleString("en-US")} parameters`,
  );
  const title = config.title ?? titleOf(medians);
  const axis = (field: "parameterCount" | "multiplyAdds", name: string): object => ({
    ...{ field, type: "quantitative", title: name },
    ...costScale(rows.map((row) => row[field])),
  });
  const legend = spaces.length === 1 ? null : topLegend(spaces, size.width, { symbolOpacity: 1 });
  const layer = {
    mark: { type: "point", filled: true, size: 40, opacity: 0.75 },
    encoding: {
      x: axis("multiplyAdds", "multiply-adds for one image"),
      y: axis("parameterCount", "parameters"),
      color: seriesChannel("space", spaces, searchColours(spaces), legend),
      shape: seriesChannel("space", spaces, ["circle", "diamond", "triangle-up", "square"], legend),
      tooltip: [
        { field: "space", type: "nominal" },
        { field: "parameterCount", type: "quantitative", format: ",", title: "parameters" },
        { field: "multiplyAdds", type: "quantitative", format: ",", title: "multiply-adds" },
      ],
    },
  };
  return chartFigure({ title, subtitle: said.join("; "), width: size.width }, `${said.join("; ")}.`, {
    ...size,
    data: { values: rows.map(({ space, parameterCount, multiplyAdds }) => ({ space, parameterCount, multiplyAdds })) },
    layer: withChoice([layer], "space"),
  });
}

function titleOf(medians: readonly { readonly space: string; readonly middle: number }[]): string {
  const [least, ...others] = [...medians].sort((one, other) => one.middle - other.middle);
  const most = others.at(-1);
  if (most === undefined)
    return `The median ${least.space} network has ${least.middle.toLocaleString("en-US")} parameters`;
  const times = (most.middle / least.middle).toFixed(1);
  return `The median ${most.space} network has ${times} times the parameters of the ${least.space} one`;
}

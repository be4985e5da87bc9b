/** The costs of a population's networks by space: parameters against multiply-adds. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { positiveNumber, type Schema } from "../../input/schema.js";
import { checkRows, text } from "../output/check-input.js";
import { median } from "d3-array";
import { chartFigure, type ChartConfig, chartSize, messageView, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { seriesColours } from "../output/theme.js";

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
  const title = config.title ?? "Cost of random genotypes";
  const size = chartSize(config);
  if (rows.length === 0) {
    return chartFigure({ title, width: size.width }, "No genotypes yet.", { ...messageView("No genotypes yet", size) });
  }
  const spaces = [...new Set(rows.map(({ space }) => space))];
  const medians = spaces.map((space) => {
    const counts = rows.flatMap((row) => (row.space === space ? [row.parameterCount] : []));
    const middle = Math.round(median(counts) ?? NaN).toLocaleString("en-US");
    return `${space}: ${counted(counts.length, "genotype")}, median ${middle} parameters`;
  });
  const axis = (field: string, name: string) => ({
    field,
    type: "quantitative",
    title: name,
    scale: { type: "log", nice: false, padding: 16 },
    axis: { format: "~s", tickCount: 5 },
  });
  const legend = { orient: "top", direction: "horizontal", offset: 4 };
  const channel = (range: readonly string[]) => ({
    field: "space",
    type: "nominal",
    title: null,
    scale: { domain: spaces, range },
    legend,
  });
  return chartFigure({ title, subtitle: medians.join("; "), width: size.width }, `${medians.join("; ")}.`, {
    ...size,
    data: { values: rows.map(({ space, parameterCount, multiplyAdds }) => ({ space, parameterCount, multiplyAdds })) },
    mark: { type: "point", filled: true, size: 40, opacity: 0.75 },
    encoding: {
      x: axis("multiplyAdds", "multiply-adds for one image"),
      y: axis("parameterCount", "parameters"),
      color: channel(seriesColours),
      shape: channel(["circle", "diamond", "triangle-up", "square"]),
      tooltip: [
        { field: "space", type: "nominal" },
        { field: "parameterCount", type: "quantitative", format: ",", title: "parameters" },
        { field: "multiplyAdds", type: "quantitative", format: ",", title: "multiply-adds" },
      ],
    },
  });
}

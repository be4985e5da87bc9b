/**
 * The introduction's figure of growing complexity, with the published cell among the known networks. Deck, "Increasing
 * complexity of Deep Neural Networks".
 */
import { counted } from "../../input/quantity.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { scaleLinear } from "d3-scale";
import { chartFigure, type ChartConfig, extent, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import {
  checkNetworks,
  defined,
  labelsOf,
  logAxis,
  networkLayer,
  noNetworks,
  radiusOf,
  SIZE,
  textLayers,
} from "./network-points.js";

/**
 * Multiply-adds by year of publication, with points sized by parameters; the years are from memory of the literature.
 * Deck, "Increasing complexity of Deep Neural Networks".
 */
export function growingComplexity(rows: readonly KnownNetworkRow[], config: ChartConfig = {}): Figure {
  checkNetworks("growingComplexity", rows);
  checkChart("growingComplexity", config);
  const title = config.title ?? "Increasing complexity of deep neural networks";
  const { width, height } = { ...SIZE, ...defined(config) };
  const dated = rows.filter(({ year }) => year !== null);
  if (dated.length === 0) return noNetworks(title, width, height);
  const subtitle = `${counted(dated.length, "network")}, larger points have more parameters; years of publication from memory of the literature`;
  const [first, last] = extent(dated.map(({ year }) => year as number));
  const domain = [first - 0.5, last + 0.9];
  const x = scaleLinear(domain, [0, width]);
  const y = logAxis(dated, height, "multiplyAdds");
  const radius = radiusOf(rows);
  const labels = labelsOf(
    dated,
    (row) => ({
      x: x(row.year as number),
      y: height - y.scale(row.multiplyAdds),
      radius: radius(row.parameterCount),
    }),
    () => false,
    { width, height },
  );
  const xChannel = {
    ...{ field: "year", type: "quantitative", title: "year of publication" },
    ...{ scale: { domain, nice: false, zero: false }, axis: { format: "d", tickMinStep: 1, grid: false } },
  };
  const yChannel = { ...y.channel, title: "multiply-adds for one image" };
  return chartFigure({ title, subtitle, width }, `Multiply-adds by year: ${subtitle}.`, {
    ...{ width, height },
    layer: [
      networkLayer(dated, dated, { x: xChannel, y: yChannel }, width),
      ...textLayers(labels, { x: xChannel, y: yChannel }, (left, top) => [
        x.invert(left),
        y.scale.invert(height - top),
      ]),
    ],
  });
}

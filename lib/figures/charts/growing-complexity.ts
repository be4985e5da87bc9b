/**
 * The introduction's figure of growing complexity, with the published cell among the known networks. Deck, "Increasing
 * complexity of Deep Neural Networks".
 */
import { counted } from "../../input/quantity.js";
import type { KnownNetworkRow } from "../../rows/known-network-row.js";
import { scaleLinear } from "d3-scale";
import { chartFigure, extent } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import {
  checkKnownConfig,
  checkNetworks,
  defined,
  type KnownNetworksConfig,
  labelsOf,
  logAxis,
  networkLayer,
  noNetworks,
  radiusOf,
  SIZE,
  textLayers,
  untilWords,
  upTo,
} from "./network-points.js";

/**
 * Multiply-adds by year of publication, with points sized by parameters; the years are from memory of the literature.
 * Deck, "Increasing complexity of Deep Neural Networks".
 */
export function growingComplexity(all: readonly KnownNetworkRow[], config: KnownNetworksConfig = {}): Figure {
  checkNetworks("growingComplexity", all);
  checkKnownConfig("growingComplexity", config);
  const rows = upTo(all, config);
  const { width, height } = { ...SIZE, ...defined(config) };
  const dated = rows.filter(({ year }) => year !== null);
  if (dated.length === 0) return noNetworks(config.title ?? "Increasing complexity", width, height);
  const title = config.title ?? titleOf(dated);
  const subtitle = `${counted(dated.length, "network")}, larger points have more parameters; years of publication from memory of the literature${untilWords(all.filter(({ year }) => year !== null).length, dated.length, config)}; line: the costliest so far`;
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
      {
        data: { values: costliest(dated) },
        mark: { type: "line", interpolate: "step-after", color: meanings.frame, strokeWidth: 2, tooltip: false },
        encoding: { x: xChannel, y: yChannel },
      },
      networkLayer(dated, dated, { x: xChannel, y: yChannel }, width),
      ...textLayers(labels, { x: xChannel, y: yChannel }, (left, top) => [
        x.invert(left),
        y.scale.invert(height - top),
      ]),
    ],
  });
}

/** The multiply-adds of the costliest network published by each year. */
function costliest(
  rows: readonly KnownNetworkRow[],
): readonly { readonly year: number; readonly multiplyAdds: number }[] {
  const years = [...new Set(rows.map(({ year }) => year as number))].sort((one, other) => one - other);
  return years.map((year) => ({
    year,
    multiplyAdds: extent(rows.flatMap((row) => ((row.year as number) <= year ? [row.multiplyAdds] : [])))[1],
  }));
}

function titleOf(rows: readonly KnownNetworkRow[]): string {
  const line = costliest(rows);
  const [first, last] = [line[0], line[line.length - 1]];
  if (first === last) return "Increasing complexity of deep neural networks";
  const times = (last.multiplyAdds / first.multiplyAdds).toPrecision(2);
  return `The costliest network of ${first.year} to ${last.year} takes ${times} times the operations of ${first.year}'s`;
}

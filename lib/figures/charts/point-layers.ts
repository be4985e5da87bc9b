/** The points of a chart by phase: individually, or as cells if there are thousands. */
import { counted } from "../../input/quantity.js";
import { type BinConfig, binPoints, POINT_LIMIT } from "./bin-points.js";
import { phaseChannels, pointArea } from "./chart-parts.js";

/** Settings of {@link pointLayer}. */
export interface PointLayerConfig<R> extends BinConfig {
  /** The x channel, with its field. */
  readonly x: object;
  readonly y: object;
  /** The position of a row's point. */
  readonly at: (row: R) => { readonly x: number; readonly y: number };
  readonly tooltip: readonly object[];
  /** The opacity of a point. Default: 0.85. */
  readonly opacity?: number;
  /** Axis titles for a cell's tooltip. */
  readonly titles: { readonly x: string; readonly y: string };
}

/** A layer with its own data: `rows` as points, or as cells by phase if there are too many to draw quickly. */
export function pointLayer<R extends { readonly phase: string }>(
  rows: readonly R[],
  config: PointLayerConfig<R>,
): object {
  const { x, y, titles, opacity = 0.85 } = config;
  if (rows.length <= POINT_LIMIT) {
    const layer = {
      data: { values: rows },
      mark: { type: "point", filled: true, size: pointArea(rows.length), opacity },
      encoding: { x, y, ...phaseChannels(rows), tooltip: config.tooltip },
    };
    return rows.some((row) => "hash" in row) ? withSameNetwork(layer, opacity) : layer;
  }
  const points = rows.map((row) => ({ group: row.phase, ...config.at(row) }));
  const cells = binPoints(points, config).map(({ group, ...cell }) => ({ phase: group, ...cell }));
  const { color } = phaseChannels(rows) as { readonly color: object };
  const range = (from: string, to: string, title: string): readonly object[] => [
    { field: from, type: "quantitative", title: `${title} from`, format: ",.4~g" },
    { field: to, type: "quantitative", title: `${title} to`, format: ",.4~g" },
  ];
  return {
    data: { values: cells },
    mark: { type: "rect", strokeWidth: 0 },
    encoding: {
      x: { ...x, field: "fromX" },
      x2: { field: "toX" },
      y: { ...y, field: "fromY" },
      y2: { field: "toY" },
      color,
      opacity: { field: "count", type: "quantitative", scale: { type: "sqrt", range: [0.25, 1] }, legend: null },
      tooltip: [
        { field: "count", type: "quantitative", format: ",", title: "evaluations" },
        { field: "phase", type: "nominal" },
        ...range("fromX", "toX", titles.x),
        ...range("fromY", "toY", titles.y),
      ],
    },
  };
}

/** A layer of individuals in which a click on one leaves the evaluations of its network, and the others turn pale. */
export function withSameNetwork(layer: { readonly encoding: object }, opacity: number): object {
  const params = [{ name: "network", select: { type: "point", fields: ["hash"] } }];
  const shown = { condition: { param: "network", value: opacity }, value: 0.1 };
  return { ...layer, params, encoding: { ...layer.encoding, opacity: shown } };
}

/** A subtitle's note about {@link pointLayer}'s cells; empty if points are drawn individually. */
export function binNote(count: number): string {
  return count <= POINT_LIMIT ? "" : `; ${counted(count, "point")} drawn as cells, darker where there are more`;
}

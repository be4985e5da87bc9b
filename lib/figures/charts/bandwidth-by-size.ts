/** The read bandwidth of one core by working-set size. */
import * as v from "valibot";
import { positiveNumber, type Schema } from "../../input/schema.js";
import { checkRows, count } from "../output/check-input.js";
import { chartFigure, type ChartConfig, chartSize, messageView, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { meanings, sizes } from "../output/theme.js";

/** The bandwidth at one working-set size. */
export interface BandwidthPoint {
  readonly workingSetBytes: number;
  /** 10⁹ bytes per second. */
  readonly gigabytesPerSecond: number;
}

/** A cache of the machine. */
export interface CacheMark {
  readonly level: number;
  readonly sizeBytes: number;
}

const pointSchema: Schema<BandwidthPoint> = v.object({
  workingSetBytes: positiveNumber(),
  gigabytesPerSecond: positiveNumber(),
});
const cacheSchema: Schema<CacheMark> = v.object({ level: count, sizeBytes: positiveNumber() });

const MEBI = 2 ** 20;

/**
 * Bandwidth against working-set size on a logarithmic axis, with a dashed line at the size of each cache in its range.
 */
export function bandwidthBySize(
  points: readonly BandwidthPoint[],
  caches: readonly CacheMark[] = [],
  config: ChartConfig = {},
): Figure {
  checkRows("bandwidthBySize", points, pointSchema);
  checkRows("bandwidthBySize: caches", caches, cacheSchema);
  checkChart("bandwidthBySize", config);
  const size = chartSize({ height: 200, ...config });
  if (points.length === 0) {
    return chartFigure({ title: config.title ?? "Read bandwidth of one core" }, "Nothing measured yet.", {
      ...messageView("Nothing measured yet", size),
    });
  }
  const values = points.map(({ workingSetBytes, gigabytesPerSecond }) => ({
    mebibytes: workingSetBytes / MEBI,
    gigabytesPerSecond,
    size: sizeWords(workingSetBytes),
  }));
  const [low, high] = [
    Math.min(...values.map(({ mebibytes }) => mebibytes)),
    Math.max(...values.map(({ mebibytes }) => mebibytes)),
  ];
  const x = {
    field: "mebibytes",
    type: "quantitative",
    title: "working set",
    scale: { type: "log", base: 2, domain: [low / 1.2, high * 1.2], nice: false },
    axis: {
      ...{ values: values.map(({ mebibytes }) => mebibytes), grid: false, labelOverlap: true },
      labelExpr: "datum.value < 1 ? format(1024 * datum.value, '~g') + ' KiB' : format(datum.value, '~g') + ' MiB'",
    },
  };
  const y = { field: "gigabytesPerSecond", type: "quantitative", title: "GB/s", scale: { zero: true } };
  const marks = caches
    .map(({ level, sizeBytes }) => ({ mebibytes: sizeBytes / MEBI, label: `level ${level} ends` }))
    .filter(({ mebibytes }) => mebibytes >= low && mebibytes <= high);
  const [first, last] = [values[0], values[values.length - 1]];
  const fastest = values.reduce((most, each) => (each.gigabytesPerSecond > most.gigabytesPerSecond ? each : most));
  const title = config.title ?? titleOf(fastest, last);
  // Before the fastest point a call itself costs more than what it reads.
  const subtitle = `the same bytes are read repeatedly, from the fastest cache that holds them${fastest === first ? "" : "; hollow: too few bytes a call to measure the cache"}`;
  return chartFigure(
    { title, subtitle },
    `${first.gigabytesPerSecond.toFixed(0)} GB/s with ${first.mebibytes.toPrecision(2)} MiB, ${last.gigabytesPerSecond.toFixed(0)} GB/s with ${last.mebibytes.toPrecision(3)} MiB.`,
    {
      ...size,
      layer: [
        {
          data: { values: marks },
          mark: { type: "rule", strokeDash: [4, 4], color: meanings.quietText },
          encoding: { x },
        },
        {
          data: { values: marks },
          mark: {
            type: "text",
            align: "left",
            baseline: "top",
            dx: 4,
            fontSize: sizes.small,
            color: meanings.quietText,
          },
          encoding: { x, y: { value: 2 }, text: { field: "label" } },
        },
        {
          data: { values },
          mark: { type: "line", color: meanings.evolution, tooltip: false },
          encoding: { x, y },
        },
        ...[true, false].map((isHollow) => ({
          data: { values: values.filter(({ mebibytes }) => mebibytes < fastest.mebibytes === isHollow) },
          mark: {
            ...{ type: "point", size: 45, strokeWidth: 1.8, opacity: 1, filled: false, stroke: meanings.evolution },
            fill: isHollow ? meanings.background : meanings.evolution,
          },
          encoding: {
            x,
            y,
            tooltip: [
              { field: "size", type: "nominal", title: "working set" },
              { field: "gigabytesPerSecond", type: "quantitative", format: ".1f", title: "GB/s" },
            ],
          },
        })),
      ],
    },
  );
}

interface Measured {
  readonly gigabytesPerSecond: number;
  readonly size: string;
}

function titleOf(fastest: Measured, last: Measured): string {
  const times = (fastest.gigabytesPerSecond / last.gigabytesPerSecond).toFixed(1);
  return `A core reads ${fastest.size} ${times} times as fast as ${last.size}`;
}

/** `64 KiB`, `2 MiB`. */
function sizeWords(bytes: number): string {
  return bytes < MEBI ? `${Number((bytes / 1024).toPrecision(3))} KiB` : `${Number((bytes / MEBI).toPrecision(3))} MiB`;
}

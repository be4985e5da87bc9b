/** Operations under the roofline of a machine, after Williams, Waterman and Patterson (2009). */
import { percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { oneOf, parseWith, positiveNumber, type Schema } from "../../input/schema.js";
import { amount, checkRows, text } from "../output/check-input.js";
import { seriesChannel, topLegend } from "./chart-legend.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, messageView } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { nameLayers } from "./point-names.js";
import { placeLabels } from "./place-labels.js";
import { meanings, seriesColours, sizes } from "../output/theme.js";

/** A measured piece of work: an operation, or a whole training step. */
export interface RooflinePoint {
  /** For example `Conv2D`; written beside the point according to `label`. */
  readonly name: string;
  /** Its group, which gets a colour and shape, for example `plain graph`. */
  readonly group: string;
  /** Floating-point operations; a multiply-add counts as two. */
  readonly flops: number;
  /** The fewest bytes that it can read and write. */
  readonly bytes: number;
  readonly millis: number;
  /**
   * The side of the point for its name, on the left only if there is room. Default: the name is only in the tooltip.
   */
  readonly label?: "left" | "right";
}

/** The roofs of a machine, one level and the others sloping. */
export interface RooflineRoofs {
  /** 10⁹ floating-point operations per second. */
  readonly gigaflopsPerSecond: number;
  /** 10⁹ bytes per second from a cache or memory, whose name this is. */
  readonly roofs: readonly { readonly name: string; readonly gigabytesPerSecond: number }[];
}

const pointSchema: Schema<RooflinePoint> = v.object({
  ...{ name: text, group: text, flops: amount, bytes: amount, millis: amount },
  label: v.optional(oneOf(["left", "right"])),
});
const machineSchema: Schema<RooflineRoofs> = v.object({
  gigaflopsPerSecond: positiveNumber(),
  roofs: v.array(v.object({ name: text, gigabytesPerSecond: positiveNumber() })),
});

/**
 * Speed against arithmetic intensity, both logarithmic; the area of a point is its time. A point far below the roof
 * over it could be faster. Work without any floating-point operation (copies) is not shown but counted in the subtitle.
 */
export function roofline(points: readonly RooflinePoint[], machine: RooflineRoofs, config: ChartConfig = {}): Figure {
  checkRows("roofline", points, pointSchema);
  parseWith(machineSchema, machine, "roofline: machine");
  checkChart("roofline", config);
  const size = chartSize({ height: 380, ...config });
  const shown = points.filter(({ flops, bytes, millis }) => flops > 0 && bytes > 0 && millis > 0);
  const missing = points.filter(({ flops, bytes, millis }) => millis > 0 && (flops <= 0 || bytes <= 0));
  if (shown.length === 0) {
    return chartFigure({ title: config.title ?? "No roofline yet" }, "No operation that computes.", {
      ...messageView("No operation that computes", size),
    });
  }
  // Long work first, so that short work is drawn on top of it.
  const byTime = [...shown].sort((one, other) => other.millis - one.millis);
  const values = byTime.map(({ name, group, flops, bytes, millis, label }) => ({
    name,
    group,
    intensity: flops / bytes,
    gigaflopsPerSecond: flops / 1e6 / millis,
    millis,
    ...(label === undefined ? {} : { label }),
  }));
  const peak = machine.gigaflopsPerSecond;
  const xs = values.map(({ intensity }) => intensity);
  const ys = values.map(({ gigaflopsPerSecond }) => gigaflopsPerSecond);
  const ridges = machine.roofs.map(({ gigabytesPerSecond }) => peak / gigabytesPerSecond);
  const xDomain = [Math.min(...xs, 0.1) / 1.6, Math.max(...xs, ...ridges) * 9];
  const yDomain = [Math.min(...ys, peak / 10) / 2.2, Math.max(...ys, peak) * 1.7];
  const x = {
    field: "intensity",
    type: "quantitative",
    title: "operations per byte",
    scale: { type: "log", domain: xDomain, nice: false, clamp: true },
    axis: { tickCount: 6, format: "~g", grid: false },
  };
  const y = {
    field: "gigaflopsPerSecond",
    type: "quantitative",
    title: "GFLOP/s",
    scale: { type: "log", domain: yDomain, nice: false, clamp: true },
    axis: { tickCount: 6, format: "~g", grid: false },
  };
  const decades = ([low, high]: readonly number[]): number => Math.log10(high / low);
  const slope = size.height / decades(yDomain) / (size.width / decades(xDomain));
  const pixel = (value: number, domain: readonly number[], length: number): number =>
    (decades([domain[0], value]) / decades(domain)) * length;
  const at = (intensity: number, speed: number): { readonly x: number; readonly y: number } => ({
    x: pixel(intensity, xDomain, size.width),
    y: size.height - pixel(speed, yDomain, size.height),
  });
  const labelled = values.filter(({ label }) => label !== undefined);
  const inOrder = [
    ...labelled.filter(({ label }) => label === "right"),
    ...labelled.filter(({ label }) => label === "left"),
  ];
  // Everything is an obstacle: unnamed points, and the roofs as rows of small ones.
  const obstacles = [
    ...values
      .filter(({ label }) => label === undefined)
      .map((each) => ({ ...at(each.intensity, each.gigaflopsPerSecond), radius: 5 })),
    ...machine.roofs.flatMap(({ gigabytesPerSecond }) =>
      roofPoints(gigabytesPerSecond, peak, xDomain).map(([one, other]) => ({ ...at(one, other), radius: 3 })),
    ),
  ];
  const labels = placeLabels(
    [
      ...inOrder.map((each) => ({
        ...at(each.intensity, each.gigaflopsPerSecond),
        ...{ radius: each.label === "right" ? 12 : 6, text: each.name, must: each.label === "right" },
      })),
      ...obstacles.map((each) => ({ ...each, text: "" })),
    ],
    { width: size.width, height: size.height, fontSize: sizes.small },
  ).filter(({ text: name }) => name !== "");
  const groups = [...new Set(shown.map(({ group }) => group))];
  const legend = topLegend(groups, size.width, { symbolOpacity: 1 });
  const subtitle =
    `the area of a point is its time; lines: ${peak.toFixed(0)} GFLOP/s of matrix products, and bandwidths` +
    (missing.length === 0 ? "" : `; ${missing.length} without arithmetic not shown`);
  const title = config.title ?? titleOf(values, peak);
  const roofText = machine.roofs.map(({ name, gigabytesPerSecond }) => `${name} ${gigabytesPerSecond.toFixed(0)} GB/s`);
  return chartFigure(
    { title, subtitle },
    `Matrix products reach ${peak.toFixed(0)} GFLOP/s; ${roofText.join(", ")}. ` +
      values
        .filter(({ label }) => label !== undefined)
        .map(
          ({ name, intensity, gigaflopsPerSecond }) =>
            `${name}: ${gigaflopsPerSecond.toFixed(1)} GFLOP/s at ${intensity.toFixed(2)} operations a byte`,
        )
        .join("; "),
    {
      ...size,
      layer: [
        ...machine.roofs.map(({ gigabytesPerSecond }) => {
          const ends = [Math.max(xDomain[0], yDomain[0] / gigabytesPerSecond), peak / gigabytesPerSecond, xDomain[1]];
          const line = ends.map((intensity) => ({
            intensity,
            gigaflopsPerSecond: Math.min(peak, intensity * gigabytesPerSecond),
          }));
          return {
            data: { values: line },
            mark: { type: "line", color: meanings.quietText, strokeWidth: 1.5 },
            encoding: { x, y },
          };
        }),
        ...machine.roofs.map(({ name, gigabytesPerSecond }, index) => {
          // Labels run along and above the lines: for the slowest, which has points under it, near the lower end, for
          // the others near the roof.
          const isLow = index === machine.roofs.length - 1;
          const intensity = isLow
            ? 1.25 * Math.max(xDomain[0], yDomain[0] / gigabytesPerSecond)
            : peak / gigabytesPerSecond / 1.12;
          const label = {
            intensity,
            gigaflopsPerSecond: intensity * gigabytesPerSecond,
            label: `${name} ${gigabytesPerSecond.toFixed(0)} GB/s`,
          };
          return {
            data: { values: [label] },
            mark: {
              type: "text",
              align: isLow ? "left" : "right",
              baseline: "bottom",
              dy: -3,
              angle: (-Math.atan(slope) * 180) / Math.PI,
              fontSize: sizes.small,
              color: meanings.quietText,
            },
            encoding: { x, y, text: { field: "label" } },
          };
        }),
        {
          data: {
            values: [
              {
                intensity: xDomain[1] / 1.05,
                gigaflopsPerSecond: peak,
                label: `matrix products ${peak.toFixed(0)} GFLOP/s`,
              },
            ],
          },
          mark: {
            type: "text",
            align: "right",
            baseline: "bottom",
            dy: -3,
            fontSize: sizes.small,
            color: meanings.quietText,
          },
          encoding: { x, y, text: { field: "label" } },
        },
        {
          data: { values },
          mark: { type: "point", filled: true, opacity: 0.8 },
          encoding: {
            x,
            y,
            color: seriesChannel("group", groups, seriesColours, legend),
            shape: seriesChannel("group", groups, ["circle", "diamond", "triangle-up", "square"], legend),
            size: { field: "millis", type: "quantitative", scale: { range: [20, 600] }, legend: null },
            tooltip: [
              { field: "name", type: "nominal" },
              { field: "group", type: "nominal" },
              { field: "millis", type: "quantitative", format: ".2f", title: "milliseconds" },
              { field: "gigaflopsPerSecond", type: "quantitative", format: ".2f", title: "GFLOP/s" },
              { field: "intensity", type: "quantitative", format: ".3f", title: "operations a byte" },
            ],
          },
        },
        ...nameLayers(labels, new Set(labelled.filter(({ label }) => label === "right").map(({ name }) => name))),
      ],
    },
  );
}

/** Points along a roof, close enough together to keep names off it. */
function roofPoints(
  bandwidth: number,
  peak: number,
  [low, high]: readonly number[],
): readonly (readonly [number, number])[] {
  const count = 60;
  return Array.from({ length: count }, (_, index) => low * (high / low) ** (index / (count - 1))).map((intensity) => [
    intensity,
    Math.min(peak, intensity * bandwidth),
  ]);
}

/** How close the fastest work comes to the core's speed. */
function titleOf(
  values: readonly { readonly name: string; readonly gigaflopsPerSecond: number }[],
  peak: number,
): string {
  const fastest = values.reduce((most, each) => (each.gigaflopsPerSecond > most.gigaflopsPerSecond ? each : most));
  return `The fastest, ${fastest.name}, reaches ${percentWords(fastest.gigaflopsPerSecond / peak)} of the core's speed`;
}

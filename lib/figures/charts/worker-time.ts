/** A Gantt chart of the workers and their evaluations. Paper, section 3.3 (workers do not wait for a generation). */
import { counted, percentWords } from "../../input/quantity.js";
import * as v from "valibot";
import { oneOf, type Schema, wholeNumber } from "../../input/schema.js";
import { checkConfig, checkRows, count, number } from "../output/check-input.js";
import type { WorkRow } from "../../rows/work-rows.js";
import { sum } from "d3-array";
import { chartFigure, type ChartConfig, extent, messageView, chartEntries } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { textWidth } from "../output/text-width.js";
import { meanings, sizes } from "../output/theme.js";
import { type View, type ViewConfig, workersBusy } from "./workers-busy.js";

/** Settings of {@link workerTime}. */
export interface WorkerTimeConfig extends Pick<ChartConfig, "title" | "width" | "height"> {
  /** Pauses of the study, cut out of the axis and drawn as dashed lines. */
  readonly pauses?: readonly { readonly atSeconds: number; readonly seconds: number }[];
}

const rowSchema: Schema<WorkRow> = v.object({
  ...{ worker: wholeNumber(1), step: count, status: oneOf(["scored", "failed"]) },
  ...{ startSeconds: number, endSeconds: number },
});
const configSchema: Schema<WorkerTimeConfig> = v.object({
  ...chartEntries,
  pauses: v.optional(v.array(v.object({ atSeconds: number, seconds: number }))),
});

/** The most workers and evaluations drawn as bars; beyond them the chart shows the number of busy workers. */
const BARS = Object.freeze({ workers: 32, evaluations: 1500 });

/** The evaluations per worker from which bars merge, so that the beginning is drawn a second time, enlarged. */
const CROWDED = 60;

/** The evaluations per worker in the enlarged view. */
const LARGER = 14;

/**
 * A bar per evaluation in the lane of its worker, failed ones black. If bars are too narrow, the beginning is repeated
 * below with the steps; if there are very many, the chart shows the number of busy workers.
 */
export function workerTime(rows: readonly WorkRow[], config: WorkerTimeConfig = {}): Figure {
  checkRows("workerTime", rows, rowSchema);
  checkConfig("workerTime", config, configSchema);
  const width = config.width ?? sizes.chartWidth;
  const workers = [...new Set(rows.map(({ worker }) => worker))].sort((one, other) => one - other);
  if (rows.length === 0) {
    const [message, title] = ["No evaluation by a worker yet", config.title ?? "Time of the workers"];
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height: 80 }) });
  }
  const [start, end] = [
    extent(rows.map(({ startSeconds }) => startSeconds))[0],
    extent(rows.map(({ endSeconds }) => endSeconds))[1],
  ];
  const busy = sum(rows, ({ startSeconds, endSeconds }) => endSeconds - startSeconds);
  const share = end > start ? busy / ((end - start) * workers.length) : 1;
  const { pauses = [] } = config;
  const failed = rows.filter(({ status }) => status === "failed").length;
  const left = pauses.length === 0 ? "" : `; ${counted(pauses.length, "pause")} left out (dashed)`;
  const unit = unitOf(end - start);
  const title = config.title ?? titleOf(share, workers.length);
  const subtitle = `${counted(rows.length, "evaluation")}${failed === 0 ? "" : `, ${failed} failed,`} by ${counted(workers.length, "worker")} in ${(
    (end - start) /
    unit.seconds
  ).toPrecision(3)} ${unit.name}; white: waiting${left}`;
  const x = {
    type: "quantitative",
    title: `working time (${unit.name})`,
    scale: { domain: [start / unit.seconds, end / unit.seconds], nice: false },
    axis: { grid: false, tickCount: 8 },
  };
  const areBars = rows.length <= BARS.evaluations && workers.length <= BARS.workers;
  const view = areBars
    ? bars(rows, workers, { x, seconds: unit.seconds, height: config.height })
    : workersBusy(rows, workers.length, { x, seconds: unit.seconds, start, end, height: config.height });
  const rules = {
    data: { values: pauses.map((pause) => ({ at: pause.atSeconds / unit.seconds, minutes: pause.seconds / 60 })) },
    mark: { type: "rule", strokeDash: [4, 3], color: meanings.text },
    encoding: {
      x: { field: "at", ...x },
      tooltip: [{ field: "minutes", type: "quantitative", format: ",.1f", title: "pause, minutes" }],
    },
  };
  const layer = pauses.length === 0 ? view.layer : [...view.layer, rules];
  const isCrowded = areBars && rows.length > CROWDED * workers.length;
  const whole = { width, height: view.height, layer };
  if (!isCrowded) {
    return chartFigure({ title, subtitle, width }, `Which worker was busy when: ${subtitle}.`, whole);
  }
  const height = Math.max(30, (view.height - 90) / 2);
  const words = `${subtitle}; below: the beginning, larger, with the steps`;
  return chartFigure({ title, subtitle: words, width }, `Which worker was busy when: ${words}.`, {
    spacing: 14,
    vconcat: [{ ...whole, height }, beginning(rows, workers, { start, width, height })],
  });
}

/** The first evaluations of each worker, with their steps if they fit. */
function beginning(
  rows: readonly WorkRow[],
  workers: readonly number[],
  { start, width, height }: { readonly start: number; readonly width: number; readonly height: number },
): object {
  const first = rows.slice(0, LARGER * workers.length);
  const end = extent(first.map(({ endSeconds }) => endSeconds))[1];
  const unit = unitOf(end - start);
  const x = {
    type: "quantitative",
    title: `the first ${Math.round((end - start) / unit.seconds)} ${unit.name}`,
    scale: { domain: [start / unit.seconds, end / unit.seconds], nice: false },
    axis: { grid: false, tickCount: 8 },
  };
  const shown = rows.filter(({ startSeconds }) => startSeconds < end);
  const cut = shown.map((row) => ({ ...row, endSeconds: Math.min(row.endSeconds, end) }));
  const labels = cut.flatMap(({ step, worker, startSeconds, endSeconds }) => {
    const pixels = ((endSeconds - startSeconds) / (end - start)) * width;
    if (pixels < textWidth(String(step), sizes.small) + 4) return [];
    return [{ text: String(step), worker, at: (startSeconds + endSeconds) / 2 / unit.seconds }];
  });
  const view = bars(cut, workers, { x, seconds: unit.seconds, height });
  return {
    ...{ width, height: view.height },
    layer: [
      ...view.layer,
      {
        data: { values: labels },
        mark: { type: "text", color: meanings.background, fontSize: sizes.small, tooltip: false },
        encoding: {
          x: { field: "at", ...x },
          y: { field: "worker", type: "ordinal", scale: { domain: workers } },
          text: { field: "text" },
        },
      },
    ],
  };
}

function bars(rows: readonly WorkRow[], workers: readonly number[], { x, seconds, height }: ViewConfig): View {
  const statuses = ["scored", "failed"].filter((status) => rows.some((row) => row.status === status));
  const values = rows.map(({ worker, step, status, startSeconds, endSeconds }) => ({
    ...{ worker, step, status, start: startSeconds / seconds, end: endSeconds / seconds },
    seconds: endSeconds - startSeconds,
  }));
  return {
    height: height ?? Math.max(60, 26 * workers.length) + (rows.length > CROWDED * workers.length ? 150 : 0),
    layer: [
      {
        data: { values },
        mark: {
          type: "bar",
          height: { band: 0.8 },
          stroke: meanings.background,
          strokeWidth: rows.length > 400 ? 0 : 1,
        },
        encoding: {
          x: { field: "start", ...x },
          x2: { field: "end" },
          y: { field: "worker", type: "ordinal", title: "worker", scale: { domain: workers }, axis: { ticks: false } },
          color: {
            ...{ field: "status", type: "nominal", title: null },
            scale: { domain: ["scored", "failed"], range: [meanings.evolution, meanings.failed] },
            legend:
              statuses.length < 2
                ? null
                : { orient: "top", direction: "horizontal", offset: 4, symbolType: "square", values: statuses },
          },
          tooltip: [
            { field: "step", type: "quantitative", format: "d" },
            { field: "worker", type: "ordinal" },
            { field: "status", type: "nominal" },
            { field: "seconds", type: "quantitative", format: ",.1f" },
          ],
        },
      },
    ],
  };
}

function titleOf(share: number, workers: number): string {
  const who = workers === 1 ? "The worker was" : `${workers.toLocaleString("en-US")} workers were`;
  return `${who} busy for ${percentWords(share)} of the time`;
}

function unitOf(seconds: number): { readonly name: string; readonly seconds: number } {
  if (seconds < 180) return { name: "seconds", seconds: 1 };
  if (seconds < 3 * 3600) return { name: "minutes", seconds: 60 };
  return { name: "hours", seconds: 3600 };
}

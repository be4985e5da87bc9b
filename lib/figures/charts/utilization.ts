/** How busy a search keeps its workers: with proposals made at once, and in generations. Paper, section 3.3. */
import { scaleLinear } from "d3-scale";
import { mean } from "d3-array";
import * as v from "valibot";
import { percentWords } from "../../input/quantity.js";
import { finiteNumber, oneOf, type Schema } from "../../input/schema.js";
import type { UtilizationRow } from "../../rows/utilization-row.js";
import { amount, checkRows } from "../output/check-input.js";
import type { Figure } from "../output/figure.js";
import { meanings } from "../output/theme.js";
import { chartFigure, type ChartConfig, chartSize, checkChart, messageView } from "./chart-parts.js";
import { endLabels } from "./end-labels.js";

const rowSchema: Schema<UtilizationRow> = v.object({
  ...{ hours: amount, busyShare: finiteNumber(0, 1), kind: oneOf(["controller", "generations"]) },
});

const kinds = [
  { kind: "controller", name: "next at once", colour: meanings.evolution },
  { kind: "generations", name: "in generations", colour: meanings.initialization },
] as const;

/**
 * The share of busy workers over time, one line for a controller that gives each worker the next proposal at once and
 * one for a search in generations, with their means in the title. `rows` as `npx hiernas simulate --json` gives them
 * (`overTime`).
 */
export function utilization(rows: readonly UtilizationRow[], config: ChartConfig = {}): Figure {
  checkRows("utilization", rows, rowSchema);
  checkChart("utilization", config);
  const size = chartSize(config);
  const shown = kinds.flatMap((each) => {
    const own = rows.filter(({ kind }) => kind === each.kind).sort((one, other) => one.hours - other.hours);
    return own.length === 0 ? [] : [{ ...each, own, share: mean(own, ({ busyShare }) => busyShare) as number }];
  });
  if (shown.length === 0) {
    const message = "No time yet";
    return chartFigure({ title: config.title ?? "Busy workers", width: size.width }, `${message}.`, {
      ...messageView(message, size),
    });
  }
  const hours = Math.max(...rows.map((row) => row.hours));
  const xPixels = scaleLinear([0, hours], [0, size.width]);
  const yPixels = scaleLinear([0, 1], [size.height, 0]);
  const values = shown.flatMap(({ own, name }) => own.map((row) => ({ hours: row.hours, share: row.busyShare, name })));
  const ends = shown.map(({ name, colour, own }) => {
    const last = own[own.length - 1];
    return { name, colour, x: xPixels(last.hours), y: yPixels(last.busyShare) };
  });
  const said = shown.map(
    ({ kind, share }) => `${kind === "generations" ? "in generations " : ""}${percentWords(share)}`,
  );
  const subtitle = "share of the workers busy with evaluations, in virtual time";
  const title = config.title ?? `Workers are busy ${said.join(" of the time, ")}`;
  const encoding = {
    x: {
      ...{ field: "hours", type: "quantitative", title: "hours since the beginning" },
      scale: { domain: xPixels.domain(), nice: false },
    },
    y: {
      ...{ field: "share", type: "quantitative", title: "workers busy", scale: { domain: [0, 1] } },
      axis: { format: ".0%", tickCount: 6 },
    },
    color: {
      ...{ field: "name", type: "nominal", legend: null },
      scale: { domain: shown.map(({ name }) => name), range: shown.map(({ colour }) => colour) },
    },
  };
  return chartFigure({ title, subtitle, width: size.width }, `${subtitle}. On average ${said.join(", ")}.`, {
    ...size,
    layer: [
      {
        data: { values },
        mark: { type: "line", strokeWidth: 2, strokeJoin: "round" },
        encoding: {
          ...encoding,
          tooltip: [
            { field: "name", type: "nominal" },
            { field: "hours", type: "quantitative", format: ".1f" },
            { field: "share", type: "quantitative", format: ".1%", title: "busy" },
          ],
        },
      },
      endLabels(ends, size.height),
    ],
  });
}

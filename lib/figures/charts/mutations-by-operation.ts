/** The operations that mutations put on an edge: how often, and with how much success. Deck, "Mutation". */
import type { MutationRow } from "../../rows/mutation-rows.js";
import { mean } from "d3-array";
import { chartFigure, type ChartConfig, extent, checkChart } from "./chart-parts.js";
import type { Figure } from "../output/figure.js";
import { checkMutations, noMutations } from "./mutations-over-time.js";
import { primitiveLook } from "../output/operation-look.js";
import { textWidth } from "../output/text-width.js";
import { colours, sizes } from "../output/theme.js";

/** The outcome of the mutations to one operation. */
export interface OperationPay {
  readonly operation: string;
  readonly drawn: number;
  readonly paid: number;
  /** The mean of the child's fitness less its parent's, over pairs with both scored; null if there are none. */
  readonly meanGain: number | null;
}

/** The rows of {@link mutationsByOperation}, the operation drawn most often first. */
export function mutationPay(rows: readonly MutationRow[]): readonly OperationPay[] {
  checkMutations("mutationPay", rows);
  const operations = [...new Set(rows.map(({ operation }) => operation))];
  return operations
    .map((operation) => {
      const own = rows.filter((row) => row.operation === operation && row.kind !== "changes nothing");
      const gains = own.flatMap(({ gain }) => gain ?? []);
      return {
        operation,
        drawn: own.length,
        paid: own.filter(({ paid }) => paid).length,
        meanGain: mean(gains) ?? null,
      };
    })
    .filter(({ drawn }) => drawn > 0)
    .sort((one, other) => other.drawn - one.drawn || (one.operation < other.operation ? -1 : 1));
}

/**
 * A bar for each operation that mutations put on an edge: how often it was drawn and, in the dark part, how often the
 * child was fitter than its parent. Mutations that change nothing are left out.
 */
export function mutationsByOperation(rows: readonly MutationRow[], config: ChartConfig = {}): Figure {
  checkMutations("mutationsByOperation", rows);
  checkChart("mutationsByOperation", config);
  const title = config.title ?? "Operations drawn by mutations, and those that paid";
  const values = mutationPay(rows).map((row) => ({
    ...row,
    words: primitiveLook(row.operation, [row.operation]).words,
    label: `${row.paid} of ${row.drawn}${row.meanGain === null ? "" : `, mean ${row.meanGain < 0 ? "−" : "+"}${Math.abs(row.meanGain).toFixed(3)}`}`,
  }));
  const width = config.width ?? sizes.chartWidth;
  if (values.length === 0) return noMutations(title, { width, height: 80 });
  const subtitle = "pale: drawn; dark: child fitter than its parent; mean: child's fitness minus its parent's";
  const most = Math.max(...values.map(({ drawn }) => drawn));
  const y = {
    ...{ field: "words", type: "nominal", title: null, sort: values.map(({ words }) => words) },
    axis: { ticks: false, domain: false },
  };
  const x = {
    ...{ type: "quantitative", title: "mutations" },
    // Leaves room for the label of the longest bar.
    ...{
      scale: { domain: [0, most / Math.max(0.3, 1 - 150 / width)], nice: false },
      axis: { format: "d", tickMinStep: 1, tickCount: 6 },
    },
  };
  const tooltip = [
    { field: "words", type: "nominal", title: "operation" },
    ...["drawn", "paid"].map((count) => ({ field: count, type: "quantitative", format: "d" })),
    { field: "meanGain", type: "quantitative", format: "+.4f", title: "mean gain" },
  ];
  const bar = (field: string, color: string): object => ({
    mark: { type: "bar", color, height: { band: 0.75 } },
    encoding: { x: { field, ...x }, y, tooltip },
  });
  return chartFigure(
    // Title and subtitle may extend over the names.
    { title, subtitle, width: width + extent(values.map(({ words }) => textWidth(words, sizes.small)))[1] },
    `Mutations by operation: ${values.map(({ words, label }) => `${words} ${label}`).join("; ")}.`,
    {
      ...{ width, height: config.height ?? 24 * Math.max(2, values.length), data: { values } },
      layer: [
        bar("drawn", colours.paleGrey),
        bar("paid", colours.blue),
        {
          mark: { type: "text", align: "left", dx: 5, fontSize: sizes.small },
          encoding: { x: { field: "drawn", ...x }, y, text: { field: "label" } },
        },
      ],
    },
  );
}

/** Fitness against the costs of the networks, and their Pareto front. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import type { Schema } from "../../input/schema.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { checkRows, count, number } from "../output/check-input.js";
import { trainedNetworks } from "../../rows/trained-networks.js";
import {
  chartFigure,
  checkChart,
  hasFitness,
  stepEntries,
  type ChartConfig,
  chartSize,
  fitnessAxis,
  fourDigits,
  FITNESS_TITLE,
  isAccuracy,
  messageView,
  nothingScored,
  type StepRow,
} from "./chart-parts.js";
import { costScale } from "./cost-scale.js";
import type { Figure } from "../output/figure.js";
import { binNote, pointLayer } from "./point-layers.js";
import { meanings } from "../output/theme.js";

/** A {@link StepRow} with the costs of its network. */
export interface CostStepRow extends StepRow {
  readonly parameterCount: number;
  /** For one forward pass of one image. */
  readonly multiplyAdds: number;
}

const costSchema: Schema<CostStepRow> = v.pipe(
  v.object({ ...stepEntries, parameterCount: count, multiplyAdds: count }),
  hasFitness(),
);

/** Throws InputError, beginning with `where`, for anything but rows with costs. */
export function checkCostRows(where: string, rows: readonly CostStepRow[]): void {
  checkRows(where, rows, costSchema);
}

const fitnessSchema: Schema<{ readonly fitness: number | null }> = v.object({ fitness: v.nullable(number) });

/**
 * The Pareto front, by cost: rows for which no other is fitter at no more cost, or as fit at less. Rows without a
 * fitness are never on it.
 */
export function paretoFront<R extends { readonly fitness: number | null }>(
  rows: readonly R[],
  cost: (row: R) => number,
): readonly R[] {
  checkRows("paretoFront", rows, fitnessSchema);
  if (typeof cost !== "function") throw new InputError(`paretoFront: cost: got ${shown(cost)}, must be a function`);
  const sorted = rows
    .filter(({ fitness }) => fitness !== null)
    .sort((one, other) => cost(one) - cost(other) || (other.fitness as number) - (one.fitness as number));
  let best = -Infinity;
  return sorted.filter(({ fitness }) => {
    const isBetter = (fitness as number) > best;
    best = Math.max(best, fitness as number);
    return isBetter;
  });
}

/**
 * One row per network, its first scored one, with the expected fitness of a new training as its fitness: a front of
 * single trainings would be one of luck. `noise` is as in `trainedNetworks`.
 */
export function expectedRows<R extends CostStepRow>(rows: readonly R[], noise: number | null = null): readonly R[] {
  // Several runs of one search have the same steps, and a step that failed in one run may be scored in another.
  const keyOf = (hash: string | null | undefined, step: number): string => `${hash ?? ""} ${step}`;
  const scored = rows.filter(({ fitness }) => fitness !== null);
  const firstRows = new Map(scored.map((row) => [keyOf(row.hash, row.step), row]));
  return trainedNetworks(rows, noise).flatMap(({ hash, step, expected }) => {
    const row = firstRows.get(keyOf(hash, step));
    return row === undefined ? [] : [{ ...row, fitness: fourDigits(expected) }];
  });
}

/**
 * Two panels, fitness against parameters and against multiply-adds, both on logarithmic axes: a point per scored
 * genotype (cells for thousands) and, as a stepped line through ringed points, the Pareto front of the networks by the
 * expected fitness of a new training.
 */
export function fitnessByCost(rows: readonly CostStepRow[], config: ChartConfig = {}): Figure {
  checkCostRows("fitnessByCost", rows);
  checkChart("fitnessByCost", config);
  const title = config.title ?? "Fitness against cost";
  const { width, height } = chartSize(config);
  const scored = rows.filter(
    ({ status, fitness, parameterCount, multiplyAdds }) =>
      status === "scored" && fitness !== null && parameterCount > 0 && multiplyAdds > 0,
  );
  if (scored.length === 0) {
    const message = nothingScored(rows);
    return chartFigure({ title, width }, `${message}.`, { ...messageView(message, { width, height }) });
  }
  const panelWidth = (width - 60) / 2;
  const networks = expectedRows(scored);
  const fronts = costs.map(({ field }) => paretoFront(networks, (row) => row[field]));
  const failed = rows.length - scored.length;
  const subtitle = `${counted(scored.length, "scored genotype")}${failed > 0 ? `, ${failed} failed not drawn` : ""}; ringed, at the expected fitness of a new training: no other network is cheaper and as fit (${costs
    .map(({ words }, index) => `${fronts[index].length} by ${words}`)
    .join(", ")})${binNote(scored.length)}`;
  const panels = costs.map(({ field, words }, index) => ({
    width: panelWidth,
    height,
    layer: panel(scored, fronts[index], { field, words, config, hasAxis: index === 0 }),
  }));
  return chartFigure({ title, subtitle, width }, `Fitness against cost: ${subtitle}.`, {
    spacing: 24,
    hconcat: panels,
  });
}

const costs = [
  { field: "parameterCount", words: "parameters" },
  { field: "multiplyAdds", words: "multiply-adds" },
] as const;

/** The fields of a row that a panel shows. */
interface Picked extends Pick<StepRow, "step" | "phase" | "fitness"> {
  readonly parameterCount?: number;
  readonly multiplyAdds?: number;
}

interface PanelConfig {
  readonly field: "parameterCount" | "multiplyAdds";
  readonly words: string;
  readonly config: ChartConfig;
  readonly hasAxis: boolean;
}

function panel(
  scored: readonly CostStepRow[],
  front: readonly CostStepRow[],
  { field, words, config, hasAxis }: PanelConfig,
): readonly object[] {
  const perImage = field === "multiplyAdds" ? " for one image" : "";
  const x = {
    field,
    type: "quantitative",
    title: `${words}${perImage}`,
    ...costScale(scored.map((row) => row[field])),
  };
  const fitnesses = scored.map(({ fitness }) => fitness as number);
  const y = fitnessAxis("fitness", fitnesses, config, config.fitnessTitle ?? FITNESS_TITLE) as { axis: object };
  const yHere = hasAxis ? y : { ...y, title: null };
  const pick = ({ step, phase, fitness, [field]: cost }: CostStepRow): Picked => ({
    step,
    phase,
    fitness,
    [field]: cost,
  });
  const tooltip = [
    { field: "step", type: "quantitative", format: "d" },
    { field: "fitness", type: "quantitative", format: isAccuracy(config) ? ".1%" : ".4f" },
    { field, type: "quantitative", format: ",", title: words },
  ];
  const points = pointLayer(scored.map(pick), {
    ...{ x, y: yHere, logX: true, across: 50, titles: { x: words, y: "fitness" }, tooltip },
    at: (row) => ({ x: row[field] as number, y: row.fitness as number }),
    opacity: 0.5,
  });
  const values = front.map(pick);
  return [
    points,
    {
      data: { values },
      mark: { type: "line", interpolate: "step-after", color: meanings.best, strokeWidth: 1.5 },
      encoding: { x, y: yHere },
    },
    {
      data: { values },
      mark: { type: "point", shape: "circle", size: 110, color: meanings.best, strokeWidth: 1.8, filled: false },
      encoding: { x, y: yHere, tooltip },
    },
  ];
}

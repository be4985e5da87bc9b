/** Fitness against the costs of the networks, and their Pareto front. */
import { counted } from "../../input/quantity.js";
import * as v from "valibot";
import { sampleRankCorrelation } from "simple-statistics";
import { oneOf, type Schema } from "../../input/schema.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { checkConfig, checkRows, count, number } from "../output/check-input.js";
import { trainedNetworks } from "../../rows/trained-networks.js";
import {
  chartFigure,
  chartEntries,
  fitnessFormat,
  hasFitness,
  networkWordsOf,
  stepEntries,
  type ChartConfig,
  chartSize,
  fitnessAxis,
  fourDigits,
  FITNESS_TITLE,
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

/** Settings of {@link fitnessByCost}. */
export interface FitnessByCostConfig extends ChartConfig {
  /** The cost on the x axis. Default: parameters. */
  readonly cost?: "parameterCount" | "multiplyAdds";
}

const configSchema: Schema<FitnessByCostConfig> = v.object({
  ...chartEntries,
  cost: v.optional(oneOf(["parameterCount", "multiplyAdds"])),
});

/**
 * Fitness against parameters or multiply-adds on a logarithmic axis: a point per scored genotype (cells for thousands)
 * and, as a stepped line through ringed points, the Pareto front of the networks by the expected fitness of a new
 * training. The title says whether cost and expected fitness go together.
 */
export function fitnessByCost(rows: readonly CostStepRow[], config: FitnessByCostConfig = {}): Figure {
  checkCostRows("fitnessByCost", rows);
  checkConfig("fitnessByCost", config, configSchema);
  const size = chartSize(config);
  const { cost = "parameterCount" } = config;
  const scored = rows.filter(
    ({ status, fitness, [cost]: value }) => status === "scored" && fitness !== null && value > 0,
  );
  if (scored.length === 0) {
    const message = nothingScored(rows);
    const title = config.title ?? "Fitness against cost";
    return chartFigure({ title, width: size.width }, `${message}.`, { ...messageView(message, size) });
  }
  const networks = expectedRows(scored);
  const front = paretoFront(networks, (row) => row[cost]);
  const failed = rows.length - scored.length;
  const subtitle = `${counted(scored.length, "scored genotype")}${failed > 0 ? `, ${failed} failed not drawn` : ""}; ringed, at the expected fitness of a new training: the ${front.length} networks that no cheaper one matches${binNote(scored.length)}`;
  const title = config.title ?? titleOf(networks, cost);
  return chartFigure({ title, subtitle, width: size.width }, `Fitness against cost: ${title}. ${subtitle}.`, {
    ...size,
    layer: panel(rows, scored, front, { field: cost, words: costWords[cost], config }),
  });
}

const costWords = Object.freeze({ parameterCount: "parameters", multiplyAdds: "multiply-adds for one image" });

/** The fewest networks whose rank correlation means anything. */
const FEWEST = 10;

function titleOf(networks: readonly CostStepRow[], cost: "parameterCount" | "multiplyAdds"): string {
  const what = cost === "parameterCount" ? "Parameters" : "Multiply-adds";
  if (networks.length < FEWEST) return `${what} and fitness: too few networks to tell whether they go together`;
  const rank = sampleRankCorrelation(
    networks.map((row) => row[cost]),
    networks.map(({ fitness }) => fitness as number),
  );
  const said = rank.toFixed(2).replace("-", "−");
  // Fieller, Hartley and Pearson (1957).
  const reach = 1.96 * Math.sqrt(1.06 / (networks.length - 3));
  if (!(Math.abs(Math.atanh(rank)) > reach))
    return `${what} do not tell which network is fitter: rank correlation ${said}`;
  const size = cost === "parameterCount" ? ["Larger", "Smaller"] : ["Costlier", "Cheaper"];
  const strength = Math.abs(rank) < 0.3 ? " slightly" : "";
  return `${size[rank > 0 ? 0 : 1]} networks are${strength} fitter in this search: rank correlation ${said}`;
}

/** The fields of a row that a panel shows. */
interface Picked extends Pick<StepRow, "step" | "phase" | "fitness"> {
  readonly hash?: string;
  readonly network?: string;
  readonly parameterCount?: number;
  readonly multiplyAdds?: number;
}

interface PanelConfig {
  readonly field: "parameterCount" | "multiplyAdds";
  readonly words: string;
  readonly config: ChartConfig;
}

function panel(
  rows: readonly CostStepRow[],
  scored: readonly CostStepRow[],
  front: readonly CostStepRow[],
  { field, words, config }: PanelConfig,
): readonly object[] {
  const x = { field, type: "quantitative", title: words, ...costScale(scored.map((row) => row[field])) };
  const fitnesses = scored.map(({ fitness }) => fitness as number);
  const y = fitnessAxis("fitness", fitnesses, config, config.fitnessTitle ?? FITNESS_TITLE);
  const said = networkWordsOf(rows, config);
  const pick = (row: CostStepRow): Picked => ({
    ...{ step: row.step, phase: row.phase, fitness: row.fitness, [field]: row[field] },
    ...(row.hash === undefined ? {} : { hash: row.hash }),
    ...said(row),
  });
  const tooltip = [
    { field: "step", type: "quantitative", format: "d" },
    { field: "fitness", type: "quantitative", format: fitnessFormat(config) },
    ...(scored.some((row) => said(row).network !== undefined)
      ? [{ field: "network", type: "nominal", title: "its network" }]
      : []),
    { field, type: "quantitative", format: ",", title: words },
  ];
  const points = pointLayer(scored.map(pick), {
    ...{ x, y, logX: true, across: 50, titles: { x: words, y: "fitness" }, tooltip },
    at: (row) => ({ x: row[field] as number, y: row.fitness as number }),
    opacity: 0.4,
  });
  const values = front.map(pick);
  return [
    points,
    {
      data: { values },
      mark: { type: "line", interpolate: "step-after", color: meanings.best, strokeWidth: 1.5, tooltip: false },
      encoding: { x, y },
    },
    {
      data: { values },
      mark: { type: "point", shape: "circle", size: 110, color: meanings.best, strokeWidth: 1.8, filled: false },
      encoding: {
        x,
        y,
        tooltip: tooltip.map((each) => (each.field === "fitness" ? { ...each, title: "expected" } : each)),
      },
    },
  ];
}

/** Computes the numbers of the project's targets from raw times. */
import { median } from "simple-statistics";
import type { ScaleTimes } from "./bench-scale.js";
import { isPeer, OURS, PLAIN, REWRITTEN } from "./contender-list.js";
import type { EngineName } from "../../graph/training-graph.js";
import { fastest, perHour, ratioOf, type Times } from "./summarize.js";

/**
 * The results of one engine. Ratios are the peer's time ÷ hiernas's (above 1: hiernas is faster); null if not measured.
 */
export interface EngineResults {
  /** Published scale, training steps on both cores, the peer with its faster thread setting. */
  readonly ratio: number | null;
  /** Published scale, two one-thread workers side by side. */
  readonly workerRatio: number | null;
  /** Laptop scale, training steps on both cores. */
  readonly laptopRatio: number | null;
  /** Laptop scale, two one-thread workers side by side. */
  readonly laptopWorkerRatio: number | null;
  /** Evaluations per hour of two workers at laptop scale, hiernas's ÷ the peer's. */
  readonly evaluationRatio: number | null;
  /** The share of such an evaluation by hiernas outside its training steps and scoring. */
  readonly startupShare: number | null;
  /** Evaluations per hour of two workers at laptop scale. */
  readonly evaluationsPerHour: number | null;
  /** Milliseconds per image at published scale by batch size, both cores. */
  readonly perImageMillis: Readonly<Record<string, number>>;
  /** The largest deviation of `perImageMillis` from their median, as a fraction of it. */
  readonly perImageDeviation: number | null;
  /** The share of a training step outside TensorFlow, both cores, by scale: JavaScript and data. */
  readonly outsideShares: Readonly<Record<string, number>>;
  /** The plain graph's time ÷ the engine's, both cores, by scale. */
  readonly rewriteRatios: Readonly<Record<string, number>>;
  /** Training steps on both cores, by large scale. */
  readonly largeRatios: Readonly<Record<string, number>>;
  /** The peer's peak memory ÷ hiernas's, training steps on both cores, by large scale. */
  readonly memoryRatios: Readonly<Record<string, number>>;
}

/** Times by the name of their scale. */
export type TimesByScale = Readonly<Record<string, ScaleTimes>>;

/** The engine that the machine uses: `fused` only where every scale used it. */
export function engineOf(times: TimesByScale): EngineName {
  return Object.values(times).every(({ engine }) => engine === "fused") ? "fused" : "rewritten";
}

/** The results of the engine that the machine uses. */
export function findResults(times: TimesByScale): EngineResults {
  return resultsOf(times, () => OURS);
}

/** The results of the engine `rewritten`, measured separately only if the machine uses another. */
export function findRewrittenResults(times: TimesByScale): EngineResults {
  return resultsOf(times, ({ engine }) => (engine === "fused" ? REWRITTEN : OURS));
}

function resultsOf(times: TimesByScale, nameIn: (scale: ScaleTimes) => string): EngineResults {
  const { published, laptop } = times as { readonly published?: ScaleTimes; readonly laptop?: ScaleTimes };
  type List = "bothCores" | "workers" | "evaluations";
  const ours = (scale: ScaleTimes | undefined, what: List) => scale && find(scale[what], nameIn(scale));
  const against = (scale: ScaleTimes | undefined, what: List) =>
    ratioOf(fastest((scale?.[what] ?? []).filter(isPeer)), ours(scale, what));
  const byScale = (valueOf: (scale: ScaleTimes) => number | null): Readonly<Record<string, number>> =>
    Object.fromEntries(
      Object.entries(times).flatMap(([name, scale]) => {
        const value = valueOf(scale);
        return value === null ? [] : [[name, value]];
      }),
    );
  const perImage = Object.entries((published && published.byBatchSize?.[nameIn(published)]) ?? {}).map(
    ([size, { medianMillis }]) => [size, medianMillis / Number(size)] as const,
  );
  const evaluations = ours(laptop, "evaluations");
  const atLarge = (valueOf: (scale: ScaleTimes) => number | null) =>
    byScale((scale) => (scale.isLarge ? valueOf(scale) : null));
  return Object.freeze({
    ratio: against(published, "bothCores"),
    workerRatio: against(published, "workers"),
    laptopRatio: against(laptop, "bothCores"),
    laptopWorkerRatio: against(laptop, "workers"),
    evaluationRatio: against(laptop, "evaluations"),
    startupShare: medianOf(laptop?.startupShares?.[nameIn(laptop)]),
    evaluationsPerHour: evaluations === undefined ? null : perHour(evaluations),
    perImageMillis: Object.fromEntries(perImage),
    perImageDeviation: deviationOf(perImage.map(([, millis]) => millis)),
    outsideShares: byScale((scale) => medianOf(scale.outsideShares?.[nameIn(scale)])),
    rewriteRatios: byScale((scale) => ratioOf(find(scale.bothCores, PLAIN), ours(scale, "bothCores"))),
    largeRatios: atLarge((scale) => against(scale, "bothCores")),
    memoryRatios: atLarge((scale) => memoryRatioOf(scale, nameIn(scale))),
  });
}

function find(list: readonly Times[] = [], contender: string): Times | undefined {
  return list.find((each) => each.contender === contender);
}

/** The least peak memory of a peer ÷ that of `name`, null if either is not known. */
function memoryRatioOf({ peakBytes = {} }: ScaleTimes, name: string): number | null {
  const peers = Object.entries(peakBytes).filter(([contender]) => isPeer({ contender }));
  const ours = peakBytes[name];
  return peers.length === 0 || ours === undefined ? null : Math.min(...peers.map(([, bytes]) => bytes)) / ours;
}

function medianOf(values: readonly number[] = []): number | null {
  return values.length === 0 ? null : median([...values]);
}

function deviationOf(values: readonly number[]): number | null {
  if (values.length < 2) return null;
  const middle = median([...values]);
  return Math.max(...values.map((value) => Math.abs(value - middle))) / middle;
}

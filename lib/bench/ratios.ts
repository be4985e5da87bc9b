/** From raw times to the numbers that the project is held to. Ours. */
import { median } from "simple-statistics";
import { OURS, PLAIN, type ScaleTimes } from "./bench-scale.js";
import { fastest, perHour, ratioOf, type Times } from "./summarize.js";

/** The peer's time ÷ ours (above 1: ours is faster), null where one of them was not measured. Ours. */
export interface Ratios {
  /** Published scale, a training step on both cores, the peer with its faster thread setting. */
  readonly ratio: number | null;
  /** Published scale, two one-thread workers side by side. */
  readonly workerRatio: number | null;
  /** Laptop scale, a training step on both cores. */
  readonly laptopRatio: number | null;
  /** Laptop scale, two one-thread workers side by side. */
  readonly laptopWorkerRatio: number | null;
  /** Evaluations an hour of two workers at laptop scale, ours ÷ the peer's. */
  readonly evaluationRatio: number | null;
  /** The share of such an evaluation of ours outside its training steps and scoring. */
  readonly startupShare: number | null;
}

/** What else follows from the times. Ours. */
export interface Findings {
  /** Evaluations an hour of two workers at laptop scale, by contender. */
  readonly evaluationsPerHour: Readonly<Record<string, number>>;
  /** Time without rewrites ÷ with them, both cores, by scale; empty when the engine has none. */
  readonly rewriteRatios: Readonly<Record<string, number>>;
  /** Milliseconds an image at published scale by batch size, both cores. */
  readonly perImageMillis: Readonly<Record<string, number>>;
  /** The largest of `perImageMillis` ÷ the least, less 1. */
  readonly perImageSpread: number | null;
  /** The share of a training step outside TensorFlow, both cores, by scale: JavaScript and data. */
  readonly outsideShares: Readonly<Record<string, number>>;
}

/** Ratios and findings from the times of scales named `published` and `laptop`. Ours. */
export function findRatios(times: Readonly<Record<string, ScaleTimes>>): {
  readonly ratios: Ratios;
  readonly findings: Findings;
} {
  const { published, laptop } = times as { readonly published?: ScaleTimes; readonly laptop?: ScaleTimes };
  const against = (list: readonly Times[] = []) => ratioOf(fastest(list.filter(isPeer)), find(list, OURS));
  const perImage = Object.entries(published?.byBatchSize ?? {}).map(
    ([size, { medianMillis }]) => [size, medianMillis / Number(size)] as const,
  );
  const values = perImage.map(([, millis]) => millis);
  const byScale = (value: (scale: ScaleTimes) => number | null) =>
    Object.fromEntries(
      Object.entries(times).flatMap(([name, scale]) => {
        const found = value(scale);
        return found === null ? [] : [[name, found]];
      }),
    );
  const shares = laptop?.startupShares;
  return {
    ratios: Object.freeze({
      ratio: against(published?.bothCores),
      workerRatio: against(published?.workers),
      laptopRatio: against(laptop?.bothCores),
      laptopWorkerRatio: against(laptop?.workers),
      evaluationRatio: against(laptop?.evaluations),
      startupShare: shares === undefined ? null : median([...shares]),
    }),
    findings: Object.freeze({
      evaluationsPerHour: Object.fromEntries(
        (laptop?.evaluations ?? []).map((each) => [each.contender, perHour(each)]),
      ),
      rewriteRatios: byScale(({ bothCores = [] }) => ratioOf(find(bothCores, PLAIN), find(bothCores, OURS))),
      perImageMillis: Object.fromEntries(perImage),
      perImageSpread: values.length < 2 ? null : Math.max(...values) / Math.min(...values) - 1,
      outsideShares: byScale(({ outsideShares }) => (outsideShares ? median([...outsideShares]) : null)),
    }),
  };
}

function find(list: readonly Times[], contender: string): Times | undefined {
  return list.find((each) => each.contender === contender);
}

/** Whether the times are a peer's. Ours. */
export function isPeer({ contender }: Times): boolean {
  return contender !== OURS && contender !== PLAIN;
}

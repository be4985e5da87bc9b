/** Medians, spreads and ratios of measured times. */
import { sum } from "d3-array";
import { median, quantile } from "simple-statistics";
import { InputError } from "../../input/errors.js";

/** Times of one contender in one setting, in milliseconds. */
export interface Times {
  readonly contender: string;
  /** The number of cores of each process. */
  readonly threads: number;
  /** The number of concurrent processes. */
  readonly processes: number;
  readonly medianMillis: number;
  /** The interquartile range as a fraction of the median. */
  readonly spread: number;
  /** The measured times, in order. */
  readonly millis: readonly number[];
}

/** The median and spread of measured times. Throws InputError for none. */
export function summarizeTimes(
  who: { readonly contender: string; readonly threads: number; readonly processes: number },
  millis: readonly number[],
): Times {
  if (millis.length === 0)
    throw new InputError(`${who.contender}: no time was measured; run at least one training step`);
  const middle = median([...millis]);
  const spread = (quantile([...millis], 0.75) - quantile([...millis], 0.25)) / middle;
  return Object.freeze({ ...who, medianMillis: middle, spread, millis: Object.freeze([...millis]) });
}

/** The fastest by median; undefined for none. */
export function fastest(times: readonly Times[]): Times | undefined {
  return [...times].sort((one, other) => one.medianMillis - other.medianMillis)[0];
}

/** The peer's time ÷ hiernas's, null without a peer. Above 1: hiernas is faster. */
export function ratioOf(peer: Times | undefined, ours: Times | undefined): number | null {
  return peer === undefined || ours === undefined ? null : peer.medianMillis / ours.medianMillis;
}

/** Evaluations per hour of `processes` side by side. */
export function perHour({ medianMillis, processes }: Times): number {
  return (processes * 3_600_000) / medianMillis;
}

/**
 * The share of an evaluation outside its training steps and scoring: graph, session, initial weights, and the time of
 * its first training step beyond the median of the others.
 */
export function startupShareOf(evaluation: {
  readonly millis: number;
  readonly trainingStepMillis: readonly number[];
  readonly scoreMillis: number;
}): number {
  const { millis, trainingStepMillis, scoreMillis } = evaluation;
  const others = trainingStepMillis.slice(1);
  const usual = others.length === 0 ? trainingStepMillis[0] : median([...others]);
  const counted = Math.min(trainingStepMillis[0], usual) + sum(others);
  return Math.max(0, (millis - scoreMillis - counted) / millis);
}

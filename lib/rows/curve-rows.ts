/** A study's learning curves: quantiles over all of them, and the curves of the best networks. */
import { quantileSorted } from "simple-statistics";
import type { CurvePoint } from "../evaluation/curve.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import type { NetworkMean } from "./network-mean.js";
import { meanWords } from "./network-words.js";

/**
 * The losses of all trainings at one training step, each the mean over the training steps since the previous row, in
 * nats.
 */
export interface LossQuantiles {
  readonly trainingStep: number;
  /** The 10th percentile, the lower quartile, the median, the upper quartile, the 90th percentile. */
  readonly p10: number;
  readonly p25: number;
  readonly median: number;
  readonly p75: number;
  readonly p90: number;
  /** The number of trainings with a finite loss there. */
  readonly count: number;
}

/** The learning curves of a study. */
export interface StudyCurves {
  /** By training step. */
  readonly quantiles: readonly LossQuantiles[];
  /** The first training of each of the best networks, the best first. */
  readonly fittest: readonly {
    readonly name: string;
    readonly curve: readonly { readonly trainingStep: number; readonly loss: number }[];
  }[];
}

/** The most points per curve: a stored curve has more, but the loss of a single batch is mostly noise. */
const CURVE_ROWS = 25;

/** How many of the best networks get their own curve. */
const FITTEST_CURVES = 2;

/**
 * The learning curves of a study's individuals and of its `networks`, the best first. Failed trainings count as far as
 * their loss is finite.
 */
export function curveRows(
  individuals: readonly { readonly step: number; readonly evaluation: Evaluation }[],
  networks: readonly NetworkMean[],
): StudyCurves {
  const byStep = new Map<number, number[]>();
  for (const { evaluation } of individuals) {
    for (const { curve } of evaluation.trainings) {
      for (const { trainingStep, loss } of coarsen(curve)) {
        if (!Number.isFinite(loss)) continue;
        const losses = byStep.get(trainingStep);
        if (losses === undefined) byStep.set(trainingStep, [loss]);
        else losses.push(loss);
      }
    }
  }
  const quantiles = [...byStep].sort(([one], [other]) => one - other).map(([step, losses]) => summarize(step, losses));
  const evaluations = new Map(individuals.map(({ step, evaluation }) => [step, evaluation]));
  const fittest = networks
    .flatMap((network) => {
      const training = evaluations.get(network.step)?.trainings[0];
      return training === undefined ? [] : [{ network, training }];
    })
    .slice(0, FITTEST_CURVES)
    .map(({ network, training }) =>
      Object.freeze({ name: `step ${network.step}, ${meanWords(network)}`, curve: coarsen(training.curve) }),
    );
  return Object.freeze({ quantiles: Object.freeze(quantiles), fittest: Object.freeze(fittest) });
}

/** Merges neighbouring points into one: the mean over their training steps, at the last of these. */
function coarsen(curve: readonly CurvePoint[]): readonly CurvePoint[] {
  const last = curve[curve.length - 1]?.trainingStep ?? 0;
  const points: CurvePoint[] = [];
  let [sum, steps, before] = [0, 0, 0];
  curve.forEach(({ trainingStep, loss }, index) => {
    sum += loss * (trainingStep - before);
    steps += trainingStep - before;
    before = trainingStep;
    const place = (step: number): number => Math.ceil((step * CURVE_ROWS) / last);
    const next = curve[index + 1]?.trainingStep;
    if (next !== undefined && place(next) === place(trainingStep)) return;
    points.push(Object.freeze({ trainingStep, loss: sum / steps }));
    [sum, steps] = [0, 0];
  });
  return Object.freeze(points);
}

function summarize(trainingStep: number, losses: readonly number[]): LossQuantiles {
  const sorted = [...losses].sort((one, other) => one - other);
  const [p10, p25, median, p75, p90] = [0.1, 0.25, 0.5, 0.75, 0.9].map((share) => quantileSorted(sorted, share));
  return Object.freeze({ trainingStep, p10, p25, median, p75, p90, count: sorted.length });
}

/** A run's curve: its points, and as lines of a chart. */

/** A point of a run's curve: of the training loss, or of a scoring of the validation images. */
export interface RunCurvePoint {
  /** The training's number, from 1. */
  readonly training: number;
  /** From 1. */
  readonly trainingStep: number;
  /** The mean loss of the training steps since the last point, in nats; null when it is not finite. */
  readonly loss?: number | null;
  /** The learning rate of that training step. */
  readonly learningRate?: number;
  /** The share of validation images classified correctly, 0 to 1. */
  readonly validationAccuracy?: number;
  /** Their mean loss, in nats. */
  readonly validationLoss?: number;
}

/** A line of a chart. */
export interface RunCurve {
  readonly name: string;
  readonly curve: readonly { readonly trainingStep: number; readonly loss: number }[];
}

/** The most points of a line: neighbours beyond are merged. */
const CURVE_ROWS = 200;

/**
 * The lines of a run's curve for `learningCurves`: the training loss of each training and, where the validation images
 * were kept apart, their loss. Neighbouring points of the training loss are merged into their mean, 200 a line at most.
 */
export function runCurves(points: readonly RunCurvePoint[]): readonly RunCurve[] {
  const trainings = [...new Set(points.map(({ training }) => training))].sort((one, other) => one - other);
  const line = (name: string, training: number, lossOf: (point: RunCurvePoint) => number | null | undefined) => {
    const curve = points.flatMap((point) => {
      const loss = lossOf(point);
      if (point.training !== training || typeof loss !== "number") return [];
      return [{ trainingStep: point.trainingStep, loss }];
    });
    const of = trainings.length === 1 ? "" : ` ${training}`;
    return curve.length === 0 ? [] : [Object.freeze({ name: `${name}${of}`, curve: merge(curve) })];
  };
  return Object.freeze(
    trainings.flatMap((training) => [
      ...line("training", training, ({ loss }) => loss),
      ...line("validation", training, ({ validationLoss }) => validationLoss),
    ]),
  );
}

function merge(curve: RunCurve["curve"]): RunCurve["curve"] {
  const size = Math.ceil(curve.length / CURVE_ROWS);
  return Array.from({ length: Math.ceil(curve.length / size) }, (_, index) => {
    const group = curve.slice(index * size, (index + 1) * size);
    const loss = group.reduce((sum, point) => sum + point.loss, 0) / group.length;
    return { trainingStep: group[group.length - 1].trainingStep, loss };
  });
}

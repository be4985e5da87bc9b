/** A run's curve: its points, and the lines that they make. */

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

/** A line of a run's curve: one training's losses or accuracies on the training or validation images. */
export interface RunLine {
  /** The training, from 1. */
  readonly training: number;
  readonly images: "training" | "validation";
  /** Mean softmax cross-entropy in nats, or the share classified correctly, 0 to 1. */
  readonly measure: "loss" | "accuracy";
  /** By training step. */
  readonly curve: readonly { readonly trainingStep: number; readonly value: number }[];
}

/** The most points of a line: neighbours beyond are merged. */
const LINE_POINTS = 200;

/**
 * The lines of a run's curve: of each training its loss and, where the validation images were kept apart, their loss and
 * accuracy. A line ends at the first value that is not finite. Neighbouring points are merged into their mean, 200 a
 * line at most.
 */
export function runLines(points: readonly RunCurvePoint[]): readonly RunLine[] {
  const trainings = [...new Set(points.map(({ training }) => training))].sort((one, other) => one - other);
  return Object.freeze(
    trainings.flatMap((training) => {
      const own = points.filter((point) => point.training === training);
      const line = (
        images: RunLine["images"],
        measure: RunLine["measure"],
        valueOf: (point: RunCurvePoint) => number | null | undefined,
      ): readonly RunLine[] => {
        const values = own.flatMap((point) => {
          const value = valueOf(point);
          return value === undefined ? [] : [{ trainingStep: point.trainingStep, value: value ?? NaN }];
        });
        const end = values.findIndex(({ value }) => !Number.isFinite(value));
        const curve = merge(end < 0 ? values : values.slice(0, end));
        return curve.length === 0 ? [] : [Object.freeze({ training, images, measure, curve })];
      };
      return [
        ...line("training", "loss", ({ loss }) => loss),
        ...line("validation", "loss", ({ validationLoss }) => validationLoss),
        ...line("validation", "accuracy", ({ validationAccuracy }) => validationAccuracy),
      ];
    }),
  );
}

function merge(curve: RunLine["curve"]): RunLine["curve"] {
  const size = Math.ceil(curve.length / LINE_POINTS);
  return Array.from({ length: Math.ceil(curve.length / size) || 0 }, (_, index) => {
    const group = curve.slice(index * size, (index + 1) * size);
    const value = group.reduce((sum, point) => sum + point.value, 0) / group.length;
    return { trainingStep: group[group.length - 1].trainingStep, value };
  });
}

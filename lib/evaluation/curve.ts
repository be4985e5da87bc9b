/** Learning curves, thinned so that a study of thousands of trainings stays small. */

/** The most points in a stored curve. */
export const CURVE_POINTS = 50;

/** Significant digits of a stored loss: curves are for looking at, and the exact final loss is stored too. */
const LOSS_DIGITS = 4;

/**
 * A point of a learning curve: the mean loss, in nats and to four significant digits, of the training steps after the
 * previous point up to `trainingStep` (from 1).
 */
export interface CurvePoint {
  readonly trainingStep: number;
  readonly loss: number;
}

/** A curve under construction. */
export interface CurveRecorder {
  /** Adds the loss of the next training step. */
  add(loss: number): void;
  /** The points so far; the final training step always ends one. */
  points(): readonly CurvePoint[];
}

/**
 * Records the losses of `trainingSteps` training steps as at most `pointCount` evenly spaced points, each the mean loss
 * since the previous one.
 */
export function recordCurve(trainingSteps: number, pointCount: number = CURVE_POINTS): CurveRecorder {
  const count = Math.min(pointCount, trainingSteps);
  const points: CurvePoint[] = [];
  let trainingStep = 0;
  let sum = 0;
  let since = 0;
  return {
    add: (loss) => {
      trainingStep++;
      sum += loss;
      since++;
      if (trainingStep < Math.round(((points.length + 1) * trainingSteps) / count)) return;
      points.push(Object.freeze({ trainingStep, loss: Number((sum / since).toPrecision(LOSS_DIGITS)) }));
      sum = 0;
      since = 0;
    },
    points: () => Object.freeze([...points]),
  };
}

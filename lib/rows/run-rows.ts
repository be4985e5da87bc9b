/** The rows of a run's figures. */
import type { TestPredictions, WrongPictureRow } from "./prediction-rows.js";
import type { RunCurvePoint } from "./run-curve.js";

/** The data of a run's figures. */
export interface RunRows {
  /** The folder's name, for legends. */
  readonly name: string;
  /** Of one training. */
  readonly trainingSteps: number;
  readonly curve: readonly RunCurvePoint[];
  /** What each finished training's network made of the test images; failed trainings have none. */
  readonly tests: readonly TestPredictions[];
  /** The pictures that the first of these networks classifies most wrongly; null without a network or its images. */
  readonly wrong: readonly WrongPictureRow[] | null;
  /** Why there are no pictures although there is a network; null otherwise. */
  readonly missing: string | null;
}

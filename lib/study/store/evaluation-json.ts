/** Evaluations as JSON text: a loss that is not finite keeps its value, a learning curve is two lists of numbers. */
import type { CurvePoint } from "../../evaluation/curve.js";
import type { Evaluation } from "../../evaluation/evaluation.js";

const NOT_FINITE = "notFinite";

/** A learning curve as it is stored: a quarter of the size of its points. */
interface StoredCurve {
  readonly trainingSteps: readonly number[];
  readonly losses: readonly number[];
}

/** An evaluation as JSON text, its engine first; NaN and the infinities become `{"notFinite": "NaN"}` and the like. */
export function evaluationToJson(evaluation: Evaluation): string {
  const { engine, ...rest } = evaluation;
  return JSON.stringify({ engine, ...rest }, (key, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return { [NOT_FINITE]: String(value) };
    return key === "curve" && Array.isArray(value) ? storeCurve(value as readonly CurvePoint[]) : value;
  });
}

/**
 * The evaluation that {@link evaluationToJson} wrote, frozen throughout; curves may also stand as points, as in the
 * first studies.
 */
export function parseEvaluation(text: string): Evaluation {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    if (NOT_FINITE in value) return Number((value as { readonly [NOT_FINITE]: string })[NOT_FINITE]);
    return Object.freeze("losses" in value ? readCurve(value as StoredCurve) : value);
  }) as Evaluation;
}

function storeCurve(curve: readonly CurvePoint[]): StoredCurve {
  return { trainingSteps: curve.map(({ trainingStep }) => trainingStep), losses: curve.map(({ loss }) => loss) };
}

function readCurve({ trainingSteps, losses }: StoredCurve): readonly CurvePoint[] {
  return losses.map((loss, index) => Object.freeze({ trainingStep: trainingSteps[index], loss }));
}

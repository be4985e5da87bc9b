/** Evaluations as JSON text: a loss that is not finite keeps its value. Ours. */
import type { Evaluation } from "../evaluation/evaluation.js";

const KEY = "notFinite";

/** An evaluation as JSON text, its engine first; NaN and the infinities become `{"notFinite": "NaN"}` and the like. Ours. */
export function evaluationToJson(evaluation: Evaluation): string {
  const { engine, ...rest } = evaluation;
  return JSON.stringify({ engine, ...rest }, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? { [KEY]: String(value) } : value,
  );
}

/** The evaluation that {@link evaluationToJson} wrote, frozen throughout. Ours. */
export function parseEvaluation(text: string): Evaluation {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null) return value;
    return KEY in value ? Number((value as { readonly [KEY]: string })[KEY]) : Object.freeze(value);
  }) as Evaluation;
}

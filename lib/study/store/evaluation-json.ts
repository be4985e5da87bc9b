/** Evaluations as JSON text, in which losses need not be finite and a learning curve is two lists of numbers. */
import * as v from "valibot";
import type { CurvePoint } from "../../evaluation/curve.js";
import { type Evaluation, type FailureReason, failureReasons, type Training } from "../../evaluation/evaluation.js";
import { finiteNumber, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../../input/schema.js";

const NOT_FINITE = "notFinite";

/** Why an evaluation may have failed. */
export const reasonSchema: Schema<FailureReason> = oneOf(failureReasons);

/** An evaluation as JSON text; NaN and the infinities become `{"notFinite": "NaN"}` and the like. */
export function evaluationToJson(evaluation: Evaluation): string {
  return JSON.stringify(evaluation, (key, value: unknown) => {
    if (typeof value === "number" && !Number.isFinite(value)) return { [NOT_FINITE]: String(value) };
    return key === "curve" && Array.isArray(value) ? storeCurve(value as readonly CurvePoint[]) : value;
  });
}

/**
 * The evaluation that {@link evaluationToJson} wrote, deeply frozen; curves may also be lists of points, as in the
 * first studies. Throws InputError for any other text.
 */
export function parseEvaluation(text: string): Evaluation {
  return parseWith(storedSchema, parseJson(text, "evaluation"), "evaluation");
}

/** Any number in memory, including NaN and the infinities. */
export const anyNumber: Schema<number> = v.custom<number>((value) => typeof value === "number", "must be a number");

/** A learning curve in memory. */
export const curveSchema: Schema<readonly CurvePoint[]> = v.pipe(
  v.array(v.object({ trainingStep: wholeNumber(), loss: anyNumber })),
  v.transform((points) => Object.freeze(points.map((point) => Object.freeze(point)))),
);

/** The list of an evaluation's trainings, given the schemas of its numbers and curves. */
export function trainingsSchema(
  number: Schema<number>,
  curve: Schema<readonly CurvePoint[]>,
): Schema<readonly Training[]> {
  const training = v.pipe(
    v.object({
      ...{ seed: v.string(), accuracy: number, scoringLoss: number, finalLoss: number, curve },
      ...{ trainMillis: number, scoreMillis: number },
    }),
    v.transform((each): Training => Object.freeze(each)),
  );
  return v.pipe(
    v.array(training),
    v.transform((list): readonly Training[] => Object.freeze(list)),
  );
}

/** A duration. Studies of version 1 have negative ones, from clocks that were set back. */
export const durationSchema: Schema<number> = v.pipe(
  finiteNumber(),
  v.transform((millis) => Math.max(0, millis)),
);

type StoredNumber = number | { readonly [NOT_FINITE]: "NaN" | "Infinity" | "-Infinity" };

const isStoredNumber = (value: unknown): value is StoredNumber =>
  typeof value === "number" ||
  (typeof value === "object" &&
    value !== null &&
    NOT_FINITE in value &&
    ["NaN", "Infinity", "-Infinity"].includes(String(value[NOT_FINITE])));

const toNumber = (value: StoredNumber): number => (typeof value === "number" ? value : Number(value[NOT_FINITE]));

const storedNumber: Schema<number> = v.pipe(
  v.custom<StoredNumber>(isStoredNumber, "must be a number"),
  v.transform(toNumber),
);

/** A stored learning curve, a quarter of the size of its points. */
interface StoredCurve {
  readonly trainingSteps: readonly number[];
  readonly losses: readonly StoredNumber[];
}

// By hand for speed: the numbers of a curve are most of what is read.
const isStoredCurve = (value: unknown): value is StoredCurve =>
  typeof value === "object" &&
  value !== null &&
  "trainingSteps" in value &&
  "losses" in value &&
  Array.isArray(value.trainingSteps) &&
  Array.isArray(value.losses) &&
  value.losses.length === value.trainingSteps.length &&
  value.trainingSteps.every((step) => Number.isSafeInteger(step)) &&
  value.losses.every(isStoredNumber);

const storedCurve: Schema<readonly CurvePoint[]> = v.union(
  [
    v.pipe(
      v.custom<StoredCurve>(isStoredCurve),
      v.transform(({ trainingSteps, losses }) =>
        Object.freeze(
          losses.map((loss, index) => Object.freeze({ trainingStep: trainingSteps[index], loss: toNumber(loss) })),
        ),
      ),
    ),
    v.pipe(
      v.array(v.object({ trainingStep: wholeNumber(), loss: storedNumber })),
      v.transform((points) => Object.freeze(points.map((point) => Object.freeze(point)))),
    ),
  ],
  "must be a learning curve: trainingSteps and losses of equal length",
);

const stored = {
  trainings: trainingsSchema(storedNumber, storedCurve),
  parameterCount: finiteNumber(0),
  multiplyAdds: finiteNumber(0),
  evaluationMillis: durationSchema,
  engine: v.optional(v.string()),
};

const storedSchema: Schema<Evaluation> = v.pipe(
  v.variant(
    "status",
    [
      v.object({ status: v.literal("scored"), fitness: finiteNumber(), spread: finiteNumber(0), ...stored }),
      v.object({ status: v.literal("failed"), reason: reasonSchema, message: v.string(), ...stored }),
    ],
    'must be "scored" or "failed"',
  ),
  v.transform((evaluation): Evaluation => Object.freeze(evaluation)),
);

function storeCurve(curve: readonly CurvePoint[]): StoredCurve {
  return { trainingSteps: curve.map(({ trainingStep }) => trainingStep), losses: curve.map(({ loss }) => loss) };
}

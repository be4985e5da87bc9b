/** That fitnesses are the means of their trainings, and columns those of the evaluations. */
import { type Evaluation, meanAndSpread } from "../../evaluation/evaluation.js";
import type { StudyRow } from "../../rows/study-row.js";
import type { StudyIndividual } from "../store/study-store.js";
import type { Recorded } from "./recorded.js";

/** Rounding in the last digits, since means may have been summed in another order. */
const ROUNDING = 1e-9;

/** Fitnesses, spreads and columns that differ. */
export function checkFitness({ individuals, rows, confirmations }: Recorded): readonly string[] {
  const byStep = new Map(rows.map((row) => [row.step, row]));
  const meansOf = (where: string, evaluation: Evaluation): readonly string[] => {
    if (evaluation.status === "failed" || evaluation.trainings.length === 0) return [];
    const { mean, spread } = meanAndSpread(evaluation.trainings.map(({ accuracy }) => accuracy));
    const pairs = [
      ["fitness", evaluation.fitness, mean],
      ["spread", evaluation.spread, spread],
    ] as const;
    return pairs.flatMap(([what, recorded, given]) =>
      Math.abs(recorded - given) <= ROUNDING
        ? []
        : [`${where}: ${what}: recorded ${recorded}, trainings give ${given}`],
    );
  };
  const fromColumns = ({ step, evaluation }: StudyIndividual): readonly string[] => {
    const row = byStep.get(step);
    const { status, trainings, parameterCount, multiplyAdds } = evaluation;
    const { fitness, spread } = status === "scored" ? evaluation : { fitness: null, spread: null };
    const expected = { status, fitness, spread, trainingCount: trainings.length, parameterCount, multiplyAdds };
    return Object.entries(expected).flatMap(([column, value]) =>
      row?.[column as keyof StudyRow] === value ? [] : [`step ${step}: ${column}: differs from its evaluation's`],
    );
  };
  return [
    ...individuals.flatMap((each) => [...meansOf(`step ${each.step}`, each.evaluation), ...fromColumns(each)]),
    ...confirmations.flatMap(({ step, training, evaluation }) =>
      meansOf(`confirmation ${training} of step ${step}`, evaluation),
    ),
  ];
}

/** A study as arquero tables, to count, group and join. */
import type { ColumnTable } from "arquero";
import type { Evaluation } from "../evaluation/evaluation.js";
import { mutationRows } from "../rows/mutation-rows.js";
import type { StudyRow } from "../rows/study-row.js";
import type { StudySettings } from "./store/study-settings.js";

/**
 * The tables of a study. They join on `step`: `individuals.join(mutations, "step")`. Missing values are null.
 */
export interface StudyTables {
  /** One row for each evaluated individual, by step: the columns of a `StudyRow` that hold one value. */
  readonly individuals: ColumnTable;
  /** One row for each individual with a parent: the columns of a `MutationRow`. */
  readonly mutations: ColumnTable;
  /**
   * One row for each training: `step`, `training` (from 1), `accuracy`, `scoringLoss`, `finalLoss`, `trainMillis`,
   * `scoreMillis`, `seed`.
   */
  readonly trainings: ColumnTable;
  /** One row for each point of a learning curve: `step`, `training`, `trainingStep`, `loss`. */
  readonly curves: ColumnTable;
}

/** The rows of a study as tables. Loads arquero only here, so that nothing else waits for it. */
export async function toTables(
  rows: readonly StudyRow[],
  individuals: readonly { readonly step: number; readonly evaluation: Evaluation }[],
  settings: StudySettings,
): Promise<StudyTables> {
  const { from } = await import("arquero");
  const table = (columns: readonly string[], objects: readonly object[]): ColumnTable =>
    // Without rows there would be no columns either.
    from([...objects], [...columns]);
  const trainings = [...individuals]
    .sort((one, other) => one.step - other.step)
    .flatMap(({ step, evaluation }) =>
      evaluation.trainings.map((training, index) => ({ step, training: index + 1, of: training })),
    );
  return Object.freeze({
    individuals: table(individualColumns, rows),
    mutations: table(mutationColumns, mutationRows(rows, settings.space)),
    trainings: table(
      trainingColumns,
      trainings.map(({ step, training, of }) => ({ ...of, step, training })),
    ),
    curves: table(
      curveColumns,
      trainings.flatMap(({ step, training, of }) => of.curve.map((point) => ({ step, training, ...point }))),
    ),
  });
}

const individualColumns = [
  ...["step", "phase", "hash", "parent", "status", "fitness", "spread", "trainingCount", "reason"],
  ...[
    "parameterCount",
    "multiplyAdds",
    "redraws",
    "reusedFrom",
    "arrival",
    "worker",
    "startedMillis",
    "finishedMillis",
  ],
];
const mutationColumns = ["step", "level", "kind", "operation", "status", "gain", "paid", "isNewBest"];
const trainingColumns = [
  ...["step", "training", "accuracy", "scoringLoss", "finalLoss", "trainMillis", "scoreMillis", "seed"],
];
const curveColumns = ["step", "training", "trainingStep", "loss"];

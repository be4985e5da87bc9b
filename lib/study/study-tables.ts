/** A study as arquero tables, to count, group and join. */
import type { ColumnTable } from "arquero";
import type { Evaluation } from "../evaluation/evaluation.js";
import { descentOf } from "../rows/descent.js";
import { mutationRows } from "../rows/mutation-rows.js";
import type { StudyRow } from "../rows/study-row.js";
import { networkFinder, trainedNetworks } from "../rows/trained-networks.js";
import type { StudySettings } from "./store/study-settings.js";

/**
 * The tables of a study. Individuals, mutations, trainings and curves join on `step`, individuals and networks on
 * `hash`; but for `step`, no column of `individuals` is in `mutations`. Missing values are null.
 */
export interface StudyTables {
  /**
   * One row for each evaluated individual, by step: the columns of a `StudyRow` that hold one value, and what the study
   * as a whole says of it: `parentFitness`; `founder` and `generation` as in a `Descent`; `networkMean` and
   * `networkTrainings`, the mean of all trainings of its network and how many they are.
   */
  readonly individuals: ColumnTable;
  /**
   * One row for each scored network, the best first: `hash`, `firstStep`, `trainingCount`, `mean`, `spread`,
   * `error` and `expected` as in a `TrainedNetwork`, `parameterCount`, `multiplyAdds`.
   */
  readonly networks: ColumnTable;
  /**
   * One row for each individual with a parent: `step`, the edge (`level`, `motif`, `predecessor`, `successor`),
   * `kind`, `operation`, `gain`, `paid` and `isNewBest` as in a `MutationRow`, and `keepsNetwork`: whether parent and
   * child are one network.
   */
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
    individuals: table(individualColumns, individualRows(rows)),
    networks: table(networkColumns, networkRows(rows)),
    mutations: table(mutationColumns, mutatedRows(rows, settings)),
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

function individualRows(rows: readonly StudyRow[]): readonly object[] {
  const descents = descentOf(rows);
  const networkOf = networkFinder(rows);
  const fitnessAt = new Map(rows.map(({ step, fitness }) => [step, fitness]));
  return rows.map((row) => {
    const network = networkOf(row);
    return {
      ...row,
      ...descents.get(row.step),
      parentFitness: row.parent === null ? null : (fitnessAt.get(row.parent) ?? null),
      networkMean: network?.mean ?? null,
      networkTrainings: network?.trainingCount ?? 0,
    };
  });
}

function networkRows(rows: readonly StudyRow[]): readonly object[] {
  const rowAt = new Map(rows.map((row) => [row.step, row]));
  return trainedNetworks(rows).map(({ step, ...network }) => ({
    ...network,
    firstStep: step,
    parameterCount: rowAt.get(step)?.parameterCount ?? null,
    multiplyAdds: rowAt.get(step)?.multiplyAdds ?? null,
  }));
}

function mutatedRows(rows: readonly StudyRow[], settings: StudySettings): readonly object[] {
  const rowAt = new Map(rows.map((row) => [row.step, row]));
  return mutationRows(rows, settings.space).map((mutated) => {
    const { mutation } = rowAt.get(mutated.step) ?? {};
    return { ...mutation, ...mutated };
  });
}

const individualColumns = [
  ...["step", "phase", "hash", "parent", "founder", "generation", "status", "fitness", "spread", "trainingCount"],
  ...["parentFitness", "networkMean", "networkTrainings", "reason", "parameterCount", "multiplyAdds", "redraws"],
  ...["reusedFrom", "arrival", "worker", "startedMillis", "finishedMillis"],
];
const networkColumns = [
  ...["hash", "firstStep", "trainingCount", "mean", "spread", "error", "expected", "parameterCount", "multiplyAdds"],
];
const mutationColumns = [
  ...["step", "level", "motif", "predecessor", "successor", "kind", "operation", "gain", "paid", "keepsNetwork"],
  "isNewBest",
];
const trainingColumns = [
  ...["step", "training", "accuracy", "scoringLoss", "finalLoss", "trainMillis", "scoreMillis", "seed"],
];
const curveColumns = ["step", "training", "trainingStep", "loss"];

/** The rows of a study, for figures. */
import type { TrainedNetwork } from "./network-mean.js";
import { confirmedFitnesses } from "../search/confirmed-fitnesses.js";
import type { Scored } from "../search/individual.js";
import { bestNetwork } from "./trained-networks.js";
import type { StudyRecord } from "./study-record.js";

/** An evaluated individual as a flat row for figures and tables; null means no value. */
export interface StudyRow extends StudyRecord {
  /** For a finalist: the fitnesses from trainings after the search that confirm its network. */
  readonly confirmed?: readonly number[];
}

/** Records as rows, by step, with the results of the study's `confirmations`. */
export function toRows(
  records: readonly StudyRecord[],
  confirmations: readonly { readonly step: number; readonly evaluation: Scored }[] = [],
): readonly StudyRow[] {
  const confirmedBy = confirmedFitnesses(confirmations);
  const rows = records.map((record): StudyRow => {
    const confirmed = confirmedBy.get(record.step);
    return confirmed === undefined ? record : Object.freeze({ ...record, confirmed: Object.freeze(confirmed) });
  });
  return Object.freeze(rows.sort((one, other) => one.step - other.step));
}

/** Rows with one more record, in its place by step. Fast when it belongs near the end. */
export function insertRow(rows: readonly StudyRow[], record: StudyRecord): readonly StudyRow[] {
  let place = rows.length;
  while (place > 0 && rows[place - 1].step > record.step) place--;
  return Object.freeze([...rows.slice(0, place), record, ...rows.slice(place)]);
}

/** The best network of a study, with what it costs. */
export interface BestNetwork extends TrainedNetwork {
  readonly hash: string;
  readonly parameterCount: number;
  /** For one image. */
  readonly multiplyAdds: number;
}

/** The first of `trainedNetworks`, with its cost; undefined when none is scored. */
export function bestOfRows(rows: readonly StudyRow[]): BestNetwork | undefined {
  const network = bestNetwork(rows);
  const first = network && rows.find(({ step }) => step === network.step);
  if (network === undefined || first === undefined) return undefined;
  const { hash, parameterCount, multiplyAdds } = first;
  return Object.freeze({ ...network, hash, parameterCount, multiplyAdds });
}

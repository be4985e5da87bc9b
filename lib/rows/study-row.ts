/** The rows of a study that figures draw. */
import type { TrainedNetwork } from "./network-mean.js";
import { confirmedFitnesses } from "../search/confirmed-fitnesses.js";
import type { Scored } from "../search/individual.js";
import { bestNetwork } from "./trained-networks.js";
import type { StudyRecord } from "./study-record.js";

/** One evaluated individual as figures and tables take it: flat, null where there is no value. */
export interface StudyRow extends StudyRecord {
  /** The fitnesses of trainings after the search that confirm its network, where it is a finalist. */
  readonly confirmed?: readonly number[];
}

/** Records as rows, by step, with what `confirmations` of the study's finalists gave. */
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

/** Rows with one record more, in its place by step. Quick where it belongs near the end. */
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

/** The best network, as `trainedNetworks` has it; undefined when none is scored. */
export function bestOfRows(rows: readonly StudyRow[]): BestNetwork | undefined {
  const network = bestNetwork(rows);
  const first = network && rows.find(({ step }) => step === network.step);
  if (network === undefined || first === undefined) return undefined;
  const { hash, parameterCount, multiplyAdds } = first;
  return Object.freeze({ ...network, hash, parameterCount, multiplyAdds });
}

/** The rows of a study that figures draw. */
import type { TrainedNetwork } from "./network-mean.js";
import { bestNetwork } from "./trained-networks.js";
import type { StudyRecord } from "./study-record.js";

/** One evaluated individual as figures and tables take it: flat, null where there is no value. */
export type StudyRow = StudyRecord;

/** Records as rows: by step. */
export function toRows(records: readonly StudyRecord[]): readonly StudyRow[] {
  return Object.freeze([...records].sort((one, other) => one.step - other.step));
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
export function bestOfRows(rows: readonly StudyRecord[]): BestNetwork | undefined {
  const network = bestNetwork(rows);
  const first = network && rows.find(({ step }) => step === network.step);
  if (network === undefined || first === undefined) return undefined;
  const { hash, parameterCount, multiplyAdds } = first;
  return Object.freeze({ ...network, hash, parameterCount, multiplyAdds });
}

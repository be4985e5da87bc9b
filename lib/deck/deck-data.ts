/** What the figures of a deck are drawn from: studies, read whole. */
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { recordedExperiment } from "../literature/recorded-experiments.js";
import { recorded, recordedSearches } from "../literature/recorded-searches.js";
import { placeOf } from "../study/store/study-address.js";
import { readStudy } from "../study/study.js";
import { type WholeStudy, wholeStudy } from "../study/whole-study.js";

/** One study of a deck. */
export interface DeckStudy {
  /** Its file or address, or the name of the recorded search. */
  readonly from: string;
  readonly study: WholeStudy;
}

/** The data of a deck. */
export interface DeckData {
  /** In the order given; the first is what figures show unless they name another. */
  readonly studies: readonly DeckStudy[];
  /** Whether these are the searches recorded with the project. */
  readonly isRecorded: boolean;
}

/**
 * The studies in `paths`, or without any the searches recorded with the project. Rejects with InputError for a file that
 * is missing or is no study.
 */
export async function readDeckData(paths: readonly string[] = []): Promise<DeckData> {
  const isRecorded = paths.length === 0;
  const studies: DeckStudy[] = [];
  if (isRecorded) {
    const evolution = await recordedExperiment("study", "hierarchical-evolution");
    studies.push({ from: "hierarchical-evolution at study scale", study: evolution });
    for (const name of recordedSearches) studies.push({ from: name, study: await recorded(name) });
  }
  for (const path of paths) studies.push({ from: placeOf(path), study: await readStudy(path, wholeStudy) });
  return Object.freeze({ studies: Object.freeze(studies), isRecorded });
}

/** The study that a figure names by its number, from 1, its file or its search; the first by default. */
export function pickStudy({ studies }: DeckData, name: string | undefined): DeckStudy {
  const found =
    name === undefined
      ? studies[0]
      : (studies[Number(name) - 1] ??
        studies.find(({ from, study }) => from === name || study.name === name) ??
        studies.find(({ from }) => from.includes(name)));
  if (found !== undefined) return found;
  const names = studies.map(({ from }) => printable(from)).join(", ");
  throw new InputError(`study=${printable(name ?? "")}: the deck has no such study; it has ${names}`);
}

/** Which evaluations of a search went to networks that it knew already. */
import { type Interval, meanInterval, shareInterval } from "../statistics/intervals.js";

/** What is needed of one evaluated individual; a study's rows have it. */
export interface KnownSource {
  readonly step: number;
  readonly hash: string;
  readonly parent: number | null;
  readonly reusedFrom: number | null;
  /** Milliseconds since 1970. */
  readonly startedMillis: number;
  readonly finishedMillis: number;
}

/** One evaluation. */
export interface KnownRow {
  readonly step: number;
  /** Its network was proposed at an earlier step: `parent`, where it is the parent's; null where it is new. */
  readonly known: "parent" | "other" | null;
  /** The time that its worker spent on it; 0 where the fitness was taken over. */
  readonly seconds: number;
}

/** The evaluations of a search by step, each with whether its network was known. */
export function knownRows(rows: readonly KnownSource[]): readonly KnownRow[] {
  const seen = new Set<string>();
  const hashes = new Map(rows.map(({ step, hash }) => [step, hash]));
  return Object.freeze(
    [...rows]
      .sort((one, other) => one.step - other.step)
      .map(({ step, hash, parent, reusedFrom, startedMillis, finishedMillis }) => {
        const isParents = parent !== null && hashes.get(parent) === hash;
        const known = isParents ? "parent" : seen.has(hash) ? "other" : null;
        seen.add(hash);
        const seconds = reusedFrom === null ? Math.max(0, finishedMillis - startedMillis) / 1_000 : 0;
        return Object.freeze({ step, known, seconds });
      }),
  );
}

/** How much of a search's budget went to known networks. */
export interface KnownShare {
  readonly runs: number;
  readonly evaluations: number;
  /**
   * Of them, with a 95 % interval: by Student's t over runs where there are at least three; otherwise Wilson's, for how
   * likely a proposal was to be known in the mean over the steps, given the course of the search.
   */
  readonly known: Interval;
  /** Of them, those of the parent's network: the mutation changed nothing in it. */
  readonly parents: number;
  /** Of the time of all evaluations. */
  readonly seconds: number;
}

/** Shares of the evaluations of some runs, fractions; undefined where there are none. */
export function knownShare(runs: readonly (readonly KnownRow[])[]): KnownShare | undefined {
  const filled = runs.filter((run) => run.length > 0);
  const rows = filled.flat();
  if (rows.length === 0) return undefined;
  const known = rows.filter((row) => row.known !== null);
  const sum = (list: readonly KnownRow[]): number => list.reduce((total, { seconds }) => total + seconds, 0);
  const shares = filled.map((run) => run.filter((row) => row.known !== null).length / run.length);
  return Object.freeze({
    ...{ runs: filled.length, evaluations: rows.length },
    known: Object.freeze(meanInterval(shares) ?? shareInterval(known.length, rows.length)),
    parents: rows.filter((row) => row.known === "parent").length / rows.length,
    seconds: sum(rows) === 0 ? 0 : sum(known) / sum(rows),
  });
}

/** A study's progress, as `status` prints it. */
import { group } from "d3-array";
import { type BestNetwork, bestOfRows, type StudyRow } from "../rows/study-row.js";
import { isOpenEnded, ranMillis } from "./stop-rules.js";
import type { EngineCount } from "./store/engine-count.js";
import type { Confirmation, StudyHolder, StudyStop } from "./store/study-store.js";

/** The pace of one worker. */
export interface WorkerPace {
  readonly worker: number;
  readonly evaluated: number;
  /** Mean milliseconds of an evaluation. */
  readonly meanMillis: number;
}

/** A study's progress. */
export interface StudySummary {
  /** The total number of individuals when it is finished. */
  readonly steps: number;
  readonly evaluated: number;
  readonly scored: number;
  readonly failed: number;
  /** Failed evaluations by reason. */
  readonly failures: Readonly<Record<string, number>>;
  /** The number of proposals being evaluated now. */
  readonly running: number;
  /** The number of proposals left unevaluated by a process that ended; resuming the study evaluates them. */
  readonly stale: number;
  /** The number of discarded drafts: without a network, or refused. */
  readonly redraws: number;
  /** The number of evaluations of networks evaluated before, scored or not, without reused evaluations. */
  readonly known: number;
  /** Their share of all evaluations, 0 to 1; null before the first. */
  readonly knownShare: number | null;
  /** The best network, by the mean of its trainings. */
  readonly best: BestNetwork | null;
  /** Trainings after the search that confirm its finalists, including failed ones. */
  readonly confirmations: { readonly finalists: number; readonly trainings: number; readonly failed: number };
  readonly workers: readonly WorkerPace[];
  /**
   * The kernels and devices that evaluated, most evaluations first. They agree up to rounding, and a study resumed
   * elsewhere may mix them.
   */
  readonly engines: readonly EngineCount[];
  /** The process running it now, or null. */
  readonly holder: StudyHolder | null;
  /** The last time that a process ran it: since when, and why it stopped; null before the first, and in old studies. */
  readonly lastRun: StudyStop | null;
  /** How many milliseconds it ran, over all its processes. */
  readonly ranMillis: number;
  /**
   * Milliseconds until all steps are evaluated at the pace of the last evaluations; null before the first one, when
   * no process runs the study, and when only stop rules end it.
   */
  readonly millisLeft: number | null;
}

/** How many of the last evaluations determine the pace. */
const PACE_WINDOW = 20;

/** Summarizes `rows`, the number of `unfinished` proposals, and the store's `engines`, `confirmations` and `stops`. */
export function summarize(
  rows: readonly StudyRow[],
  unfinished: number,
  steps: number,
  holder: StudyHolder | null,
  engines: readonly EngineCount[],
  confirmations: readonly Pick<Confirmation, "hash" | "evaluation" | "startedMillis" | "finishedMillis">[] = [],
  stops: readonly StudyStop[] = [],
): StudySummary {
  const failures: Record<string, number> = {};
  for (const { reason } of rows) if (reason !== null) failures[reason] = (failures[reason] ?? 0) + 1;
  const evaluations = rows.filter(({ reusedFrom }) => reusedFrom === null);
  const known = evaluations.length - new Set(evaluations.map(({ hash }) => hash)).size;
  const scored = rows.filter(({ status }) => status === "scored").length;
  return Object.freeze({
    steps,
    evaluated: rows.length,
    scored,
    failed: rows.length - scored,
    failures: Object.freeze(failures),
    running: holder === null ? 0 : unfinished,
    stale: holder === null ? unfinished : 0,
    redraws: rows.reduce((sum, row) => sum + row.redraws, 0),
    known,
    knownShare: evaluations.length === 0 ? null : known / evaluations.length,
    best: bestOfRows(rows) ?? null,
    confirmations: Object.freeze({
      finalists: new Set(confirmations.map(({ hash }) => hash)).size,
      trainings: confirmations.length,
      failed: confirmations.filter(({ evaluation }) => evaluation.status === "failed").length,
    }),
    workers: Object.freeze(paces(rows)),
    engines,
    holder,
    lastRun: stops.at(-1) ?? null,
    ranMillis: ranMillis(stops, [...rows, ...confirmations]),
    millisLeft: holder === null || isOpenEnded(steps) ? null : estimateMillisLeft(rows, steps),
  });
}

/**
 * Milliseconds until `steps` individuals are evaluated: the remaining ones at the mean time of the last 20 evaluations,
 * divided by `workers` (default: the workers seen in those). Null before the first evaluation.
 */
export function estimateMillisLeft(rows: readonly StudyRow[], steps: number, workers?: number): number | null {
  return millisLeftAtPace(lastEvaluated(rows), steps - rows.length, workers);
}

/** The last evaluations in `rows`, by arrival, which determine the pace. */
export function lastEvaluated(rows: readonly StudyRow[]): readonly StudyRow[] {
  const own = rows.filter(({ worker }) => worker > 0).sort((one, other) => one.arrival - other.arrival);
  return own.slice(-PACE_WINDOW);
}

/** Milliseconds until `left` more individuals are evaluated at the pace of `recent`; null if that is empty. */
export function millisLeftAtPace(recent: readonly StudyRow[], left: number, workers?: number): number | null {
  if (left <= 0) return 0;
  if (recent.length === 0) return null;
  const share = workers ?? new Set(recent.map(({ worker }) => worker)).size;
  return Math.round((meanMillis(recent) * left) / Math.min(share, left));
}

function paces(rows: readonly StudyRow[]): readonly WorkerPace[] {
  const byWorker = group(rows, ({ worker }) => worker);
  return [...byWorker]
    .filter(([worker]) => worker > 0)
    .sort(([one], [other]) => one - other)
    .map(([worker, own]) => Object.freeze({ worker, evaluated: own.length, meanMillis: Math.round(meanMillis(own)) }));
}

function meanMillis(rows: readonly StudyRow[]): number {
  return rows.reduce((sum, row) => sum + row.finishedMillis - row.startedMillis, 0) / rows.length;
}

/** When each worker was busy, without the pauses between a study's stop and its resumption. */
import type { StudyRow } from "./study-row.js";

/** One evaluation on its worker's time line. */
export interface WorkRow {
  /** From 1. */
  readonly worker: number;
  readonly step: number;
  readonly status: "scored" | "failed";
  /** Seconds of working time since the first evaluation began, not counting pauses. */
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** A time in which nothing ran, cut out of the axis. */
export interface Pause {
  /** Where it was, in seconds of working time. */
  readonly atSeconds: number;
  /** How long it was. */
  readonly seconds: number;
}

/** The work of a study. */
export interface Work {
  /** By start, without reused evaluations, which took no time. */
  readonly rows: readonly WorkRow[];
  readonly pauses: readonly Pause[];
}

/** Seconds without any evaluation that count as a pause: the study was stopped. */
const PAUSE_SECONDS = 60;

/** The work of a study's evaluated individuals. */
export function workRows(records: readonly StudyRow[]): Work {
  const sorted = records
    .filter(({ worker }) => worker > 0)
    .sort((one, other) => one.startedMillis - other.startedMillis || one.worker - other.worker);
  const rows: WorkRow[] = [];
  const pauses: Pause[] = [];
  let paused = sorted[0]?.startedMillis ?? 0;
  let busyUntil = paused;
  for (const { worker, step, status, startedMillis, finishedMillis } of sorted) {
    const idle = startedMillis - busyUntil;
    if (idle > 1000 * PAUSE_SECONDS) {
      pauses.push(Object.freeze({ atSeconds: (busyUntil - paused) / 1000, seconds: idle / 1000 }));
      paused += idle;
    }
    const [startSeconds, endSeconds] = [startedMillis, finishedMillis].map((millis) => (millis - paused) / 1000);
    rows.push(Object.freeze({ worker, step, status, startSeconds, endSeconds }));
    busyUntil = Math.max(busyUntil, finishedMillis);
  }
  return Object.freeze({ rows: Object.freeze(rows), pauses: Object.freeze(pauses) });
}

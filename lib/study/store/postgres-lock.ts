/** The advisory lock of a study, which lasts as long as the session that took it, and is taken back by the next one. */
import { setTimeout } from "node:timers/promises";
import { InputError } from "../../input/errors.js";
import type { StudyAddress } from "./study-address.js";

/** Asks the server in a given session. */
export type Query = <Row>(sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>;

/** Why the lock cannot be had any more. */
export type Refuse = (query: Query) => Promise<Error | undefined>;

/** The lock of the study `$1`, as the server's functions take it. */
export const LOCK_KEY = "hashtextextended('hiernas study ' || $1, 0)";

/** How long the lock is tried to be taken back, and how often. */
const RETAKE_MILLIS = 20_000;
const LOOK_MILLIS = 500;

/** A study's lock, over the sessions of a process. */
export interface StudyLock {
  /**
   * Takes the lock in a session; false if another one has it. From then on `retake` takes it again, or throws what
   * `refuse` gives; while that is undefined, it tries again.
   */
  readonly take: (query: Query, refuse: Refuse) => Promise<boolean>;
  /** Takes the lock back in a new session, if this process had it. */
  readonly retake: (query: Query) => Promise<void>;
}

/** The lock of the study at `address`, not taken yet. */
export function createLock({ place, study }: StudyAddress): StudyLock {
  let refuse: Refuse | undefined;
  /** The session that has the lock, as far as this one knows. */
  let locking: { readonly pid: number; readonly began: string } | undefined;
  const tryLock = async (query: Query): Promise<boolean> => {
    const [lock] = await query<{ has: boolean; pid: number; began: string }>(
      `select pg_try_advisory_lock(${LOCK_KEY}) as has, pid, backend_start::text as began
       from pg_stat_activity where pid = pg_backend_pid()`,
      [study],
    );
    if (lock?.has) locking = lock;
    return lock?.has === true;
  };
  return {
    take: async (query, why) => {
      const has = await tryLock(query);
      if (has) refuse = why;
      return has;
    },
    retake: async (query) => {
      if (refuse === undefined) return;
      const before = locking === undefined ? [0, ""] : [locking.pid, locking.began];
      const [from, same] = ["from pg_stat_activity", "where pid = $1 and backend_start::text = $2"];
      // The server may not have noticed yet that the session before is lost.
      await query(`select pg_terminate_backend(pid) ${from} ${same}`, before);
      const end = performance.now() + RETAKE_MILLIS;
      for (;;) {
        const lingering = await query(`select 1 ${from} ${same}`, before);
        if (await tryLock(query)) return;
        const error = lingering.length === 0 ? await refuse(query) : undefined;
        if (error !== undefined) throw error;
        if (performance.now() > end) throw new InputError(`${place}: another session keeps its lock`);
        await setTimeout(LOOK_MILLIS);
      }
    },
  };
}

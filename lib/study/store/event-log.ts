/** The event log of a study in SQL. */
import type { Kysely } from "kysely";
import type { SearchEvent } from "../../search/individual.js";
import type { StudyTables } from "./study-tables.js";

/** The end of the event log, read once and then remembered, because there is only one writer. */
export interface EventLog {
  /**
   * Adds an event. It is numbered here rather than by the database, so that no dialect leaves gaps. Its time is never
   * before the previous event's, even if the clock was set back.
   */
  readonly to: (db: Kysely<StudyTables>, event: SearchEvent, now: number) => Promise<void>;
  /** For when events were rolled back. */
  readonly forget: () => void;
}

/** The event log of one store. */
export function eventLog(): EventLog {
  let end: { readonly number: number; readonly at: number } | undefined;
  const lastOf = async (db: Kysely<StudyTables>) => {
    const events = db.selectFrom("event").select(["number", "at_millis"]).orderBy("number", "desc").limit(1);
    const last = await events.executeTakeFirst();
    return { number: Number(last?.number ?? 0), at: Number(last?.at_millis ?? 0) };
  };
  return {
    to: async (db, { kind, step }, now) => {
      const last = end ?? (await lastOf(db));
      end = { number: last.number + 1, at: Math.max(now, last.at) };
      await db.insertInto("event").values({ number: end.number, kind, step, at_millis: end.at }).execute();
    },
    forget: () => (end = undefined),
  };
}

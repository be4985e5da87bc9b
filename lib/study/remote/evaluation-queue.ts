/**
 * A study's evaluations and their answers as jobs of pg-boss, in the database that holds the study. What each of our
 * promises stands on:
 *
 * - An evaluation that is given out is not lost, and given out once: a job is a row, inserted under an id that follows
 *   from the evaluation's seed; inserting it again, after a controller was killed, does nothing.
 * - A worker that dies, stops or is cut off keeps its evaluation from the others for half a minute at most: heartbeats
 *   (`heartbeatSeconds`), after which any process of the study gives the job to another worker.
 * - An evaluation counts once: a job is completed by the attempt that holds it (`JobAttempt`) or not at all, and its
 *   answer is inserted in the same transaction. The completion of an attempt that lost its claim affects nothing; that is
 *   how a late answer is known, and told.
 * - An answer is not lost with its controller: its job is completed once the study has recorded it, and until then given
 *   to the next controller.
 * - An evaluation that always fails ends: after its retries (`retryLimit`) its job goes to the answers (`deadLetter`).
 *
 * The version is 12 because 10 has no heartbeats: there a dead worker blocks its job until it expires, and that would
 * have to be longer than the longest evaluation. Its authors ask for Node 22.12, from which on CommonJS can require
 * a package of ES modules alone; this file imports it, which Node 20 can. Of what newer Nodes have besides, it uses
 * nothing (the newest is AbortSignal.any, of 20.3), and all that is promised above is tested on Node 20. So hiernas asks
 * for no newer Node, and its commands say so in a line.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { Db, PgBoss } from "pg-boss";
import { projectFolder } from "../../files/project-folder.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { isDisconnection, serverError, withPostgresErrors } from "../store/postgres-errors.js";
import { withPatience } from "../store/postgres-patience.js";
import type { StudyAddress } from "../store/study-address.js";
import { OPEN_PATIENCE_MILLIS } from "../store/study-place.js";

/** pg-boss's tables, for all studies of a database. */
const SCHEMA = "hiernas_queue";

/** When a worker that is silent counts as lost, and how often that is looked at. */
const HEARTBEAT_SECONDS = 20;
const LOOK_SECONDS = 5;

/** How long the server may take to answer. */
const ANSWER_MILLIS = 30_000;

/** How long closing waits for the server. */
const CLOSE_MILLIS = 5000;

/** How often an evaluation is begun again after its worker was lost. */
const RETRIES = 5;

/** The longest evaluation, and the longest wait for a worker. */
const DAY_SECONDS = 24 * 60 * 60;
const YEAR_SECONDS = 365 * DAY_SECONDS;

/** The queues of a study's evaluations, for one version of hiernas. */
export interface QueueNames {
  readonly evaluations: string;
  readonly answers: string;
}

/** hiernas's version: a worker of another one might evaluate otherwise. */
const { version: VERSION } = JSON.parse(readFileSync(join(projectFolder, "package.json"), "utf8")) as {
  readonly version: string;
};

/** The queues of the study at `address` for this version of hiernas. */
export function queueNames({ study }: StudyAddress): QueueNames {
  return { evaluations: `${study}/${VERSION}/evaluations`, answers: `${study}/${VERSION}/answers` };
}

/** Starts pg-boss for the study at `address`, with at most `connections` to its database. */
export async function openQueue(
  address: StudyAddress,
  connections: number,
  onWarning: (message: string) => void,
): Promise<PgBoss> {
  const { PgBoss: Boss } = await import("pg-boss");
  const { place } = address;
  const boss = new Boss({
    ...{ connectionString: address.connection, schema: SCHEMA, application_name: "hiernas queue", max: connections },
    ...{ schedule: false, reindex: false, monitorVacuum: false, useListenNotify: true },
    ...{ superviseIntervalSeconds: LOOK_SECONDS, monitorIntervalSeconds: LOOK_SECONDS },
    // For its pool: a network that loses everything must be noticed.
    ...{ keepAlive: true, query_timeout: ANSWER_MILLIS },
  });
  let last = "";
  boss.on("error", (given: Error) => {
    // Some come as plain objects.
    const error = given instanceof Error ? given : Object.assign(new Error((given as Error).message), given);
    const told = isDisconnection(error) ? new InputError(`${place}: the server is gone; waiting for it`) : error;
    const known = serverError(place, told);
    const line = known instanceof InputError ? known.message : `${place}: the queue: ${printable(error.message)}`;
    if (line !== last) onWarning(line);
    last = line;
  });
  const onWait = (): void => onWarning(`${place}: the server is gone; waiting for it`);
  return withPostgresErrors(place, () => withPatience(() => boss.start(), { millis: OPEN_PATIENCE_MILLIS, onWait }));
}

/** Ends `boss`; what it was given and did not finish goes to others. */
export async function closeQueue(boss: PgBoss): Promise<void> {
  const late = setTimeout(CLOSE_MILLIS, undefined, { ref: false });
  // A silent server is not waited for.
  await Promise.race([boss.stop({ graceful: false }).catch(() => undefined), late]);
}

/** Makes the study's queues unless they are there, and removes those of other versions, whose jobs nobody answers. */
export async function makeQueues(boss: PgBoss, address: StudyAddress): Promise<QueueNames> {
  const names = queueNames(address);
  for (const name of await queuesOf(boss, address)) {
    if (name !== names.evaluations && name !== names.answers) await boss.deleteQueue(name);
  }
  const common = { heartbeatSeconds: HEARTBEAT_SECONDS, expireInSeconds: DAY_SECONDS, notify: true };
  const kept = { retentionSeconds: YEAR_SECONDS, retryDelay: 0 };
  // An answer is kept for the next controller however many were killed.
  await boss.createQueue(names.answers, { ...common, ...kept, retryLimit: 1_000_000 });
  await boss.createQueue(names.evaluations, {
    ...{ ...common, ...kept, retryLimit: RETRIES, deadLetter: names.answers },
  });
  return names;
}

/** Removes the study's queues: there is nothing left to evaluate. */
export async function removeQueues(boss: PgBoss, address: StudyAddress): Promise<void> {
  const names = await queuesOf(boss, address);
  // The answers come last, as the others' dead letters go there.
  for (const name of [...names].sort((one) => (one.endsWith("/answers") ? 1 : -1))) await boss.deleteQueue(name);
}

/** Whether evaluations of the study are given out. Throws InputError when another version of hiernas gives them. */
export async function isGivenOut(boss: PgBoss, address: StudyAddress): Promise<boolean> {
  const names = await queuesOf(boss, address);
  if (names.includes(queueNames(address).evaluations)) return true;
  const other = names.find((name) => name.endsWith("/evaluations"))?.split("/")[1];
  if (other === undefined) return false;
  throw new InputError(
    `${address.place}: is run by hiernas ${printable(other)}, this worker is ${VERSION}: install the same version on both`,
  );
}

/** As {@link isGivenOut}; while the server is away, nobody can say otherwise. */
export async function isGivenOutStill(boss: PgBoss, address: StudyAddress): Promise<boolean> {
  try {
    return await isGivenOut(boss, address);
  } catch (error) {
    if (!isDisconnection(error)) throw error;
    return true;
  }
}

async function queuesOf(boss: PgBoss, { study }: StudyAddress): Promise<readonly string[]> {
  const queues = await boss.getQueues(undefined, { limit: 100_000 });
  return queues.map(({ name }) => name).filter((name) => name.startsWith(`${study}/`));
}

/** The id of an evaluation's job within its study's queue, in the form of a UUID. */
export function jobId(seed: string): string {
  const hex = createHash("sha256").update(seed).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}

/** Runs `work` in one transaction of the queue's database. */
export async function together<T>(boss: PgBoss, work: (db: Db) => Promise<T>): Promise<T> {
  const transaction = await boss.getDb().beginTransaction?.();
  if (transaction === undefined) throw new Error("pg-boss's own database has transactions");
  try {
    const result = await work(transaction.db);
    await transaction.commit();
    return result;
  } catch (error) {
    await transaction.rollback();
    throw error;
  }
}

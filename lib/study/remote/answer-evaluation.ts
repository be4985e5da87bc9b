/** Answers of a worker, each in one transaction with the completion of its job. */
import { randomUUID } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Job, PgBoss } from "pg-boss";
import * as v from "valibot";
import { parseWith, wholeNumber } from "../../input/schema.js";
import { isDisconnection } from "../store/postgres-errors.js";
import type { StudyAddress } from "../store/study-address.js";
import type { AnswerJob } from "./evaluation-job.js";
import { isGivenOutStill, queueNames, together } from "./evaluation-queue.js";

/** How long an answer is kept while the server is away, and how often that is looked for. */
const PATIENCE_MILLIS = 24 * 60 * 60_000;
const LOOK_MILLIS = 2000;

const settled = v.object({ affected: wholeNumber() });

/**
 * Completes the job and inserts its answer, both or none; false if the job was given to another worker, whose answer
 * counts. Waits for a server that is away, and says so.
 */
export async function answerEvaluation(
  boss: PgBoss,
  address: StudyAddress,
  job: Job,
  answer: AnswerJob,
  onWarning: (message: string) => void,
): Promise<boolean> {
  const { evaluations, answers } = queueNames(address);
  const attempt = { id: job.id, retryCount: job.retryCount };
  // Tells an answer of this call whose confirmation was lost from another worker's.
  const by = randomUUID();
  const end = performance.now() + PATIENCE_MILLIS;
  let isTold = false;
  for (;;) {
    try {
      return await together(boss, async (db) => {
        const { affected } = parseWith(settled, await boss.complete(evaluations, attempt, { by }, { db }), "the queue");
        if (affected > 0) {
          await boss.send(answers, answer, { db });
          return true;
        }
        const [now] = await boss.findJobs(evaluations, { id: job.id, db });
        if (now !== undefined && (now.output as { readonly by?: unknown } | null)?.by === by) return true;
        const { seed, step, worker } = answer;
        await boss.send(answers, { seed, step, worker, isLate: true }, { db });
        return false;
      });
    } catch (error) {
      if (!isDisconnection(error)) {
        // Without its queue, the study is done: another worker's answer counted.
        if (await isGivenOutStill(boss, address)) throw error;
        return false;
      }
      if (performance.now() > end) throw error;
      if (!isTold) onWarning(`step ${answer.step}: its answer waits for the server`);
      isTold = true;
      await setTimeout(LOOK_MILLIS);
    }
  }
}

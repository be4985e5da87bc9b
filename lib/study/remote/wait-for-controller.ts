/** What a worker does before evaluations are given out. */
import { setTimeout } from "node:timers/promises";
import type { PgBoss } from "pg-boss";
import { InputError } from "../../input/errors.js";
import { isDisconnection } from "../store/postgres-errors.js";
import { parseAddress } from "../store/study-address.js";
import { readStudy } from "../study.js";
import { isGivenOut } from "./evaluation-queue.js";

/** Settings of {@link waitForController}. */
interface WaitConfig {
  readonly signal?: AbortSignal;
  readonly onMessage?: (message: string) => void;
}

/** How often the controller is looked for, and the study itself, of the looks: at the first two, then now and then. */
const LOOK_MILLIS = 2000;
const LOOKS_PER_READING = 15;

/** Waits until the study's evaluations are given out; false if it is finished, or `signal` was aborted first. */
export async function waitForController(
  boss: PgBoss,
  path: string,
  { signal, onMessage }: WaitConfig,
): Promise<boolean> {
  const address = parseAddress(path);
  for (let look = 0; !signal?.aborted; look++) {
    const isGiven = await isGivenOut(boss, address).catch((error: unknown) => {
      if (!isDisconnection(error)) throw error;
      return false;
    });
    if (isGiven) return true;
    const end = look % LOOKS_PER_READING < 2 ? await endOf(path) : undefined;
    if (end !== undefined) {
      onMessage?.(`${address.place}: is finished, ${end}; to go on, begin its search before its workers`);
      return false;
    }
    if (look === 0) onMessage?.(`${address.place}: waiting for its controller: hiernas search --workers remote`);
    await sleep(LOOK_MILLIS, signal);
  }
  return false;
}

/** Why the study needs no more workers, in words; undefined while it may. */
async function endOf(path: string): Promise<string | undefined> {
  try {
    const last = (await readStudy(path, (study) => study.stops())).at(-1);
    const isFinished = last?.reason === "steps" || last?.reason === "patience" || last?.reason === "target";
    return isFinished ? (last.words ?? undefined) : undefined;
  } catch (error) {
    // The server is away, or changed meanwhile.
    if (!(error instanceof InputError)) throw error;
    return undefined;
  }
}

/** Waits so long, or until `signal` is aborted. */
export async function sleep(millis: number, signal: AbortSignal | undefined): Promise<void> {
  await setTimeout(millis, undefined, { signal }).catch(() => undefined);
}

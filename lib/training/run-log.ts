/** A run's log: when and where it was started, written and ended, one line of JSON each. For people; nothing reads it back but figures of time. */
import { appendFileSync, existsSync } from "node:fs";
import { readFileText } from "../files/read-file.js";
import { type RunOrigin, notWritten, runPaths } from "./run-folder.js";

/** An entry of the log. */
export interface RunEvent {
  /** ISO 8601. */
  readonly at: string;
  readonly event: "started" | "checkpoint" | "warning" | "stopped" | "tested" | "failed";
  readonly training?: number;
  readonly trainingStep?: number;
  /** Milliseconds of training since the process started. */
  readonly trainMillis?: number;
  readonly message?: string;
  /** Of `started`: versions, engine and machine. */
  readonly origin?: RunOrigin;
}

/** Adds an entry with the time. Throws InputError when it cannot be written. */
export function logEvent(folder: string, event: Omit<RunEvent, "at">): void {
  const { log } = runPaths(folder);
  try {
    appendFileSync(log, `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`);
  } catch (error) {
    throw notWritten(log, error);
  }
}

/** The log's entries; lines that are none are left out. */
export function readLog(folder: string): readonly RunEvent[] {
  const { log } = runPaths(folder);
  if (!existsSync(log)) return [];
  return readFileText(log)
    .split("\n")
    .flatMap((line) => {
      try {
        const event = JSON.parse(line) as RunEvent;
        return typeof event.event === "string" ? [event] : [];
      } catch {
        return [];
      }
    });
}

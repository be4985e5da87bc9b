/**
 * A run's log: when and where it was started, written and ended, one line of JSON each. For people and for
 * `hiernas status`; no training depends on it.
 */
import { appendFileSync, existsSync } from "node:fs";
import { readFileText } from "../files/read-file.js";
import { type RunOrigin, notWritten, runPaths } from "./run-folder.js";

/** An entry of the log. */
export interface RunEvent {
  /** ISO 8601. */
  readonly at: string;
  /**
   * `training` is a training's begin or resumption at `trainingStep`, `failed` one whose loss is not finite, `error` what
   * ended the process, such as a full disk.
   */
  readonly event: "started" | "training" | "checkpoint" | "warning" | "stopped" | "tested" | "failed" | "error";
  readonly training?: number;
  readonly trainingStep?: number;
  /** Milliseconds since the last event `training`, by a clock that nobody sets. */
  readonly trainMillis?: number;
  /** Milliseconds of processor time since then, summed over the cores. */
  readonly processorMillis?: number;
  /** Of `training`: how long the machine was up, in seconds, for a pace that no setting of its clock affects. */
  readonly uptimeSeconds?: number;
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

/** Which process this is, and whether another one still runs. */
import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process, distinguishable from every other that ever had its number. */
export interface ProcessIdentity {
  readonly processId: number;
  readonly host: string;
  /** The scope of process numbers: one boot of one machine, and within it one container. */
  readonly machine: string;
  /** When the process began, as text good only for comparison. */
  readonly beginning: string;
}

/** This process. */
export function ownIdentity(): ProcessIdentity {
  return {
    processId: process.pid,
    host: hostname(),
    machine: ownMachine(),
    beginning: beginningOf(process.pid) ?? "",
  };
}

/**
 * Whether a process runs; undefined when that cannot be seen from here: on another machine or in another container. A
 * process whose beginning is unknown counts as running when any process has its number.
 */
export function isRunning(process: ProcessIdentity): boolean | undefined {
  const machine = ownMachine();
  if (process.machine !== machine) {
    const isEarlierBoot = process.host === hostname() && bootOf(process.machine) !== bootOf(machine);
    return isEarlierBoot ? false : undefined;
  }
  const beginning = beginningOf(process.processId);
  if (beginning === undefined) return false;
  return process.beginning === "" || beginning === "" || process.beginning === beginning;
}

/** This process's {@link ProcessIdentity.machine}. */
export function ownMachine(): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    return `${boot} ${readlinkSync("/proc/self/ns/pid")}`;
  } catch {
    return hostname();
  }
}

function bootOf(machine: string): string {
  return machine.split(" ")[0];
}

/** When a process began; empty if it runs but that is unknown, undefined if it does not run. */
function beginningOf(processId: number): string | undefined {
  if (!isThere(processId)) return undefined;
  try {
    // After the name, which may contain anything: the state, and the 19th word after it is the start time since boot.
    const words = readFileSync(`/proc/${processId}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return isDead(words[0]) ? undefined : words[19];
  } catch {
    return beginningByPs(processId);
  }
}

/** When a process began according to `ps`, for machines without `/proc`. */
export function beginningByPs(processId: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(processId)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  if (status !== 0) return "";
  const [, state, beginning] = /^(\S+)\s+(.*\S)\s*$/.exec(stdout) ?? ["", "", ""];
  return isDead(state) ? undefined : beginning;
}

/** Whether a process has ended and only its parent has not noticed yet. */
function isDead(state: string): boolean {
  return /^[ZX]/.test(state);
}

function isThere(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, but is another user's.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

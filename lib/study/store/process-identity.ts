/** Which process this is, and whether another one still runs. */
import { spawnSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process, known again among all that ever had its number. */
export interface ProcessIdentity {
  readonly processId: number;
  readonly host: string;
  /** What process numbers count in: one boot of one machine, and in it one container. */
  readonly machine: string;
  /** When the process began, in words that only compare. */
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
 * Whether a process runs; undefined where that cannot be seen from here: on another machine, or in another container. A
 * process whose beginning is not known counts as running when there is one of its number.
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

/** The machine that this process runs on, as {@link ProcessIdentity} has it. */
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

/** When a process began; empty where it runs and does not tell, undefined where it does not run. */
function beginningOf(processId: number): string | undefined {
  if (!isThere(processId)) return undefined;
  try {
    // After the name, which may hold anything: the state, and from there the 19th word the time since the boot.
    const words = readFileSync(`/proc/${processId}/stat`, "utf8")
      .replace(/^.*\) /s, "")
      .split(" ");
    return isDead(words[0]) ? undefined : words[19];
  } catch {
    return beginningByPs(processId);
  }
}

/** As `ps` tells it, for machines without `/proc`. */
export function beginningByPs(processId: number): string | undefined {
  const { status, stdout } = spawnSync("ps", ["-o", "stat=,lstart=", "-p", String(processId)], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
  });
  if (status !== 0) return "";
  const [, state, beginning] = /^(\S+)\s+(.*\S)\s*$/.exec(stdout) ?? ["", "", ""];
  return isDead(state) ? undefined : beginning;
}

/** Ended, and only not yet taken note of by its parent. */
function isDead(state: string): boolean {
  return /^[ZX]/.test(state);
}

function isThere(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    // Another user's process may not be signalled.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The memory of a contender's process. */
import fs from "node:fs";

/**
 * The most memory that a running process has had resident so far, in bytes, its libraries included. Undefined where it
 * cannot be told: on systems other than Linux, and for a process that has ended.
 */
export function peakMemory(pid: number): number | undefined {
  try {
    const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(fs.readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
    return kibibytes === undefined ? undefined : 1024 * Number(kibibytes);
  } catch {
    return undefined;
  }
}

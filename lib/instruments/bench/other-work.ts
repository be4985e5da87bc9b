/** How busy other processes kept the machine during a benchmark. */
import { sum } from "d3-array";
import fs from "node:fs";

/**
 * Starts watching. The returned function gives the average number of cores that other processes have kept busy since
 * then, null if the system does not report it (Linux does). Child processes count as the benchmark's own once they have
 * ended.
 */
export function watchOtherWork(): () => number | null {
  const before = readTicks();
  return () => {
    const after = readTicks();
    if (before === null || after === null) return null;
    return after.total > before.total ? otherCores(before, after) : null;
  };
}

/** Clock ticks of all cores since the machine started, and of this process with its ended children. */
export interface Ticks {
  readonly cores: number;
  /** Of all cores, idle time included. */
  readonly total: number;
  /** Ticks of these spent working or taken by the machine's host. */
  readonly busy: number;
  readonly own: number;
}

/** The average number of cores kept busy by other processes between two readings, at least 0. */
export function otherCores(before: Ticks, after: Ticks): number {
  const others = after.busy - before.busy - (after.own - before.own);
  return (Math.max(0, others) / (after.total - before.total)) * after.cores;
}

/** Parses the text of Linux's /proc/stat and /proc/self/stat. */
export function parseTicks(machine: string, self: string): Ticks {
  const [first] = machine.split("\n");
  const [user, nice, system, idle, waiting, irq, softIrq, stolen] = first.trim().split(/\s+/).slice(1, 9).map(Number);
  // The name before the last bracket may contain blanks. Eleven fields after it come user and system time, then those
  // of ended children.
  const own = self
    .slice(self.lastIndexOf(")") + 2)
    .split(" ")
    .slice(11, 15)
    .map(Number);
  const busy = user + nice + system + irq + softIrq + stolen;
  return {
    cores: machine.split("\n").filter((line) => /^cpu\d/.test(line)).length,
    total: busy + idle + waiting,
    busy,
    own: sum(own),
  };
}

function readTicks(): Ticks | null {
  try {
    return parseTicks(fs.readFileSync("/proc/stat", "utf8"), fs.readFileSync("/proc/self/stat", "utf8"));
  } catch {
    return null;
  }
}

/** How much of the machine others used while a benchmark ran. */
import { sum } from "d3-array";
import fs from "node:fs";

/**
 * Starts to watch; the function that it gives tells the cores' worth of work of others since then, on average, null
 * where the system does not tell (Linux does). Children count as our own once they have ended.
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
  /** Of all cores, idle ones too. */
  readonly total: number;
  /** Of them, those that worked or were taken by the machine's host. */
  readonly busy: number;
  readonly own: number;
}

/** Cores' worth of work between the two that was not our own, at least 0. */
export function otherCores(before: Ticks, after: Ticks): number {
  const others = after.busy - before.busy - (after.own - before.own);
  return (Math.max(0, others) / (after.total - before.total)) * after.cores;
}

/** Reads the text of Linux's /proc/stat and /proc/self/stat. */
export function parseTicks(machine: string, self: string): Ticks {
  const [first] = machine.split("\n");
  const [user, nice, system, idle, waiting, irq, softIrq, stolen] = first.trim().split(/\s+/).slice(1, 9).map(Number);
  // The name before the last bracket may hold blanks; 11 fields after it come user, system and the ended children's
  // two.
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

/** How much memory this process and its children may take together. */
import os from "node:os";

/** The machine's memory in bytes, or what a container's bound leaves of it. */
export function machineMemory(): number {
  // Without a bound Node gives undefined, 0, or a number far above any memory, by version and system.
  const bound = (process.constrainedMemory() as number | undefined) ?? 0;
  return bound > 0 ? Math.min(bound, os.totalmem()) : os.totalmem();
}

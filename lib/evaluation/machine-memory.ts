/** How much memory this process and its children may take together, and whether the system killed for memory. */
import { readFileSync } from "node:fs";
import os from "node:os";
import { join } from "node:path";

/**
 * The machine's memory in bytes, or the limit of this process's control group (a container's, a scheduler job's) or of
 * any group above it if that is lower. `root` is for tests.
 */
export function machineMemory(root = "/"): number {
  // Node's `constrainedMemory` reads only the innermost group; a job scheduler sets its limit further up.
  return Math.min(os.totalmem(), ...memoryGroups(root).flatMap(limitsOf));
}

/**
 * How many processes in this process's control group the system has killed for memory so far. Where groups are not
 * counted, the number for the whole machine; undefined where nothing is counted (macOS). `root` is for tests.
 */
export function outOfMemoryKills(root = "/"): number | undefined {
  const [group] = memoryGroups(root);
  const files =
    group === undefined ? [] : ["memory.events", "memory.oom_control"].map((name) => join(group.folder, name));
  for (const file of [...files, join(root, "proc/vmstat")]) {
    const count = /^oom_kill (\d+)$/m.exec(read(file))?.[1];
    if (count !== undefined) return Number(count);
  }
  return undefined;
}

interface MemoryGroup {
  readonly folder: string;
  readonly version: 1 | 2;
}

/**
 * The control groups that bound this process's memory, innermost first: version 1 if its memory controller is mounted,
 * otherwise version 2. Empty on a system without control groups.
 */
function memoryGroups(root: string): readonly MemoryGroup[] {
  const mounts = parseMounts(read(join(root, "proc/self/mountinfo")));
  const memberships = read(join(root, "proc/self/cgroup"))
    .split("\n")
    .map((line) => /^\d+:([^:]*):(.*)$/.exec(line))
    .filter((match) => match !== null);
  for (const version of [1, 2] as const) {
    const mount = mounts.find((each) => each.version === version);
    const path = memberships.find(([, controllers]) =>
      version === 1 ? controllers.split(",").includes("memory") : controllers === "",
    )?.[2];
    if (mount === undefined || path === undefined) continue;
    const below = relativeTo(mount.root, path);
    const folders = below.map((_, depth) => join(root, mount.point, ...below.slice(0, below.length - depth)));
    return [...folders, join(root, mount.point)].map((folder) => ({ folder, version }));
  }
  return [];
}

interface Mount {
  readonly version: 1 | 2;
  /** The group visible at `point`; a container sees only its own. */
  readonly root: string;
  readonly point: string;
}

/** The mounted hierarchies that may bound memory, from `/proc/self/mountinfo`. */
function parseMounts(text: string): readonly Mount[] {
  return text.split("\n").flatMap((line): Mount[] => {
    const [before, after = ""] = line.split(" - ");
    const [, , , root, point] = before.split(" ");
    const [type, , options = ""] = after.split(" ");
    if (type === "cgroup2") return [{ version: 2, root, point }];
    return type === "cgroup" && options.split(",").includes("memory") ? [{ version: 1, root, point }] : [];
  });
}

/** The path from a mount's root to a group, as names; empty if the group lies outside the mount. */
function relativeTo(root: string, path: string): readonly string[] {
  const names = (text: string) => text.split("/").filter((name) => name !== "");
  const [above, all] = [names(root), names(path)];
  const isInside = above.every((name, index) => all[index] === name) && !all.includes("..");
  return isInside ? all.slice(above.length) : [];
}

function limitsOf({ folder, version }: MemoryGroup): readonly number[] {
  const texts =
    version === 2
      ? // Above `high`, the system throttles a group to a crawl.
        ["memory.max", "memory.high"].map((name) => read(join(folder, name)))
      : // The hierarchical limit includes groups that a container cannot see.
        [
          read(join(folder, "memory.limit_in_bytes")),
          /^hierarchical_memory_limit (\d+)$/m.exec(read(join(folder, "memory.stat")))?.[1] ?? "",
        ];
  // Without a limit it is "max", or a number far above any memory.
  return texts.map((text) => parseInt(text, 10)).filter((bytes) => bytes > 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

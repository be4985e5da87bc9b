import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os, { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { machineMemory, outOfMemoryKills } from "../../lib/evaluation/machine-memory.js";

const MIB = 2 ** 20;
const version2 = "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate";
const version1 = (root: string) => `35 31 0:32 ${root} /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory`;

describe("machineMemory", () => {
  let root = "";
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), "hiernas-memory-"))));
  afterEach(() => rmSync(root, { recursive: true }));

  /** A system with these files beside those of every system. */
  const system = (files: Readonly<Record<string, string | number>>): void => {
    for (const [name, text] of Object.entries(files)) {
      const file = join(root, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${text}\n`);
    }
  };
  const [group, stat] = ["/sys/fs/cgroup", "memory.stat"];

  it("is the machine's if there are no control groups, or none has a limit", () => {
    assert.equal(machineMemory(root), os.totalmem());
    system({ "proc/self/mountinfo": version2, "proc/self/cgroup": "0::/job", [`${group}/job/memory.max`]: "max" });
    assert.equal(machineMemory(root), os.totalmem());
  });

  it("is the least limit of a process's group and all above it, version 2", () => {
    system({
      "proc/self/mountinfo": version2,
      "proc/self/cgroup": "0::/job_7/step_0/task",
      [`${group}/job_7/step_0/task/memory.max`]: "max",
    });
    system({ [`${group}/job_7/memory.max`]: 500 * MIB });
    assert.equal(machineMemory(root), 500 * MIB);
    system({ [`${group}/job_7/step_0/memory.high`]: 400 * MIB, [`${group}/job_7/step_0/memory.max`]: "max" });
    assert.equal(machineMemory(root), 400 * MIB);
    system({ [`${group}/memory.max`]: 300 * MIB });
    assert.equal(machineMemory(root), 300 * MIB);
  });

  it("is the limit of a container that sees only its own group", () => {
    system({ "proc/self/mountinfo": version2, "proc/self/cgroup": "0::/", [`${group}/memory.max`]: 200 * MIB });
    assert.equal(machineMemory(root), 200 * MIB);
    system({ "proc/self/cgroup": "0::/../../outside" });
    assert.equal(machineMemory(root), 200 * MIB);
  });

  it("is the limit of a group or what it inherits, version 1", () => {
    const both = `${version1("/")}\n38 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw`;
    system({ "proc/self/mountinfo": both, "proc/self/cgroup": "4:cpu,memory:/user/me\n0::/" });
    system({ [`${group}/memory/user/me/memory.limit_in_bytes`]: "9223372036854771712" });
    assert.equal(machineMemory(root), os.totalmem());
    system({ [`${group}/memory/user/memory.limit_in_bytes`]: 600 * MIB });
    assert.equal(machineMemory(root), 600 * MIB);
    system({ [`${group}/memory/user/me/${stat}`]: `cache 5\nhierarchical_memory_limit ${350 * MIB}\ntotal_cache 5` });
    assert.equal(machineMemory(root), 350 * MIB);
  });

  it("is found below a mount that starts at the container's group, version 1", () => {
    system({ "proc/self/mountinfo": version1("/docker/abc"), "proc/self/cgroup": "4:memory:/docker/abc/inner" });
    system({
      [`${group}/memory/memory.limit_in_bytes`]: 250 * MIB,
      [`${group}/memory/inner/memory.limit_in_bytes`]: 240 * MIB,
    });
    assert.equal(machineMemory(root), 240 * MIB);
  });

  it("is at most what Node reports for this process's group", () => {
    const told = process.constrainedMemory();
    assert.ok(machineMemory() <= os.totalmem());
    if (told > 0) assert.ok(machineMemory() <= told);
  });

  describe("outOfMemoryKills", () => {
    it("counts those of the process's group, or the machine's if groups are not counted", () => {
      assert.equal(outOfMemoryKills(root), undefined);
      system({ "proc/vmstat": "pgfault 7\noom_kill 9" });
      assert.equal(outOfMemoryKills(root), 9);
      system({ "proc/self/mountinfo": version2, "proc/self/cgroup": "0::/job" });
      assert.equal(outOfMemoryKills(root), 9);
      system({ [`${group}/job/memory.events`]: "low 0\nhigh 0\nmax 3\noom 2\noom_kill 1\noom_group_kill 0" });
      assert.equal(outOfMemoryKills(root), 1);
    });

    it("counts those of a group of version 1", () => {
      system({ "proc/self/mountinfo": version1("/"), "proc/self/cgroup": "4:memory:/user" });
      system({ [`${group}/memory/user/memory.oom_control`]: "oom_kill_disable 0\nunder_oom 0\noom_kill 4" });
      assert.equal(outOfMemoryKills(root), 4);
    });
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readStudy } from "../../lib/study/study.js";
import { hasStudyFile } from "../../lib/study/store/sqlite-store.js";
import { runCommand, startCommand } from "./command.js";

describe("a search interrupted", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-interrupt-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const args = (steps: number, file: string) => [
    "search",
    "--protocol",
    "smoke",
    "--steps",
    String(steps),
    "--initial",
    "4",
    "--workers",
    "2",
    "--seed",
    "5",
    "--out",
    file,
  ];

  /** Resolves when the study holds `count` evaluations, checked at each change of its file. */
  async function evaluated(file: string, count: number): Promise<number> {
    const path = join(folder, file);
    const watcher = watch(folder);
    try {
      for (;;) {
        const done = hasStudyFile(path)
          ? await readStudy(path, async (study) => (await study.records()).length).catch(() => 0)
          : 0;
        if (done >= count) return done;
        await once(watcher, "change");
      }
    } finally {
      watcher.close();
    }
  }

  function childrenOf(pid: number): readonly number[] {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
    return children === "" ? [] : children.split(" ").map(Number);
  }

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }

  it("by Ctrl-C keeps finished evaluations, ends its children, exits with 130, and resumes", async () => {
    const { child, ended } = startCommand(args(40, "ctrl-c.sqlite"), folder);
    const done = await evaluated("ctrl-c.sqlite", 2);
    const children = childrenOf(child.pid as number);
    assert.ok(children.length > 0, "workers are running");
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.equal(code, 130, stderr);
    assert.match(stderr, /interrupted; finished work is kept/);
    assert.deepEqual(children.filter(isAlive), []);
    const kept = await evaluated("ctrl-c.sqlite", 1);
    assert.ok(kept >= done && kept < 40, `${kept} kept`);
    const unfinished = await readStudy(join(folder, "ctrl-c.sqlite"), (study) => study.unfinished());
    const more = await runCommand(args(kept + unfinished.length + 1, "ctrl-c.sqlite"), folder);
    assert.equal(more.code, 0, more.stderr);
    assert.match(more.stdout, new RegExp(`: ${kept + unfinished.length + 1} evaluations`));
  });

  it("by kill -9 loses no finished evaluation, and resumes", async () => {
    const { child, ended } = startCommand(args(40, "kill.sqlite"), folder);
    const done = await evaluated("kill.sqlite", 2);
    child.kill("SIGKILL");
    assert.equal((await ended).signal, "SIGKILL");
    const kept = await readStudy(join(folder, "kill.sqlite"), (study) => study.records());
    assert.ok(kept.length >= done, `${kept.length} of ${done}`);
    const unfinished = await readStudy(join(folder, "kill.sqlite"), (study) => study.unfinished());
    const steps = kept.length + unfinished.length;
    const more = await runCommand(args(steps, "kill.sqlite"), folder);
    assert.equal(more.code, 0, more.stderr);
    const after = await readStudy(join(folder, "kill.sqlite"), (study) => study.records());
    assert.equal(after.length, steps);
    assert.deepEqual(
      after.filter(({ step }) => kept.some((each) => each.step === step)),
      kept,
    );
  });
});

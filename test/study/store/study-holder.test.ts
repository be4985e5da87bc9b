import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { initialize } from "../../../lib/genotype/initialize.js";
import { createRandom } from "../../../lib/random.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { openStudy, readStudy } from "../../../lib/study/study.js";
import { beginningByPs, isRunning, ownIdentity, ownMachine } from "../../../lib/study/store/process-identity.js";
import { openSqliteFile } from "../../../lib/study/store/sqlite-file.js";
import { isRoot, type Look, lookElsewhere, nobody, startElsewhere } from "../elsewhere.js";
import { leftBeside, storyOf, toyStudy, useStudyFile } from "../toy-study.js";

const edit = async (path: string, ...statements: readonly string[]): Promise<void> => {
  const file = await openSqliteFile(path, "write");
  for (const each of statements) file.exec(each);
  file.close();
};

describe("the holder of a study", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const run = (path = place.path, steps = 12) => runStudy({ ...toyStudy, path, steps });
  const refuses = (path: string, message: RegExp) => assert.rejects(run(path), { name: "InputError", message });

  /** Calls `work` while another process runs a study, at its sixth step. */
  const whileRunning = async (
    work: (other: ReturnType<typeof startElsewhere>) => Promise<void>,
    path = place.path,
  ): Promise<void> => {
    const other = startElsewhere(path, 12, 6);
    try {
      await other.until("held 6");
      await work(other);
      await other.finish();
      assert.equal(other.child.exitCode, 0, other.lines.join("\n"));
    } finally {
      await other.kill();
    }
  };

  it("is recorded in the study's file, without any other file", async () => {
    await whileRunning(async (other) => {
      assert.deepEqual(readdirSync(place.folder), ["study.sqlite"]);
      await refuses(
        place.path,
        new RegExp(`process ${other.child.pid} is running this study; wait for it, or stop it`),
      );
    });
    assert.deepEqual(readdirSync(place.folder), ["study.sqlite"]);
    assert.equal((await run()).rows.length, 12);
  });

  it("does not depend on a file named -lock, whatever it is", async () => {
    writeFileSync(`${place.path}-lock`, "garbage ".repeat(1000));
    await whileRunning(async (other) => {
      const seen = lookElsewhere(place.path) as Look;
      assert.equal(seen.holder?.processId, other.child.pid);
      rmSync(`${place.path}-lock`);
      await refuses(place.path, /is running this study/);
    });
  });

  it("is one process even through a link, a formerly dangling link, and a hard link", async () => {
    const target = join(place.folder, "target.sqlite");
    symlinkSync(target, place.path);
    await whileRunning(async () => {
      const [link, hard] = ["link", "hard"].map((name) => join(place.folder, name));
      symlinkSync(target, link);
      linkSync(target, hard);
      await refuses(hard, /hard: has 2 names \(hard links\), must have one to be run: copy it, and resume the copy/);
      rmSync(hard);
      for (const path of [target, link, place.path]) await refuses(path, /is running this study/);
    });
    assert.equal((await run(target, 14)).rows.length, 14);
  });

  it("ends with the process: a killed study resumes at once, in a single file", async () => {
    await run(`${place.path} whole`);
    const other = startElsewhere(place.path, 12, 6);
    await other.until("held 6");
    await other.kill();
    assert.equal((lookElsewhere(place.path) as Look).holder, null);
    // A reader that stays open meanwhile makes no difference.
    const reader = await openStudy(place.path);
    await reader.summary();
    await run();
    assert.equal((await reader.records()).length, 12);
    await reader.close();
    assert.deepEqual(leftBeside(place.path), []);
    assert.equal(await storyOf(place.path), await storyOf(`${place.path} whole`));
  });

  it("is not affected by another user who reads", async function () {
    if (!isRoot) this.skip();
    chmodSync(place.folder, 0o777);
    await whileRunning(async (other) => {
      for (const mode of [0o644, 0o666]) {
        chmodSync(place.path, mode);
        const seen = lookElsewhere(place.path, nobody) as Look;
        assert.deepEqual([seen.holder?.processId, seen.evaluated, seen.running], [other.child.pid, 5, 1]);
      }
      chmodSync(place.folder, 0o755);
      assert.equal((lookElsewhere(place.path, nobody) as Look).holder?.processId, other.child.pid);
      assert.deepEqual(readdirSync(place.folder), ["study.sqlite"]);
      await refuses(place.path, /is running this study/);
    });
  });

  it("is one process among users who share a folder", async function () {
    if (!isRoot) this.skip();
    chmodSync(place.folder, 0o777);
    const first = startElsewhere(place.path, 12, 6);
    const asNobody = async () => {
      const { lines, ended } = startElsewhere(place.path, 12, 0, nobody);
      await ended;
      return lines;
    };
    try {
      await first.until("held 6");
      for (const mode of [0o666, 0o644]) {
        chmodSync(place.path, mode);
        const said = new RegExp(`^InputError: .*: process ${first.child.pid} is running this study`);
        assert.match((await asNobody()).join("\n"), said);
      }
    } finally {
      await first.kill();
    }
    assert.match((await asNobody()).join("\n"), /^InputError: .*study\.sqlite: is not writable: /);
    chmodSync(place.path, 0o666);
    assert.equal((await asNobody()).at(-1), "evaluated 12");
    assert.equal((await readStudy(place.path, (study) => study.records())).length, 12);
  });

  it("is still one process when it loses the lock by reading the file by other means", async () => {
    const store = await openStudy(await madeStudy(place.path), { forRunning: true });
    try {
      readFileSync(place.path);
      const second = startElsewhere(place.path, 12);
      await second.ended;
      assert.deepEqual(second.lines.length, 1);
      assert.match(second.lines[0], new RegExp(`^InputError: .*: process ${process.pid} is running this study`));
    } finally {
      await store.close();
    }
  });

  it("is checked at each record: a replaced holder can no longer record", async () => {
    const store = await openStudy(await madeStudy(place.path), { forRunning: true });
    try {
      readFileSync(place.path);
      const script = `const { openSqliteFile } = require(${JSON.stringify(join(__dirname, "../../../lib/study/store/sqlite-file.js"))});
        openSqliteFile(${JSON.stringify(place.path)}, "write").then((file) => {
          file.exec("UPDATE holder SET token = 'another', process_id = 7, host = 'there'"); file.close(); });`;
      assert.equal(spawnSync(process.execPath, ["-e", script]).status, 0);
      const { genotype } = initialize(toyStudy.space, createRandom(1), 5);
      const proposal = { step: 4, phase: "initialization", genotype, hash: "1", redraws: 0 } as const;
      await assert.rejects(store.recordProposal(proposal), {
        name: "InputError",
        message: /: process 7 on there took over this study and runs it now; what was recorded is kept$/,
      });
      assert.deepEqual(await store.unfinished(), []);
    } finally {
      await store.close();
    }
    await readStudy(place.path, async (study) => assert.deepEqual(await study.unfinished(), []));
  });

  it("is not taken from a copy, which is another file", async () => {
    const copy = join(place.folder, "copy.sqlite");
    await whileRunning(async () => {
      copyFileSync(place.path, copy);
      assert.equal(await readStudy(copy, (study) => study.holder()), null);
      assert.equal((await run(copy)).rows.length, 12);
      assert.notEqual(await readStudy(place.path, (study) => study.holder()), null);
    });
  });

  it("on another machine is reported as unknown, and is replaced when the lock is free", async () => {
    await madeStudy(place.path);
    const { ino } = statSync(place.path);
    const row = (machine: string, host: string) =>
      `INSERT INTO holder (id, process_id, host, since_millis, machine, beginning, file, token)
       VALUES (1, ${process.pid}, '${host}', 5, '${machine}', '1', '1:${ino}', 'a token')`;
    await edit(place.path, row("boot pid:[1]", "elsewhere"));
    assert.deepEqual(await readStudy(place.path, (study) => study.holder()), {
      ...{ processId: process.pid, host: "elsewhere", sinceMillis: 5, isSeen: false },
    });
    assert.equal((await run()).rows.length, 12);
    // From this machine before a reboot.
    await edit(place.path, row("boot pid:[1]", hostname()));
    assert.equal(await readStudy(place.path, (study) => study.holder()), null);
  });

  it("is gone after discarding, which leaves a replacing file alone", async () => {
    const store = await openStudy(await madeStudy(place.path), { forRunning: true });
    await store.discard();
    assert.ok(!existsSync(place.path));
    const second = await openStudy(await madeStudy(place.path), { forRunning: true });
    rmSync(place.path);
    writeFileSync(place.path, "another file");
    await second.discard();
    assert.equal(readFileSync(place.path, "utf8"), "another file");
  });
});

/** A study of three evaluated steps at `path`. */
async function madeStudy(path: string): Promise<string> {
  await runStudy({ ...toyStudy, path, steps: 3 });
  return path;
}

describe("a process", function () {
  this.timeout(20_000);

  it("is identified by its number and start time, on this machine", () => {
    const own = ownIdentity();
    assert.equal(isRunning(own), true);
    assert.equal(isRunning({ ...own, beginning: "" }), true);
    assert.equal(isRunning({ ...own, beginning: "earlier" }), false);
    assert.equal(isRunning({ ...own, processId: 2 ** 22 + 1 }), false);
    assert.equal(isRunning({ ...own, machine: `${ownMachine().split(" ")[0]} pid:[1]` }), undefined);
    assert.equal(isRunning({ ...own, machine: "another", host: "another" }), undefined);
    assert.equal(isRunning({ ...own, machine: "another boot" }), false);
  });

  it("that ended but was not yet reaped does not count as running", async function () {
    if (process.platform !== "linux") this.skip();
    const shell = spawn("sh", ["-c", "sleep 0.2 & echo $!; exec sleep 20"], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const lines = createInterface({ input: shell.stdout });
      const processId = Number(await new Promise<string>((resolve) => lines.once("line", resolve)));
      const state = () => readFileSync(`/proc/${processId}/stat`, "utf8").replace(/^.*\) /s, "")[0];
      while (state() !== "Z") await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(isRunning({ ...ownIdentity(), processId, beginning: "" }), false);
      assert.equal(beginningByPs(processId), undefined);
    } finally {
      shell.kill("SIGKILL");
    }
  });

  it("gets its start time from ps if there is no /proc", function () {
    if (spawnSync("ps", ["--version"]).error !== undefined) this.skip();
    assert.match(beginningByPs(process.pid) ?? "", /\d\d:\d\d:\d\d/);
    assert.equal(beginningByPs(process.pid), beginningByPs(process.pid));
  });
});

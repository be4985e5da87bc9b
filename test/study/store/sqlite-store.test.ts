import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRandom } from "../../../lib/random.js";
import { competitorsOf } from "../../../lib/search/competitors.js";
import { replayStudy } from "../../../lib/study/replay-study.js";
import { createSqlStudy, openSqlStore } from "../../../lib/study/store/sql-store.js";
import { queryBuilder } from "../../../lib/study/store/sqlite-dialect.js";
import { withStorageErrors } from "../../../lib/study/store/sqlite-errors.js";
import { STUDY_VERSION } from "../../../lib/study/store/study-tables.js";
import { openSqliteFile } from "../../../lib/study/store/sqlite-file.js";
import { createSqliteStudy, openSqliteStudy } from "../../../lib/study/store/sqlite-store.js";
import type { StudyStore } from "../../../lib/study/store/study-store.js";
import type { StudyTables } from "../../../lib/study/store/study-tables.js";
import { recordedFile } from "../../../lib/literature/recorded-searches.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { readStudy } from "../../../lib/study/study.js";
import { isRoot, lookElsewhere, nobody, startElsewhere } from "../elsewhere.js";
import { leftBeside, toyStudy, useStudyFile } from "../toy-study.js";
import { proposalOf, refusalOf, settings } from "./first-study.js";
import { testStoreModel } from "./store-model.js";
import { type StoreFactory, testStore } from "./store-suite.js";

const inFile = (): StoreFactory => {
  const folder = mkdtempSync(join(tmpdir(), "hiernas store "));
  const path = join(folder, "study.sqlite");
  return {
    create: (settings) => createSqliteStudy(path, settings),
    open: (config) => openSqliteStudy(path, config?.forRunning),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
};
testStore("an SQLite file", inFile);
testStoreModel("an SQLite file", inFile);

const allOf = async (store: StudyStore) =>
  [await store.individuals(), await store.records(), await store.events(), await store.engines()] as const;

const copyInto = (from: string, to: string): string => {
  copyFileSync(from, to);
  return to;
};

describe("a study's file", function () {
  this.timeout(20_000);
  const place = useStudyFile();
  it("is a single file when closed, with nothing left beside it", async () => {
    const store = await createSqliteStudy(place.path, settings);
    await store.recordProposal(proposalOf(1));
    await store.close();
    await store.close();
    assert.deepEqual(leftBeside(place.path), []);
    const reader = await openSqliteStudy(place.path);
    assert.equal((await reader.unfinished()).length, 1);
    await reader.close();
    assert.deepEqual(leftBeside(place.path), []);
  });

  it("is not created by opening it when it is missing", async () => {
    assert.match(await refusalOf(openSqliteStudy(place.path)), /study\.sqlite: there is no such file/);
    assert.ok(!existsSync(place.path));
  });

  it("is not created again when it exists", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    assert.match(await refusalOf(createSqliteStudy(place.path, settings)), /exists already/);
  });

  it("of random bytes is refused and left unchanged", async () => {
    writeFileSync(
      place.path,
      createRandom(1)
        .shuffle([..."random bytes ".repeat(500)])
        .join(""),
    );
    const before = readFileSync(place.path);
    assert.match(await refusalOf(openSqliteStudy(place.path)), /is not a study; give another path/);
    assert.match(await refusalOf(openSqliteStudy(place.path, true)), /is not a study; give another path/);
    assert.match(await refusalOf(createSqliteStudy(place.path, settings)), /exists already/);
    assert.deepEqual(readFileSync(place.path), before);
    assert.deepEqual(leftBeside(place.path), []);
  });

  it("that is empty is not a study, but can become one", async () => {
    writeFileSync(place.path, "");
    assert.match(await refusalOf(openSqliteStudy(place.path)), /is an empty file, not a study/);
    assert.match(await refusalOf(openSqliteStudy(place.path, true)), /is an empty file, not a study/);
    await (await createSqliteStudy(place.path, settings)).close();
    await (await openSqliteStudy(place.path)).close();
  });

  it("of another program is refused", async () => {
    const file = await openSqliteFile(place.path, "create");
    file.exec("CREATE TABLE study.photos (name TEXT)");
    file.close();
    assert.match(await refusalOf(openSqliteStudy(place.path)), /is not a study \(an SQLite file of something else\)/);
  });

  it("of a newer version is refused", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    const file = await openSqliteFile(place.path, "write");
    file.exec("PRAGMA study.user_version = 7");
    file.close();
    const expected = /is a study of version 7, this hiernas reads up to 5: use a newer hiernas/;
    assert.match(await refusalOf(openSqliteStudy(place.path)), expected);
    assert.match(await refusalOf(openSqliteStudy(place.path, true)), expected);
  });

  it("that is a folder, or in a folder that is missing, is refused", async () => {
    mkdirSync(place.path);
    assert.match(await refusalOf(openSqliteStudy(place.path)), /is a folder, a pipe or a device, must be a file/);
    assert.match(await refusalOf(createSqliteStudy(place.path, settings)), /is a folder|exists already/);
    const missing = join(place.folder, "no", "study.sqlite");
    assert.match(await refusalOf(createSqliteStudy(missing, settings)), /its folder .*no does not exist/);
  });

  it("can be read without write permission", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    chmodSync(place.path, 0o444);
    chmodSync(place.folder, 0o555);
    try {
      const reader = await openSqliteStudy(place.path);
      assert.deepEqual(await reader.settings(), settings);
      assert.equal(await reader.holder(), null);
      await reader.close();
      // Root may write everywhere.
      if (process.getuid?.() !== 0) await refusalOf(openSqliteStudy(place.path, true));
    } finally {
      chmodSync(place.folder, 0o755);
    }
  });

  it("can be read there by another user, whatever its history", async function () {
    if (!isRoot) this.skip();
    this.timeout(30_000);
    const other = startElsewhere(place.path, 12, 6);
    await other.until("held 6");
    await readStudy(place.path, (study) => study.summary());
    await other.kill();
    await runStudy({ ...toyStudy, path: place.path });
    // As version 1 left it with a reader present: in WAL mode, without the log.
    const logged = join(place.folder, "logged.sqlite");
    const keeper = await openSqliteFile(copyInto(place.path, logged), "write");
    keeper.exec("PRAGMA study.journal_mode = WAL");
    keeper.close();
    for (const path of [place.path, logged]) chmodSync(path, 0o444);
    chmodSync(place.folder, 0o555);
    try {
      for (const path of [place.path, logged]) {
        const seen = lookElsewhere(path, nobody);
        assert.ok(typeof seen === "object", JSON.stringify(seen));
        assert.deepEqual([seen.evaluated, seen.holder], [12, null]);
        assert.deepEqual(leftBeside(path), []);
      }
    } finally {
      chmodSync(place.folder, 0o755);
    }
  });

  it("of version 1 is read unchanged, and is upgraded when it is run", async () => {
    const names = ["flat-evolution", "hierarchical-random"] as const;
    for (const name of names) {
      const path = copyInto(recordedFile(name), join(place.folder, `${name}.sqlite`));
      writeFileSync(`${path}-lock`, "");
      const before = readFileSync(path);
      const [old, settings] = await readStudy(path, async (study) => [await allOf(study), await study.settings()]);
      assert.ok(readFileSync(path).equals(before));
      const store = await openSqliteStudy(path, true);
      assert.deepEqual(await allOf(store), old);
      await store.recordProposal({ ...proposalOf(1), step: settings.steps + 1 });
      await store.close();
      await readStudy(path, async (study) => {
        const [individuals, records, events, engines] = await allOf(study);
        assert.equal(events.at(-1)?.step, settings.steps + 1);
        assert.deepEqual([individuals, records, events.slice(0, -1), engines], old);
        assert.deepEqual(await study.settings(), settings);
      });
      assert.deepEqual(leftBeside(path), []);
      const file = await openSqliteFile(path, "read");
      assert.equal(file.pragma("user_version"), STUDY_VERSION);
      file.close();
    }
  });

  it("of version 1, killed while running, is repaired when it is resumed", async () => {
    const path = copyInto(recordedFile("flat-evolution"), place.path);
    const old = await readStudy(path, allOf);
    const script = `const { openSqliteFile } = require(${JSON.stringify(join(__dirname, "../../../lib/study/store/sqlite-file.js"))});
      openSqliteFile(${JSON.stringify(path)}, "write").then((file) => {
        file.exec("PRAGMA study.journal_mode = WAL"); file.exec("UPDATE study SET steps = 4000"); process.kill(process.pid, "SIGKILL"); });`;
    assert.equal(spawnSync(process.execPath, ["-e", script]).signal, "SIGKILL");
    assert.deepEqual(leftBeside(path), ["-wal", "-shm"]);
    if (isRoot) {
      for (const ending of ["", "-wal", "-shm"]) chmodSync(`${path}${ending}`, 0o444);
      chmodSync(place.folder, 0o555);
      const seen = lookElsewhere(path, nobody);
      assert.ok(typeof seen === "object" && seen.evaluated === old[0].length, JSON.stringify(seen));
      chmodSync(place.folder, 0o755);
    }
    assert.equal(await readStudy(path, async (study) => (await study.settings()).steps), 4000);
    const store = await openSqliteStudy(path, true);
    assert.deepEqual(await allOf(store), old);
    assert.equal((await store.settings()).steps, 4000);
    await store.close();
    assert.deepEqual(leftBeside(path), []);
  });

  it("of version 1 counts engines like the current version", async () => {
    await runStudy({ ...toyStudy, path: place.path, steps: 6 });
    const file = await openSqliteFile(place.path, "write");
    const engine = (step: number, name: string) =>
      `UPDATE individual SET evaluation = json_set(evaluation, '$.engine', '${name}') WHERE step = ${step}`;
    for (const sql of [engine(1, "rewritten, GPU"), engine(2, "fused, CPU"), engine(3, "fused, CPU")]) file.exec(sql);
    for (const column of ["engine", "training_count"]) file.exec(`ALTER TABLE study.individual DROP COLUMN ${column}`);
    for (const column of ["machine", "beginning", "file", "token"])
      file.exec(`ALTER TABLE study.holder DROP COLUMN ${column}`);
    file.exec("DROP TABLE study.confirmation");
    file.exec("DROP TABLE study.stop");
    file.exec("PRAGMA study.user_version = 1");
    file.close();
    const expected = [
      { engine: null, evaluated: 3 },
      { engine: "fused, CPU", evaluated: 2 },
      { engine: "rewritten, GPU", evaluated: 1 },
    ];
    assert.deepEqual(await readStudy(place.path, (study) => study.engines()), expected);
    await (await openSqliteStudy(place.path, true)).close();
    assert.deepEqual(await readStudy(place.path, (study) => study.engines()), expected);
  });

  it("of version 2 has no confirmations, but can record them when it is run", async () => {
    await runStudy({ ...toyStudy, path: place.path, steps: 6 });
    const file = await openSqliteFile(place.path, "write");
    file.exec("DROP TABLE study.confirmation");
    file.exec("DROP TABLE study.stop");
    file.exec("PRAGMA study.user_version = 2");
    file.close();
    const before = await readStudy(place.path, allOf);
    assert.deepEqual(await readStudy(place.path, (study) => study.confirmations()), []);
    await runStudy({ ...toyStudy, path: place.path, steps: 6, confirm: 1 });
    assert.equal((await readStudy(place.path, (study) => study.confirmations())).length, 3);
    assert.deepEqual(await readStudy(place.path, allOf), before);
  });

  it("of version 3, which lists the competitors of each tournament, replays and resumes alike", async () => {
    const whole = join(place.folder, "whole.sqlite");
    await runStudy({ ...toyStudy, path: whole });
    await runStudy({ ...toyStudy, path: place.path, steps: 8 });
    const rows = await readStudy(place.path, (study) => study.rows());
    const file = await openSqliteFile(place.path, "write");
    for (const row of rows.filter(({ competitors }) => competitors !== null)) {
      const steps = JSON.stringify(competitorsOf(rows, row));
      file.exec(`UPDATE individual SET competitors = '${steps}' WHERE step = ${row.step}`);
    }
    file.exec("DROP TABLE study.stop");
    file.exec("PRAGMA study.user_version = 3");
    file.close();
    const differences = () =>
      readStudy(place.path, async (study) => (await replayStudy(study, { space: toyStudy.space })).differences);
    assert.deepEqual(await differences(), []);
    await runStudy({ ...toyStudy, path: place.path });
    assert.deepEqual(await differences(), []);
    const steps = async (path: string) => {
      const all = await readStudy(path, (study) => study.rows());
      return all.map((row) => competitorsOf(all, row));
    };
    assert.deepEqual(await steps(place.path), await steps(whole));
  });

  it("is really closed: no open file is left, however often it is read", async function () {
    if (process.platform !== "linux") this.skip();
    this.timeout(60_000);
    const openFiles = () => readdirSync("/proc/self/fd").length;
    await runStudy({ ...toyStudy, path: place.path });
    const read = () => readStudy(place.path, (study) => study.summary());
    await read();
    const before = openFiles();
    for (let time = 0; time < 500; time++) await read();
    assert.ok(openFiles() <= before, `${openFiles()} of ${before}`);
    const store = await openSqliteStudy(place.path, true);
    await read();
    const running = openFiles();
    for (let time = 0; time < 100; time++) await read();
    assert.ok(openFiles() <= running, `${openFiles()} of ${running}`);
    await assert.rejects(openSqliteStudy(place.path, true), /this process is running this study/);
    await store.close();
    await store.close();
    await assert.rejects(store.records(), { name: "InputError", message: /study\.sqlite: is closed; open it again/ });
    assert.equal(openFiles(), before);
  });

  it("waits for a program that reads it for a long time, and loses nothing", async () => {
    const store = await createSqliteStudy(place.path, settings);
    const reader = await openSqliteFile(place.path, "read");
    reader.exec("BEGIN");
    reader.exec("SELECT 1 FROM study.sqlite_master");
    setTimeout(() => reader.close(), 300);
    await store.recordProposal(proposalOf(1));
    assert.equal((await store.unfinished()).length, 1);
    await store.close();
    const hasty = await openSqliteStudy(place.path, true, { patienceMillis: 50 });
    const stuck = await openSqliteFile(place.path, "read");
    stuck.exec("BEGIN");
    stuck.exec("SELECT 1 FROM study.sqlite_master");
    assert.match(
      await refusalOf(hasty.recordProposal(proposalOf(2))),
      /another program keeps it busy and does not finish/,
    );
    stuck.close();
    await hasty.recordProposal(proposalOf(2));
    assert.equal((await hasty.unfinished()).length, 2);
    await hasty.close();
  });

  it("needs a valid path", async () => {
    const long = join(place.folder, "x".repeat(300));
    for (const [path, expected] of [
      ["", /^path: got "", must be the path of a study's file/],
      ["a\0b", /^path: got "a\\u0000b"/],
      [long, /: the name is too long$/],
      ["/dev/null", /is a folder, a pipe or a device, must be a file/],
    ] as const) {
      assert.match(await refusalOf(openSqliteStudy(path)), expected);
      assert.match(await refusalOf(createSqliteStudy(path, settings)), expected);
    }
    const hostile = join(place.folder, "bell\u0007 'quoted' ?mode=memory#x%41.sqlite");
    await (await createSqliteStudy(hostile, settings)).close();
    assert.ok(existsSync(hostile));
    assert.match(await refusalOf(createSqliteStudy(hostile, settings)), /bell\\x07 'quoted'/);
  });

  it("on a full disk fails in one line and keeps the recorded evaluations", async function () {
    this.timeout(120_000);
    const file = await openSqliteFile(place.path, "create");
    const db = queryBuilder<StudyTables>(file);
    await createSqlStudy(db, settings);
    file.pragma("max_page_count = 30");
    const store = openSqlStore(db, { place: place.path });
    let kept = 0;
    const fill = withStorageErrors(place.path, async () => {
      for (let step = 1; ; step++) {
        await store.recordProposal(proposalOf(step));
        kept = step;
      }
    });
    assert.match(await refusalOf(fill), /the disk is full; what was recorded is kept: make room/);
    assert.ok(kept > 2);
    assert.equal((await store.unfinished()).length, kept);
    assert.equal((await store.events()).length, kept);
    file.pragma("max_page_count = 1000");
    await store.recordProposal(proposalOf(kept + 1));
    file.close();
  });

  it("that may not grow (ulimit) keeps the recorded evaluations and resumes", function () {
    this.timeout(120_000);
    const script = join(__dirname, "..", "run-toy-study.js");
    // Blocks of 1,024 bytes in bash: reached after some 20 evaluations, since each waits for the disk.
    const limited = spawnSync("bash", [
      "-c",
      'ulimit -f 128; exec "$@"',
      "bash",
      process.execPath,
      script,
      place.path,
      "400",
    ]);
    const lines = limited.stdout.toString().trim().split("\n");
    assert.match(lines[lines.length - 1], /^InputError: .*study\.sqlite: (the disk is full|cannot be written or read)/);
    const evaluated = lines.filter((line) => line.startsWith("evaluated ")).length;
    assert.ok(evaluated > 2, lines.join("\n"));
    const more = spawnSync(process.execPath, [script, place.path, String(evaluated + 3)]);
    assert.equal(more.status, 0, more.stdout.toString() + more.stderr.toString());
    assert.ok(more.stdout.toString().split("\n").filter(Boolean).length <= 4);
  });
});

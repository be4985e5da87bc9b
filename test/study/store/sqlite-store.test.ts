import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { laptopProtocol } from "../../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { createRandom } from "../../../lib/random.js";
import { drawInitial } from "../../search/draw-proposal.js";
import { tournamentSearch } from "../../../lib/search/tournament-search.js";
import { createSqlStudy, openSqlStore } from "../../../lib/study/store/sql-store.js";
import { openSqlite, queryBuilder, withStorageErrors } from "../../../lib/study/store/sqlite-file.js";
import { createSqliteStudy, openSqliteStudy } from "../../../lib/study/store/sqlite-store.js";
import { createSettings } from "../../../lib/study/store/study-settings.js";
import type { StudyTables } from "../../../lib/study/store/study-tables.js";
import { testStore } from "./store-suite.js";
import { leftBeside, useStudyFile } from "../toy-study.js";

testStore("an SQLite file", () => {
  const folder = mkdtempSync(join(tmpdir(), "hiernas store "));
  const path = join(folder, "study.sqlite");
  return {
    create: (settings) => createSqliteStudy(path, settings),
    open: (config) => openSqliteStudy(path, config?.forRunning),
    remove: async () => rmSync(folder, { recursive: true, force: true }),
  };
});

const space = hierarchicalSpace;
const settings = createSettings({
  ...{ space, method: tournamentSearch(), steps: 60, initialCount: 20, seed: 1 },
  ...{ protocol: laptopProtocol, data: "sample" },
});
const proposalOf = (step: number) =>
  drawInitial({ space, step, initialCount: 1000, mutationCount: 5, random: createRandom(1).split("step", step) });

describe("a study's file", () => {
  const place = useStudyFile();
  const message = async (promise: Promise<unknown>): Promise<string> => {
    const error = await promise.then(
      () => assert.fail("nothing was refused"),
      (reason: unknown) => reason as Error,
    );
    assert.equal(error.name, "InputError", error.stack);
    assert.ok(!error.message.includes("\n"));
    return error.message;
  };

  it("is one plain file when it is closed, and nothing is left beside it", async () => {
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

  it("that is not there is not made by opening it", async () => {
    assert.match(await message(openSqliteStudy(place.path)), /study\.sqlite: there is no such file/);
    assert.ok(!existsSync(place.path));
  });

  it("that is there already is not made again", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    assert.match(await message(createSqliteStudy(place.path, settings)), /is there already/);
  });

  it("of random bytes is told from a study and left as it is", async () => {
    writeFileSync(
      place.path,
      createRandom(1)
        .shuffle([..."random bytes ".repeat(500)])
        .join(""),
    );
    const before = readFileSync(place.path);
    assert.match(await message(openSqliteStudy(place.path)), /is not a study; give another path/);
    assert.match(await message(openSqliteStudy(place.path, true)), /is not a study; give another path/);
    assert.match(await message(createSqliteStudy(place.path, settings)), /is there already/);
    assert.deepEqual(readFileSync(place.path), before);
    assert.deepEqual(leftBeside(place.path), []);
  });

  it("that is empty is no study, and becomes one", async () => {
    writeFileSync(place.path, "");
    assert.match(await message(openSqliteStudy(place.path)), /is an empty file, not a study/);
    assert.match(await message(openSqliteStudy(place.path, true)), /is an empty file, not a study/);
    await (await createSqliteStudy(place.path, settings)).close();
    await (await openSqliteStudy(place.path)).close();
  });

  it("of another program is told from a study", async () => {
    const database = await openSqlite(place.path);
    database.exec("CREATE TABLE photos (name TEXT)");
    database.close();
    assert.match(await message(openSqliteStudy(place.path)), /is not a study \(an SQLite file of something else\)/);
  });

  it("of a newer version is told from a study of this one", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    const database = await openSqlite(place.path);
    database.pragma("user_version = 7");
    database.close();
    const expected = /is a study of version 7, this hiernas reads up to 1: use a newer hiernas/;
    assert.match(await message(openSqliteStudy(place.path)), expected);
    assert.match(await message(openSqliteStudy(place.path, true)), expected);
  });

  it("that is a folder, or in a folder that is missing, is refused", async () => {
    mkdirSync(place.path);
    assert.match(await message(openSqliteStudy(place.path)), /is a folder, must be a file/);
    assert.match(await message(createSqliteStudy(place.path, settings)), /is a folder|is there already/);
    const missing = join(place.folder, "no", "study.sqlite");
    assert.match(await message(createSqliteStudy(missing, settings)), /its folder .*no is not there/);
  });

  it("can be read where nothing may be written", async () => {
    await (await createSqliteStudy(place.path, settings)).close();
    chmodSync(place.path, 0o444);
    chmodSync(place.folder, 0o555);
    try {
      const reader = await openSqliteStudy(place.path);
      assert.deepEqual(await reader.settings(), settings);
      assert.equal(await reader.holder(), null);
      await reader.close();
      // Root may write everywhere.
      if (process.getuid?.() !== 0) await message(openSqliteStudy(place.path, true));
    } finally {
      chmodSync(place.folder, 0o755);
    }
  });

  it("on a full disk says so in one line and keeps what was recorded", async function () {
    this.timeout(20_000);
    const database = await openSqlite(place.path);
    const db = queryBuilder<StudyTables>(database);
    await createSqlStudy(db, settings);
    database.pragma("max_page_count = 30");
    const store = openSqlStore(db);
    let kept = 0;
    const fill = withStorageErrors(place.path, async () => {
      for (let step = 1; ; step++) {
        await store.recordProposal(proposalOf(step));
        kept = step;
      }
    });
    assert.match(await message(fill), /the disk is full; what was recorded is kept: make room/);
    assert.ok(kept > 2);
    assert.equal((await store.unfinished()).length, kept);
    assert.equal((await store.events()).length, kept);
    database.pragma("max_page_count = 1000");
    await store.recordProposal(proposalOf(kept + 1));
    await db.destroy();
  });

  it("that may not grow (a limit of the shell) keeps what was evaluated and is gone on with", function () {
    this.timeout(20_000);
    const script = join(__dirname, "..", "run-toy-study.js");
    // 200 blocks of 1,024 bytes in bash.
    const limited = spawnSync("bash", [
      "-c",
      'ulimit -f 200; exec "$@"',
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

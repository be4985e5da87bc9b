import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { copyStudy } from "../../lib/study/copy-study.js";
import { exportStudy, studyExportFormatByName } from "../../lib/study/export-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import { openSqliteFile } from "../../lib/study/store/sqlite-file.js";
import { openStudy, readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";
import { storyOf, toyStudy, useStudyFile } from "./toy-study.js";

/** Everything that a study holds. */
const contentOf = (path: string) =>
  readStudy(path, async (study) => [
    await study.settings(),
    await study.individuals(),
    await study.records(),
    await study.unfinished(),
    await study.events(),
    await study.confirmations(),
    await study.stops(),
  ]);

/** A study with failed, confirmed and unfinished evaluations, stopped and resumed. */
async function makeStudy(path: string): Promise<void> {
  const evaluate: typeof toyStudy.evaluate = async (genotype, told) =>
    (told as { readonly step?: number }).step === 3
      ? ({ status: "failed", reason: "timeLimit" } as never)
      : toyStudy.evaluate(genotype, told);
  await runStudy({ ...toyStudy, path, evaluate, steps: 6, confirm: 2 });
  const stop = new AbortController();
  const stopping: typeof toyStudy.evaluate = async () => {
    stop.abort();
    throw stop.signal.reason;
  };
  await assert.rejects(runStudy({ ...toyStudy, path, evaluate: stopping, signal: stop.signal }), {
    name: "AbortError",
  });
}

describe("a copy of a study", function () {
  this.timeout(60_000);
  const place = useStudyFile();

  it("holds every record, agrees with itself, and resumes as the study does", async () => {
    await makeStudy(place.path);
    const before = readFileSync(place.path);
    const copy = `${place.path}-copy`;
    await copyStudy(place.path, copy);
    assert.ok(readFileSync(place.path).equals(before));
    const content = await contentOf(place.path);
    assert.deepEqual(await contentOf(copy), content);
    assert.deepEqual(
      content.slice(1).map((list) => (list as readonly unknown[]).length),
      [6, 6, 1, 13, 6, 2],
    );
    for (const { problems } of await readStudy(copy, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
    for (const path of [place.path, copy]) await runStudy({ ...toyStudy, path });
    assert.equal(await storyOf(copy), await storyOf(place.path));
  });

  it("upgrades a study of an earlier version", async () => {
    await copyStudy("data/recorded-searches/flat-evolution.sqlite", place.path);
    for (const { name, problems } of await readStudy(place.path, (study) => verifyStudy(study))) {
      assert.deepEqual(problems, [], name);
    }
  });

  it("replaces nothing, is not made of a running study, and leaves nothing when it fails", async () => {
    await makeStudy(place.path);
    const copy = `${place.path}-copy`;
    writeFileSync(copy, "something");
    await assert.rejects(copyStudy(place.path, copy), { name: "InputError", message: /exists already/ });
    const other = `${place.path}-other`;
    const running = await openStudy(place.path, { forRunning: true });
    await assert.rejects(copyStudy(place.path, other), {
      name: "InputError",
      message: /is running in process \d+ on /,
    });
    await running.close();
    const file = await openSqliteFile(place.path, "write");
    file.exec("UPDATE individual SET genotype = 'x' WHERE step = 2");
    file.close();
    await assert.rejects(copyStudy(place.path, other), {
      name: "InputError",
      message: /step 2: its genotype cannot be read/,
    });
    assert.ok(!existsSync(other));
  });
});

describe("exportStudy", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const bytesOf = (format: string) =>
    readStudy(place.path, (study) => exportStudy(study, studyExportFormatByName(format)));
  /** What must be read back: the columns that tell an individual's course. */
  const expected = async () => {
    const rows = await readStudy(place.path, (study) => study.rows());
    return rows.map(({ step, hash, parent, status, fitness, reason }) => ({
      step,
      hash,
      parent,
      status,
      fitness,
      reason,
    }));
  };
  const picked = (rows: readonly object[]) =>
    rows.map((row) => {
      const { step, hash, parent, status, fitness, reason } = row as Readonly<Record<string, unknown>>;
      return { step, hash, parent, status, fitness, reason };
    });

  it("writes what other programs read: CSV, JSON, Parquet and Arrow", async () => {
    await makeStudy(place.path);
    const rows = await expected();
    assert.deepEqual(picked(JSON.parse(Buffer.from(await bytesOf("json")).toString()) as object[]), rows);
    const { fromArrow, fromCSV } = await import("arquero");
    const missing = (table: { objects(): object[] }) => picked(table.objects());
    assert.deepEqual(missing(fromArrow(await bytesOf("arrow"))), rows);
    const text = Buffer.from(await bytesOf("csv")).toString();
    const parse = { hash: String };
    assert.deepEqual(missing(fromCSV(text, { parse })), rows);
    const { parquetReadObjects } = await import("hyparquet");
    const bytes = await bytesOf("parquet");
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    assert.deepEqual(picked(await parquetReadObjects({ file })), rows);
    assert.throws(() => studyExportFormatByName("xls"), { name: "InputError", message: /must be csv, json, parquet/ });
  });
});

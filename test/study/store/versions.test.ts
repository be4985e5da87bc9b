/** Studies that earlier versions wrote: 8 of 9 steps evaluated, the last one left when it was stopped. */
import assert from "node:assert/strict";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { competitorsOf } from "../../../lib/search/competitors.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { openSqliteFile } from "../../../lib/study/store/sqlite-file.js";
import { STUDY_VERSION } from "../../../lib/study/store/study-tables.js";
import { readStudy } from "../../../lib/study/study.js";
import { verifyStudy } from "../../../lib/study/verify-study.js";
import { storyOf, toyStudy, useStudyFile } from "../toy-study.js";

const fileOf = (version: number): string => join("test/study/store/versions", `version-${version}.sqlite`);

describe("a study that an earlier version wrote", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const versionOf = async (path: string): Promise<number> => {
    const file = await openSqliteFile(path, "read");
    try {
      return file.pragma("user_version");
    } finally {
      file.close();
    }
  };
  const disagreements = () =>
    readStudy(place.path, async (study) => (await verifyStudy(study)).flatMap(({ problems }) => problems));

  /** What happened, with the competitors' steps, which versions tell differently. */
  const courseOf = async (path: string): Promise<unknown> => {
    const rows = await readStudy(path, (study) => study.rows());
    const story = JSON.parse(await storyOf(path)) as { readonly competitors: unknown }[];
    return story.map((each, index) => ({ ...each, competitors: competitorsOf(rows, rows[index]) }));
  };

  for (let version = 2; version < STUDY_VERSION; version++) {
    it(`is read, checked and resumed from version ${version} like a new one`, async () => {
      copyFileSync(fileOf(version), place.path);
      assert.equal(await versionOf(place.path), version);
      const before = readFileSync(place.path);
      await readStudy(place.path, async (study) => {
        assert.deepEqual(await study.stops(), []);
        assert.equal((await study.confirmations()).length, version < 3 ? 0 : 3);
        const { evaluated, stale, lastRun } = await study.summary();
        assert.deepEqual([evaluated, stale, lastRun], [8, 1, null]);
      });
      assert.deepEqual(await disagreements(), []);
      assert.ok(readFileSync(place.path).equals(before));
      await runStudy({ ...toyStudy, path: place.path });
      assert.equal(await versionOf(place.path), STUDY_VERSION);
      assert.deepEqual(await disagreements(), []);
      const whole = `${place.path}-whole`;
      await runStudy({ ...toyStudy, path: whole });
      assert.deepEqual(await courseOf(place.path), await courseOf(whole));
      const stops = await readStudy(place.path, (study) => study.stops());
      assert.deepEqual(
        stops.map(({ reason }) => reason),
        ["steps"],
      );
    });
  }
});

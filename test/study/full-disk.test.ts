import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { readStudy } from "../../lib/study/study.js";
import { verifyStudy } from "../../lib/study/verify-study.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

describe("a study on a disk that fills", function () {
  this.timeout(60_000);
  const place = useStudyFile();

  it("stops with one line, keeps what was recorded, and goes on once there is room", async function () {
    const disk = join(place.folder, "disk");
    mkdirSync(disk);
    const mount = (...options: readonly string[]) =>
      spawnSync("mount", ["-t", "tmpfs", ...options, "tmpfs", disk]).status === 0;
    if (process.getuid?.() !== 0 || !mount("-o", "size=120k")) this.skip();
    try {
      const path = join(disk, "study.sqlite");
      await assert.rejects(runStudy({ ...toyStudy, path, steps: 40 }), {
        name: "InputError",
        message: /study\.sqlite: (the disk is full|cannot be written or read).*what was recorded is kept/,
      });
      const evaluated = await readStudy(path, async (study) => (await study.rows()).length);
      assert.ok(evaluated > 0 && evaluated < 40, String(evaluated));
      assert.ok(mount("-o", "remount,size=4m"));
      assert.equal((await runStudy({ ...toyStudy, path, steps: 40 })).rows.length, 40);
      for (const { problems } of await readStudy(path, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
    } finally {
      spawnSync("umount", [disk]);
    }
  });
});

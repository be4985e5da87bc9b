import assert from "node:assert/strict";
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../../lib/study/run-study.js";
import { readStudy } from "../../../lib/study/study.js";
import { storyOf, toyStudy, useStudyFile } from "../toy-study.js";

describe("a study's file that disappears during a search", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  /** Runs the toy study, calls `act` while step 5 is evaluated, and returns the line that the search ends with. */
  const lineAfter = async (act: () => void, path = place.path): Promise<string> => {
    const running = runStudy({
      ...{ ...toyStudy, path },
      evaluate: (genotype, told) => {
        if (told.step === 5) act();
        return toyStudy.evaluate(genotype, told);
      },
    });
    const error = await running.then(
      () => assert.fail("the search succeeded"),
      (reason: unknown) => reason as Error,
    );
    assert.equal(error.name, "InputError", error.stack);
    assert.ok(!error.message.includes("\n"));
    return error.message;
  };
  /** Asserts that the study at `path` has the four recorded steps, and resumes to the expected result. */
  const resumes = async (path: string): Promise<void> => {
    assert.equal((await readStudy(path, (study) => study.records())).length, 4);
    await runStudy({ ...toyStudy, path });
    await runStudy({ ...toyStudy, path: `${place.path} whole` });
    assert.equal(await storyOf(path), await storyOf(`${place.path} whole`));
  };

  it("is followed when it was moved", async () => {
    const moved = join(place.folder, "moved.sqlite");
    const line = await lineAfter(() => renameSync(place.path, moved));
    assert.match(line, /study\.sqlite: was moved.* while the search ran: all that was recorded is there; resume/);
    if (process.platform === "linux") assert.ok(line.includes(` to ${moved} `), line);
    await resumes(moved);
  });

  it("is saved when it was deleted", async () => {
    const line = await lineAfter(() => rmSync(place.path));
    const saved = `${place.path}.saved`;
    assert.ok(
      line.endsWith(
        `: was deleted while the search ran: all that was recorded is saved as ${saved}; resume the search with that`,
      ),
    );
    assert.deepEqual(readdirSync(place.folder), ["study.sqlite.saved"]);
    await resumes(saved);
  });

  it("is saved when another one replaced it, which is left unchanged", async () => {
    writeFileSync(`${place.path}.saved`, "here already");
    const other = join(place.folder, "other");
    writeFileSync(other, "another file");
    const line = await lineAfter(() => renameSync(other, place.path));
    assert.match(
      line,
      /was replaced by another file while the search ran: .* saved as .*study\.sqlite\.saved-2; resume/,
    );
    await resumes(`${place.path}.saved-2`);
  });

  it("is saved elsewhere when its folder is also gone", async () => {
    const folder = join(place.folder, "gone");
    mkdirSync(folder);
    const name = `study of ${process.pid}.sqlite`;
    const line = await lineAfter(() => rmSync(folder, { recursive: true }), join(folder, name));
    const saved = join(tmpdir(), `${name}.saved`);
    try {
      assert.ok(line.includes(`saved as ${saved}`), line);
      assert.equal((await readStudy(saved, (study) => study.records())).length, 4);
    } finally {
      rmSync(saved, { force: true });
    }
  });

  it("is noticed as missing even after the last record: only a study on disk counts as a success", async () => {
    const running = runStudy({
      ...{ ...toyStudy, path: place.path },
      onProgress: ({ finished }) => {
        if (finished === 12) rmSync(place.path);
      },
    });
    await assert.rejects(running, { name: "InputError", message: /was deleted .* saved as .*study\.sqlite\.saved/ });
    assert.equal((await readStudy(`${place.path}.saved`, (study) => study.records())).length, 12);
  });

  it("is not affected when only the working folder changes", async () => {
    const before = process.cwd();
    process.chdir(place.folder);
    try {
      const running = runStudy({
        ...{ ...toyStudy, path: "study.sqlite" },
        evaluate: (genotype, told) => {
          process.chdir(before);
          return toyStudy.evaluate(genotype, told);
        },
      });
      assert.equal((await running).rows.length, 12);
    } finally {
      process.chdir(before);
    }
  });
});

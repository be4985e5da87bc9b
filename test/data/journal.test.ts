import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { projectFolder } from "../../lib/files/project-folder.js";

interface Journals {
  readonly openJournal: (file: string) => (line: unknown) => void;
  readonly readJournal: (file: string) => readonly unknown[];
}

describe("the journals of data/", () => {
  it("keep what was written before and after a crash within a line", async () => {
    const { openJournal, readJournal } = (await import(
      pathToFileURL(join(projectFolder, "data", "journal.mjs")).href
    )) as Journals;
    const folder = mkdtempSync(join(tmpdir(), "hiernas-journal-"));
    const file = join(folder, "results", "some.jsonl");
    try {
      assert.deepEqual(readJournal(file), []);
      openJournal(file)({ seed: 1 });
      appendFileSync(file, '{"seed":2,"accu');
      assert.deepEqual(readJournal(file), [{ seed: 1 }]);
      openJournal(file)({ seed: 3 });
      assert.deepEqual(readJournal(file), [{ seed: 1 }, { seed: 3 }]);
      assert.equal(readFileSync(file, "utf8"), '{"seed":1}\n{"seed":2,"accu\n{"seed":3}\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

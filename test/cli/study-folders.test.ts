import assert from "node:assert/strict";
import { foldersFor } from "../../lib/cli/study-folders.js";

describe("foldersFor", () => {
  const named = (paths: readonly string[], taken: readonly string[] = []) => foldersFor(paths, taken);

  it("names folders after files", () => assert.deepEqual(named(["x/one.sqlite", "two.db"]), ["one", "two"]));
  it("never gives a name twice, not even ignoring case", () =>
    assert.deepEqual(named(["p/a.sqlite", "q/a.sqlite", "r/a-2.sqlite", "A.sqlite"]), ["a", "a-2", "a-2-2", "A-3"]));
  it("never gives a name that is already in use", () =>
    assert.deepEqual(named(["captions.md.sqlite"], ["captions.md"]), ["captions.md-2"]));
  it("never leads out of the folder", () =>
    assert.deepEqual(named(["...sqlite", "..", "/", ".hidden", " .x", "a\u001b\\b.sqlite"]), [
      ...["study", "study-2", "study-3", "hidden", "study-4", "a__b"],
    ]));
});

import assert from "node:assert/strict";
import { runStudy } from "../../lib/study/run-study.js";
import { openSqliteFile } from "../../lib/study/store/sqlite-file.js";
import { toyStudy, useStudyFile } from "../study/toy-study.js";
import { runCommand } from "./command.js";

describe("hiernas verify", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const verify = (...options: readonly string[]) => runCommand(["verify", place.path, ...options], place.folder);

  it("says check by check that a study agrees", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const { stdout, code } = await verify();
    assert.equal(code, 0);
    assert.match(stdout, /^steps +12 individuals, 0 unfinished: agree$/m);
    assert.match(stdout, /^costs +not checked: a fitness function of your own may have its own costs$/m);
    assert.match(stdout, /^replay +12 individuals: agree$/m);
    const checks = JSON.parse((await verify("--json")).stdout) as { readonly name: string }[];
    assert.equal(checks.length, 11);
  });

  it("names what disagrees, and ends with one line and exit code 2", async () => {
    await runStudy({ ...toyStudy, path: place.path });
    const file = await openSqliteFile(place.path, "write");
    file.exec("UPDATE individual SET hash = 'other' WHERE step = 9");
    file.close();
    const { stdout, stderr, code } = await verify();
    assert.equal(code, 2);
    assert.match(stdout, /^networks +12 individuals: 1 disagreement\n {10}step 9: network: recorded other, /m);
    assert.match(stderr, /^hiernas: .*study\.sqlite: \d disagreements?; restore it from a copy.*\n$/);
  });
});

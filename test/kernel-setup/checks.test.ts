import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { projectRoot } from "./project-root.js";

const script = `
  const { runChecks } = require(${JSON.stringify(path.join(projectRoot, "kernel-setup", "tests", "checks.js"))});
  const [root] = process.argv.slice(1);
  const paths = { root, state: root + "/.setup", nodeModules: root + "/node_modules" };
  const checks = ["good", "bad", "silent"].map((name) => ({ name, command: [name + ".js", "--x"], mend: "mend " + name }));
  runChecks(paths, checks).then((counts) => console.log(JSON.stringify(counts)));
`;

describe("the checks of npm test", () => {
  let root = "";
  before(() => {
    root = mkdtempSync(path.join(tmpdir(), "hiernas-checks-"));
    mkdirSync(path.join(root, "node_modules"));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  it("count those that pass and fail, and show what a failing one found and how to mend it", () => {
    const write = (name: string, code: string) => writeFileSync(path.join(root, "node_modules", name), code);
    write("good.js", `console.log("not shown")`);
    write("bad.js", `console.log("line 7", process.argv[2]); console.error("is wrong"); process.exitCode = 1;`);
    write("silent.js", `process.exitCode = 3;`);
    const { stdout, stderr } = spawnSync(process.execPath, ["-e", script, root], { encoding: "utf8" });
    assert.deepEqual(JSON.parse(stdout), { passed: 1, failed: 2 });
    assert.match(stderr, /^good: passed \(\d+ s\)$/m);
    assert.match(stderr, /^FAIL {5}bad \(mend bad\)\n(line 7 --x\nis wrong|is wrong\nline 7 --x)$/m);
    assert.match(stderr, /^FAIL {5}silent \(mend silent\)\nended with 3$/m);
    assert.doesNotMatch(stderr, /not shown/);
  });
});

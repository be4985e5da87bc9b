import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { loadSetupFile, projectRoot } from "./project-root.js";

const script = `
  const { runTests } = require(${JSON.stringify(path.join(projectRoot, "kernel-setup", "tests", "run-tests.js"))});
  const [root, choice] = process.argv.slice(1);
  runTests({ root, build: root + "/build" }, JSON.parse(choice)).then((counts) => console.log(JSON.stringify(counts)));
`;

describe("the processes of npm test", () => {
  let root = "";
  const write = (name: string, code: string): void => writeFileSync(path.join(root, "build", "test", name), code);
  const run = (choice = {}): unknown =>
    JSON.parse(
      execFileSync(process.execPath, ["-e", script, root, JSON.stringify(choice)], {
        encoding: "utf8",
        stdio: ["ignore", "pipe", "ignore"],
      }),
    );

  beforeEach(() => {
    root = mkdtempSync(path.join(tmpdir(), "hiernas-run-tests-"));
    mkdirSync(path.join(root, "build", "test", "folder"), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("count passed, failed and skipped tests, in folders too", () => {
    write("a.test.js", `it("passes", () => {}); it("fails", () => { throw new Error("so"); }); it("waits");`);
    write("folder/b.test.js", `it("passes", () => {});`);
    write("helper.js", `it("is no test file", () => {});`);
    assert.deepEqual(run(), { passed: 2, failed: 1, skipped: ["waits"] });
    assert.deepEqual(run({ grep: "passes" }), { passed: 2, failed: 0, skipped: [] });
  });

  it("report as failed the test in which a process dies, and run the other files", () => {
    write("a.test.js", `it("passes", () => {}); it("dies", () => process.kill(process.pid, "SIGSEGV"));`);
    for (const name of ["b", "c", "d"]) write(`${name}.test.js`, `it("passes", () => {});`);
    assert.deepEqual(run(), { passed: 4, failed: 1, skipped: [] });
  });

  it("report as failed a file that cannot be loaded, and one with `only`", () => {
    write("a.test.js", `require("./nothing");`);
    write("b.test.js", `it.only("alone", () => {});`);
    write("c.test.js", `it("passes", () => {});`);
    assert.deepEqual(run(), { passed: 1, failed: 2, skipped: [] });
  });

  it("start the long files first, of which each exists", () => {
    const { LONG } = loadSetupFile<{ readonly LONG: readonly string[] }>("tests/run-tests.js");
    assert.deepEqual(
      LONG.filter((name) => !existsSync(path.join(projectRoot, "build", "test", name))),
      [],
    );
    const log = path.join(root, "log");
    for (const name of ["a.test.js", "b.test.js", "c.test.js", ...LONG.slice(0, 2)]) {
      const line = `process.pid + " ${name}\\n"`;
      mkdirSync(path.dirname(path.join(root, "build", "test", name)), { recursive: true });
      write(name, `require("fs").appendFileSync(${JSON.stringify(log)}, ${line}); it("passes", () => {});`);
    }
    assert.deepEqual(run(), { passed: 5, failed: 0, skipped: [] });
    const firsts = new Map<string, string>();
    for (const [, pid, name] of readFileSync(log, "utf8").matchAll(/^(\d+) (.*)$/gm))
      if (!firsts.has(pid)) firsts.set(pid, name);
    assert.deepEqual([...firsts.values()].sort(), LONG.slice(0, firsts.size).sort());
  });

  it("keep hooks outside a describe to their file", () => {
    write("a.test.js", `beforeEach(() => { throw new Error("of this file"); }); it("is in its way", () => {});`);
    write("b.test.js", `it("passes", () => {});`);
    assert.deepEqual(run(), { passed: 1, failed: 1, skipped: [] });
  });
});

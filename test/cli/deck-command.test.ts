import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runStudy } from "../../lib/study/run-study.js";
import { toyStudy } from "../study/toy-study.js";
import { type Ended, runCommand } from "./command.js";

let folder: string;
const run = (...args: readonly string[]): Promise<Ended> => runCommand(["deck", ...args], folder);
const HTML = ["--format", "html", "--out", "out"];

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "hiernas deck command "));
  await runStudy({ ...toyStudy, path: join(folder, "one.sqlite") });
  writeFileSync(join(folder, "small.md"), "# A talk\n\n## Fitness\n\n![figure: fitness-by-step]\n");
});
after(() => rmSync(folder, { recursive: true, force: true }));

async function refused(why: RegExp, ...args: readonly string[]): Promise<void> {
  const { code, stderr } = await run(...args);
  assert.equal(code, 2, stderr);
  assert.match(stderr, why);
  assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
}

describe("hiernas deck", function () {
  this.timeout(120_000);

  it("writes a talk from an outline and a study, and writes it again", async () => {
    for (let time = 0; time < 2; time++) {
      const { code, stdout, stderr } = await run("--outline", "small.md", "--data", "one.sqlite", ...HTML);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(stdout, `2 slides in ${join("out", "small.html")}\n`);
    }
    assert.match(readFileSync(join(folder, "out", "small.html"), "utf8"), /aria-label="Fitness"/);
  });

  it("writes an outline of one's own with one's study, which makes a deck", async () => {
    const { stdout } = await run("--init", "own.md", "--data", "one.sqlite");
    assert.match(
      stdout,
      /own\.md: the outline; npx hiernas deck --outline own\.md --data one\.sqlite --out talk writes/,
    );
    const made = await run("--outline", "own.md", "--data", "one.sqlite", "--format", "pptx", "--out", "out");
    assert.equal(made.code, 0, made.stderr);
    assert.ok(existsSync(join(folder, "out", "own.pptx")));
    await refused(/own\.md: is there already, and stays as it is/, "--init", "own.md");
  });

  it("lists the figures that an outline can name", async () => {
    const { stdout } = await run("--figures");
    for (const name of ["fitness-by-step", "mutation-draws", "table-search-methods"])
      assert.match(stdout, new RegExp(`^${name} +\\w`, "m"));
  });

  it("never writes over a file that is not as it left it", async () => {
    const path = join(folder, "mine", "small.html");
    await run("--outline", "small.md", "--data", "one.sqlite", "--format", "html", "--out", "mine");
    const edited = `${readFileSync(path, "utf8")}<!-- my own words -->`;
    writeFileSync(path, edited);
    await refused(
      /^hiernas: --out: mine\/small\.html: is not as hiernas deck left it: move it away/,
      ...["--outline", "small.md", "--data", "one.sqlite", "--format", "html", "--out", "mine"],
    );
    assert.equal(readFileSync(path, "utf8"), edited);
  });

  it("refuses in one line what it cannot make", async () => {
    writeFileSync(join(folder, "broken.md"), "# T\n\n##Slide\n");
    writeFileSync(join(folder, "unknown.md"), "# T\n\n![figure: nothing-like-it]\n");
    await refused(/broken\.md:3: got ##Slide, a heading has a space/, "--outline", "broken.md", ...HTML);
    await refused(
      /unknown\.md:3: got figure nothing-like-it, must be one of/,
      "--outline",
      "unknown.md",
      "--data",
      "one.sqlite",
      ...HTML,
    );
    await refused(/nowhere\.md: no such file/, "--outline", "nowhere.md", ...HTML);
    await refused(
      /nowhere\.sqlite: there is no such file/,
      "--outline",
      "small.md",
      "--data",
      "nowhere.sqlite",
      ...HTML,
    );
    await refused(/--format: got "doc", must be html, pdf, pptx/, "--format", "doc");
    writeFileSync(join(folder, "file"), "");
    await refused(
      /--out .*cannot be written/,
      "--outline",
      "small.md",
      "--data",
      "one.sqlite",
      "--format",
      "html",
      "--out",
      "file/out",
    );
  });
});

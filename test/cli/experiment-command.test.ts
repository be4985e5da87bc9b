import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { experiments } from "../../lib/study/experiments/experiments.js";
import { runExperiment } from "../../lib/study/experiments/run-experiment.js";
import { hasStudyFile } from "../../lib/study/store/sqlite-store.js";
import { readStudy } from "../../lib/study/study.js";
import { toyExperiment } from "../study/experiments/toy-experiments.js";
import { type Ended, runCommand, shareCommands, startCommand } from "./command.js";

let folder: string;
const run = (...args: readonly string[]): Promise<Ended> => runCommand(["experiment", ...args], folder);

before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas experiment "))));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("hiernas experiment", () => {
  const runShared = shareCommands(() => folder);

  it("names every experiment in its help, and its subcommands have their own help", async () => {
    const { code, stdout } = await runShared("experiment", "--help");
    assert.equal(code, 0);
    for (const { name, row } of experiments) assert.ok(stdout.includes(`  ${name} `) && stdout.includes(row), name);
    for (const command of ["finalists", "table"]) {
      const help = await runShared("experiment", command, "--help");
      assert.match(help.stdout, /Example:\n {2}npx hiernas experiment /);
    }
  });

  it("loses no finished evaluation to kill -9, resumes, and is a line of the table", async () => {
    const args = ["hierarchical-random-architecture", "--workers", "1"];
    const place = join(folder, "experiments", "laptop");
    mkdirSync(place, { recursive: true });
    const path = join(place, "hierarchical-random-architecture-1.sqlite");
    const { child, ended } = startCommand(["experiment", ...args], folder);
    const records = () => readStudy(path, (study) => study.records());
    const watcher = watch(place);
    while (!hasStudyFile(path) || (await records().catch(() => [])).length < 1) await once(watcher, "change");
    watcher.close();
    child.kill("SIGKILL");
    assert.equal((await ended).signal, "SIGKILL");
    const kept = await records();
    assert.ok(kept.length >= 1 && kept.length < 4, String(kept.length));
    const short = await runShared("experiment", "table");
    assert.match(short.stdout, new RegExp(`4\\.21 ± 0\\.11 *\\|1 *\\|${kept.length} of 4 *\\|`));

    const more = await run(...args);
    assert.equal(more.code, 0, more.stderr);
    assert.match(more.stdout, /^experiments\/laptop\/hierarchical-random-architecture-1\.sqlite: 4 evaluations; /);
    const all = await records();
    assert.deepEqual(
      all.filter(({ step }) => kept.some((each) => each.step === step)),
      kept,
    );
    const { stdout } = await runShared("experiment", "table");
    assert.match(stdout, /4\.21 ± 0\.11 *\|1 *\|4 *\|4 *\|mean of 4: [\d.]+ % ± [\d.]+ *\|— *\|/);
    assert.match(stdout, /4\.56 ± 0\.11 *\|not run yet/);
  });

  it("prints the table as numbers, as data and as a figure", async () => {
    const place = join(folder, "toy");
    await runExperiment(toyExperiment("flat-random-search", place));
    const csv = await runShared("experiment", "table", "--out", "toy", "--format", "csv");
    assert.match(csv.stdout, /^name,experiment,published_error,published_spread,measured_repeat,/);
    const json = await runShared("experiment", "table", "--out", "toy", "--format", "json");
    assert.equal((JSON.parse(json.stdout) as { readonly rows: readonly unknown[] }).rows.length, 8);
    const svg = await runShared("experiment", "table", "--out", "toy", "--format", "svg");
    assert.match(svg.stdout, /^<svg [^]*Published \(the deck\)/);
    assert.deepEqual(readdirSync(place), ["flat-random-search-1.sqlite"]);
  });

  const wrong: readonly (readonly [args: string, message: RegExp])[] = [
    ["annealing", /^hiernas: experiment: got "annealing", must be flat-random-architecture, /],
    ["flat-evolution --scale huge", /^hiernas: scale: got "huge", must be laptop, study or paper/],
    ["flat-evolution --repeat 0", /^hiernas: --repeat: got 0/],
    [
      "flat-evolution --steps 7001",
      /^hiernas: steps of flat-evolution at laptop scale: got 7001, must be .* from 1 to 7000/,
    ],
    ["flat-evolution --data nowhere", /nowhere/],
    ["finalists --out nowhere", /^hiernas: nowhere: no such folder; hiernas experiment makes it/],
    ["table --out nowhere", /^hiernas: nowhere: no such folder/],
    ["table --out nowhere --format gif", /^hiernas: --format: got "gif", must be markdown, csv, json, svg/],
    ["table --scale studies", /^hiernas: scale: got "studies"/],
  ];
  for (const [args, message] of wrong) {
    it(`${args}: exit code 2, one line, nothing left behind`, async () => {
      const { code, stdout, stderr } = await runShared("experiment", ...args.split(" "));
      assert.deepEqual([code, stdout], [2, ""], stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1, stderr);
      assert.ok(!existsSync(join(folder, "nowhere")));
    });
  }
});

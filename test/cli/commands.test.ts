import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { phenotypeHash } from "../../lib/genotype/canonical.js";
import { genotypeToJson, parseGenotype } from "../../lib/genotype/genotype-file.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { type Ended, runCommand, shareCommands } from "./command.js";

let folder: string;
const run = shareCommands(() => folder);
const runAlone = (...args: readonly string[]): Promise<Ended> => runCommand(args, folder);

before(() => {
  folder = mkdtempSync(join(tmpdir(), "hiernas cli "));
  writeFileSync(join(folder, "best.json"), genotypeToJson(publishedCell));
});
after(() => rmSync(folder, { recursive: true, force: true }));

describe("hiernas describe", () => {
  it("prints parameters, multiply-adds and hash as JSON", async () => {
    const { code, stdout, stderr } = await runAlone("describe", "best", "--network", "large", "--json");
    assert.deepEqual([code, stderr], [0, ""]);
    const described = JSON.parse(stdout) as Readonly<Record<string, unknown>>;
    assert.equal(described.parameterCount, 15_727_306);
    assert.equal(described.hash, phenotypeHash(publishedCell));
    assert.equal(typeof described.multiplyAdds, "number");
  });

  it("takes a file, a name, a seed, and the network's numbers", async () => {
    const file = await run(
      "describe",
      "best.json",
      "--network",
      "small",
      "--channels",
      "16",
      "--cells",
      "1",
      "--classes",
      "10",
    );
    assert.match(file.stdout, /parameters +542,138\n/);
    const one = await run("describe", "random:7", "--json");
    const two = await run("describe", "random:7", "--json");
    assert.equal(one.code, 0);
    assert.equal(one.stdout, two.stdout);
    const flat = await run("describe", "trivial", "--space", "flat", "--json");
    assert.equal((JSON.parse(flat.stdout) as { readonly levels: number }).levels, 2);
  });
});

describe("hiernas draw", () => {
  it("writes SVG, PNG and the specification", async () => {
    for (const [name, beginning] of [
      ["cell.svg", "<svg"],
      ["cell.png", "\x89PNG"],
      ["cell.json", "{"],
    ]) {
      const { code, stderr } = await run("draw", "best.json", "--out", name);
      assert.deepEqual([code, stderr], [0, ""]);
      assert.equal(readFileSync(join(folder, name)).subarray(0, beginning.length).toString("latin1"), beginning);
    }
  });
});

describe("hiernas draw in every form", () => {
  it("writes a folder of all forms", async () => {
    const { code, stderr } = await run("draw", "best.json", "--form", "all", "--out", "forms", "--format", "svg");
    assert.deepEqual([code, stderr], [0, ""]);
    const forms =
      "cell explore genotype icicle initialization motif mutation mutation-draws network tree treemap unfolded matrix".split(
        " ",
      );
    for (const form of forms) assert.match(readFileSync(join(folder, "forms", `${form}.svg`), "utf8"), /^<svg /);
    assert.match(readFileSync(join(folder, "forms", "matrix.tex"), "utf8"), /bmatrix/);
  });

  it("prints text without --out, for modules too", async () => {
    const difference = await run("draw", "best", "--form", "difference", "--with", "random:3");
    assert.match(difference.stdout, /best and random:3 differ in \d+ edges/);
    const alone = await run("draw", "best", "--form", "difference");
    assert.match(alone.stderr, /--form difference: give --with the other genotype/);
    const latex = await run("draw", "best", "--form", "latex", "--level", "2", "--motif", "1");
    assert.match(latex.stdout, /\\mathbf\{o\}_\{4\}\^\{\(1\)\}/);
    const module = await run("draw", "module:inception", "--format", "json");
    assert.equal(module.code, 0);
    assert.match(module.stdout, /"text": "Inception module"/);
  });
});

describe("hiernas draw for a slide, a page and a film", () => {
  it("writes each in its size and look", async () => {
    for (const [name, beginning, ...options] of [
      ["slide.png", "\x89PNG", "--aspect", "16:9", "--theme", "dark", "--transparent"],
      ["slide.pdf", "%PDF", "--aspect", "16:9", "--title", "A <cell>"],
      ["wide.svg", '<svg role="img" aria-label="Mine', "--width", "10in", "--title", "Mine"],
      ["page.html", "<!doctype html>"],
      ["page.html", "<!doctype html>", "--theme", "dark"],
    ]) {
      const { code, stderr } = await run("draw", "best.json", "--out", name, ...options);
      assert.deepEqual([code, stderr], [0, ""], name);
      assert.equal(readFileSync(join(folder, name)).subarray(0, beginning.length).toString("latin1"), beginning);
    }
    const png = readFileSync(join(folder, "slide.png"));
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [1280, 720]);
    assert.match(readFileSync(join(folder, "wide.svg"), "utf8"), / width="960" /);
    const moved = await run("draw", "best.json", "--form", "mutation", "--out", "mutation.gif", "--width", "300");
    assert.match(moved.stderr, /^21 pictures, 300 pixels wide, \d+\.\d s, 0\.\d MB\n$/);
    assert.equal(readFileSync(join(folder, "mutation.gif")).toString("latin1", 0, 6), "GIF89a");
  });
});

describe("hiernas --help", () => {
  it("lists every command, and each shows an example", async () => {
    const { code, stdout } = await run("--help");
    assert.equal(code, 0);
    for (const command of ["describe", "search", "experiment", "status", "best", "draw"]) {
      assert.match(stdout, new RegExp(`^  ${command} `, "m"));
      const help = await run(command, "--help");
      assert.equal(help.code, 0);
      assert.match(help.stdout, /Examples?:\n {2}npx hiernas /);
    }
    for (const command of ["doctor", "lab"]) assert.match(stdout, new RegExp(`^  ${command} `, "m"));
  });
});

describe("hiernas search", () => {
  const search = ["search", "--protocol", "smoke", "--workers", "1", "--seed", "3", "--out", "study.sqlite"];

  it("runs, resumes from the same file, and status and best read it", async () => {
    const first = await runAlone(...search, "--steps", "1", "--initial", "1");
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /study\.sqlite: 1 evaluation; best [\d.]+ %, 1 training, first at step 1/);
    const again = await runAlone(...search, "--steps", "2", "--initial", "1");
    assert.equal(again.code, 0, again.stderr);
    assert.match(again.stdout, /2 evaluations/);

    const status = await run("status", "study.sqlite");
    assert.match(status.stdout, /evaluated +2 of 2\n/);
    assert.match(status.stdout, /state +done\n/);
    assert.match(status.stdout, /known +\d evaluations? \(\d+ %\) of networks evaluated before/);
    assert.match(status.stdout, /engine +(fused|rewritten).*, [CG]PU \(2\)\n/);
    const json = JSON.parse((await run("status", "study.sqlite", "--json")).stdout) as {
      readonly summary: { readonly evaluated: number };
    };
    assert.equal(json.summary.evaluated, 2);

    for (const form of ["lineage", "family", "replay", "step"]) {
      const drawn = await run("draw", "study.sqlite", "--form", form, "--out", `${form}.svg`);
      assert.deepEqual([drawn.code, drawn.stderr], [0, ""]);
    }
    const fittest = await run("draw", "study.sqlite", "--form", "network", "--out", "network.svg");
    assert.deepEqual([fittest.code, fittest.stderr], [0, ""]);

    const best = await run("best", "study.sqlite");
    assert.equal(best.code, 0);
    parseGenotype(best.stdout, hierarchicalSpace);

    const confirmed = await runAlone(...search, "--steps", "2", "--initial", "1", "--confirm", "1");
    assert.equal(confirmed.code, 0, confirmed.stderr);
    assert.match(confirmed.stdout, /2 evaluations; best [\d.]+ % ± [\d.]+, \d trainings/);
    const { stdout } = await run("status", "study.sqlite");
    assert.match(stdout, /confirmed +\d trainings? more of [12] finalists?\n/);
    assert.match(
      stdout,
      /best +[\d.]+ % ± [\d.]+, \d trainings, first at step \d, .*\n +the best by the expected fitness of a new training/,
    );
    assert.match((await run("best", "study.sqlite")).stderr, /: [\d.]+ % ± [\d.]+, \d trainings, first at step \d/);

    const policy = await runAlone(...search, "--steps", "3", "--initial", "1", "--known", "average");
    assert.equal(policy.code, 2);
    assert.match(policy.stderr, /was made with knownPhenotype "evaluate", got "average"/);
    const other = await runAlone(...search, "--steps", "2", "--initial", "1", "--space", "flat");
    assert.equal(other.code, 2);
    assert.match(other.stderr, /study\.sqlite: was made with space name "hierarchical", got "flat"/);
  });
});

describe("bad input", () => {
  const cases: readonly (readonly [args: string, message: RegExp])[] = [
    ["describe missing.json", /^hiernas: genotype missing\.json: no such file/],
    ["describe random", /must name a seed/],
    ["describe backward.json", /^hiernas: backward\.json: level 2, motif 1: edge 2→1 must run forward/],
    ["describe cut.json", /^hiernas: cut\.json: genotype: not JSON, or cut short/],
    ["describe cutoff.json", /its sink cannot be reached from its source/],
    ["describe best --channels 0", /^hiernas: --channels: got 0/],
    ["describe best --network huge", /must be small, large or imagenet/],
    ["describe best --bogus", /unknown option/],
    ["nonsense", /unknown command/],
    ["draw best --out cell.tiff", /must end in \.svg, \.png, \.pdf, \.json, \.html, \.gif, \.webp or \.mp4/],
    ["draw best --out cell.gif", /The published cell has no steps to show as gif/],
    ["draw best --out cell.docx --format html", /got html, but --out cell\.docx ends in \.docx/],
    ["draw best --out best.json --format json --width 9px", /^hiernas: --width: got 9px, must be a length such as/],
    ["draw best --out c.png --width 0", /^hiernas: --width: got 0, must be a length such as 1280px/],
    ["draw best --out c.png --font 12<b>", /^hiernas: --font: got "12<b>", must be a number from 1 to 200/],
    ["draw best --out c.png --aspect 16x9", /^hiernas: --aspect: got 16x9, must be WIDTH:HEIGHT such as 16:9/],
    ["draw best --out c.png --aspect 0:0", /^hiernas: --aspect: got 0:0/],
    ["draw best --out c.png --theme solarized", /^hiernas: --theme: got solarized, must be light or dark/],
    ["draw best --out c.png --aspect 16:9 --font 9", /leave out the font/],
    ["draw best --out c.html --width 900", /html has no size/],
    ["draw best --form treemap --out c.png --aspect 4:1", /points high, must be at least 12: draw a part of it/],
    ["draw best --out foreign.html", /foreign\.html: exists and was not made by hiernas/],
    ["draw best --out nowhere/cell.svg", /cannot be written/],
    ["draw best --form all --out best.json", /^hiernas: --out best\.json: cannot be written/],
    ["draw best --form all", /give --out a folder/],
    ["draw best --form oil", /^hiernas: --form: got oil, must be one of genotype, cell, /],
    ["draw best --format tiff", /^hiernas: --format: got tiff, must be svg, png, pdf, json, html, gif, webp or mp4/],
    ["draw best --format png", /give --out a file/],
    ["draw best --form mutation --format gif", /give --out a file/],
    ["draw best --form motif --motif 7 --out m.svg", /^hiernas: best: level 2: got motif 7, there are motifs 1 to 6/],
    ["draw best --form treemap --of money --out m.svg", /^hiernas: --of: got money/],
    ["draw best.json --form lineage --out l.svg", /best\.json.*not a study/],
    ["draw module:vgg --out m.svg", /^hiernas: module: got "vgg", must be inception/],
    ["draw cutoff.json --form network --out m.svg", /its sink cannot be reached from its source/],
    ["search --out s.sqlite --steps 0", /^hiernas: --steps: got 0/],
    ["search --out s.sqlite --steps -1", /^hiernas: --steps: got -1/],
    ["search --out s.sqlite --workers 0", /^hiernas: --workers: got 0/],
    ["search --out s.sqlite --threads 0", /^hiernas: --threads: got 0/],
    ["search --out s.sqlite --devices 0,", /^hiernas: --devices: got "0,", must be a list such as 0,1/],
    ["search --out s.sqlite --learning-rate abc", /schedule\.rate: got NaN, must be a finite number above 0/],
    ["search --out s.sqlite --space deep", /must be hierarchical or flat/],
    ["search --out s.sqlite --method greedy", /tournament or random/],
    ["search --out s.sqlite --max-time 2", /--max-time: got "2", must be a time such as 90s, 45m, 2h or 3d/],
    ["search --out s.sqlite --target 90", /--target: got 90, must be a number from 0 to 1/],
    ["search --out s.sqlite --max-memory 1", /--max-memory: got 1, must be at least \d+, what the smallest network/],
    ["search --out s.sqlite --warm-start nowhere.json", /genotype nowhere\.json: there is no such file|nowhere\.json/],
    ["search --out s.sqlite --space flat --warm-start best", /warm start: genotype 1: /],
    ["study export missing.sqlite --out t.csv", /missing\.sqlite: there is no such file/],
    ["study export missing.sqlite --format xls --out t.csv", /format: got "xls", must be csv, json, parquet/],
    ["study copy missing.sqlite copy.sqlite", /missing\.sqlite: there is no such file/],
    ["search --out s.sqlite --known forget", /got "forget", must be evaluate, reuse, redraw, average/],
    ["search --out s.sqlite --protocol slow", /must be laptop, study, paper or smoke/],
    ["search --out s.sqlite --data nowhere --protocol smoke --steps 1 --initial 1", /nowhere/],
    ["search --out s.sqlite --data empty --protocol smoke --steps 1 --initial 1", /empty/],
    ["search --out s.sqlite --confirm -1", /^hiernas: --confirm: got -1/],
    ["search --out best.json --steps 1", /best\.json.*not a study/],
    ["status missing.sqlite", /missing\.sqlite/],
    ["status best.json", /best\.json.*not a study/],
    ["best best.json", /best\.json.*not a study/],
  ];

  before(() => {
    const text = genotypeToJson(publishedCell);
    writeFileSync(join(folder, "foreign.html"), "<p>Somebody's</p>");
    writeFileSync(join(folder, "backward.json"), text.replace('[1,2,"max"]', '[2,1,"max"]'));
    writeFileSync(join(folder, "cut.json"), text.slice(0, 300));
    writeFileSync(
      join(folder, "cutoff.json"),
      JSON.stringify({
        format: "hiernas genotype",
        version: 1,
        primitives: ["id"],
        levels: [[{ nodes: 3, edges: [[1, 2, "id"]] }]],
      }),
    );
    mkdirSync(join(folder, "empty"), { recursive: true });
  });

  for (const [args, message] of cases) {
    it(`${args}: exit code 2, one line, nothing left behind`, async () => {
      const { code, stderr, stdout } = await run(...args.split(" "));
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stdout, "");
      assert.doesNotMatch(stderr, /\n\s+at /, "no stack trace");
      assert.ok(stderr.trim().split("\n").length <= 2, stderr);
    });
  }
});

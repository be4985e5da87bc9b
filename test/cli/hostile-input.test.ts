// Malicious or broken files, paths and names: one line, exit code 2, nothing lost.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createGenotype } from "../../lib/genotype/genotype.js";
import { genotypeToJson, parseGenotype } from "../../lib/genotype/genotype-file.js";
import { createMotif, type Motif } from "../../lib/genotype/motif.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { runStudy } from "../../lib/study/run-study.js";
import { bestOf, readStudy } from "../../lib/study/study.js";
import { toyStudy } from "../study/toy-study.js";
import { type Ended, shareCommands } from "./command.js";

describe("hostile input to the command line", function () {
  this.timeout(60_000);
  let folder: string;
  const run = shareCommands(() => folder);
  const at = (name: string): string => join(folder, name);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas hostile "));
    await runStudy({ ...toyStudy, path: at("study.sqlite") });
    for (const name of ["study.db", "...sqlite", "a.sqlite", "b c'$(x).sqlite"])
      copyFileSync(at("study.sqlite"), at(name));
    mkdirSync(at("other"));
    copyFileSync(at("study.sqlite"), at("other/a.sqlite"));
    writeFileSync(at("bom.json"), `\ufeff${genotypeToJson(publishedCell)}`);
    writeFileSync(at("utf-16.json"), Buffer.from(`\ufeff${genotypeToJson(publishedCell)}`, "utf16le"));
    writeFileSync(at("huge.json"), genotypeToJson(publishedCell).replace('"nodes":4', '"nodes":1e6'));
    const cell = (primitives: readonly string[], motif: Motif) => genotypeToJson(createGenotype(primitives, [[motif]]));
    writeFileSync(at("none.json"), cell(["id"], createMotif(3, [])));
    const everywhere = Array.from({ length: 40 * 40 }, (_, index) => [Math.floor(index / 40) + 1, (index % 40) + 1])
      .filter(([predecessor, successor]) => predecessor < successor)
      .map(([predecessor, successor]) => ({ predecessor, successor, operation: 1 }));
    writeFileSync(at("wide.json"), cell(["id"], createMotif(40, everywhere)));
    const edge = { predecessor: 1, successor: 2, operation: 1 };
    writeFileSync(at("own.json"), cell(["own"], createMotif(2, [edge])));
    writeFileSync(at("named.json"), cell(["own"], createMotif(2, [edge])).replaceAll("own", "a\\u001b"));
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("/dev/zero", at("zero.json"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const refuses = async (args: readonly string[], message: RegExp): Promise<void> => {
    const { code, stdout, stderr } = await run(...args);
    assert.deepEqual([code, stdout], [2, ""], stderr);
    assert.match(stderr, message);
    assert.match(stderr, /^hiernas: [^\p{Cc}]+\n$/u, "one printable line");
  };

  const long = "a".repeat(300);
  const cases: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
    ["a pipe for a genotype", ["describe", "pipe"], /genotype pipe: is a folder, a pipe or a device/],
    ["a device for a genotype", ["describe", "zero.json"], /genotype zero\.json: is a folder, a pipe or a device/],
    ["a folder for a genotype", ["describe", "."], /genotype \.: is a folder/],
    ["another encoding", ["describe", "utf-16.json"], /utf-16\.json: is not text in UTF-8/],
    ["a million nodes", ["describe", "huge.json"], /level 2, motif 1: nodes: got 1000000, must be .* from 2 to 128/],
    [
      "a genotype without a network",
      ["describe", "none.json"],
      /^hiernas: none\.json: level 2, motif 1 \(the cell\): its sink cannot be reached/,
    ],
    [
      "more channels than there may be, in a drawing",
      ["draw", "wide.json", "--form", "treemap", "--out", "x.svg"],
      /^hiernas: wide\.json: group 1\/cell 1, node \d+: more than 1,048,576 channels/,
    ],
    [
      "a primitive that no command knows",
      ["describe", "own.json"],
      /^hiernas: own\.json: primitive own: not among the known ones \(conv1, dw, .*\); planNetwork takes others/,
    ],
    [
      "a name with control characters",
      ["describe", "named.json"],
      /named\.json: primitives: entry 1: got "a\\u001b", must be a text of 1 to 100 characters without control/,
    ],
    [
      "a file for a folder of images",
      ["search", "--data", "bom.json", "--out", "x.sqlite"],
      /bom\.json: is no folder; give/,
    ],
    ["a name that steers the terminal", ["describe", "x\u001b[2J\n"], /genotype x\\x1b\[2J\\x0a: no such file/],
    ["no path", ["status", ""], /study or run: got an empty path/],
    ["no path among others", ["figures", "a.sqlite", "", "--out", "x"], /study or run: got an empty path/],
    ["an empty --out of a drawing", ["draw", "best", "--out", ""], /--out: got an empty path/],
    ["an empty --out of a search", ["search", "--out", " "], /--out: got an empty path/],
    ["an empty --out of figures", ["figures", "a.sqlite", "--out", ""], /--out: got an empty path/],
    ["a name of 300 characters", ["draw", "best", "--out", `${long}.svg`], /cannot be written: the name is too long/],
    ["a folder of 300 characters", ["figures", "a.sqlite", "--out", long], /cannot be written: the name is too long/],
    ["a full disk", ["draw", "best", "--out", "/dev/full", "--format", "svg"], /cannot be written: the disk is full/],
    [
      "kilometres",
      ["figures", "a.sqlite", "--out", "x", "--width", "1e7"],
      /--width: got 1e7, must be .* 10 to 2,000 mm/,
    ],
    [
      "no letters",
      ["figures", "a.sqlite", "--out", "x", "--font", "0.0001"],
      /--font: got 0\.0001, must be .* 1 to 200/,
    ],
    [
      "a billion pixels",
      ["figures", "a.sqlite", "--out", "x", "--width", "2000", "--height", "2000", "--format", "png"],
      /png: got 23622 × \d+ pixels, must be at most 100 million/,
    ],
    [
      "a billion workers",
      ["search", "--out", "s.sqlite", "--workers", "1e9"],
      /--workers: got 1e9, must be .* to 1024/,
    ],
    [
      "a billion threads",
      ["search", "--out", "s.sqlite", "--threads", "1e9"],
      /--threads: got 1e9, must be .* to 1024/,
    ],
    ["a million cells", ["describe", "best", "--cells", "99999"], /--cells: got 99999, must be .* from 1 to 1000/],
    [
      "channels beyond exact numbers",
      ["describe", "best", "--channels", "9007199254740991"],
      /--channels: got 9007199254740991, must be .* from 1 to 1048576/,
    ],
    [
      "a limit that no network meets",
      ["search", "--out", "s.sqlite", "--max-parameters", "1"],
      /--max-parameters: got 1, must be at least 4346, what the smallest network of the hierarchical space has/,
    ],
  ];
  for (const [what, args, message] of cases) {
    it(`answers ${what} in one line`, async () => {
      await refuses(args, message);
      assert.deepEqual(
        readdirSync(folder).filter((name) => name.startsWith("s.sqlite")),
        [],
      );
    });
  }

  it("answers in one line when the working folder has been removed", async () => {
    for (const args of [
      ["search", "--out", "x.sqlite"],
      ["figures", at("a.sqlite"), "--out", "x"],
    ]) {
      const gone = mkdtempSync(join(tmpdir(), "hiernas gone "));
      const script = 'rmdir "$PWD" && exec "$@"';
      const launcher = join(__dirname, "..", "..", "..", "kernel-setup", "hiernas.js");
      const shell = ["-c", script, "sh", process.execPath, launcher, ...args];
      assert.throws(
        () => execFileSync("sh", shell, { cwd: gone, encoding: "utf8", stdio: "pipe" }),
        (error: { status: number; stderr: string }) =>
          error.status === 2 && /^hiernas: [^\n]*the working folder is gone[^\n]*\n$/.test(error.stderr),
      );
    }
  });

  it("reads a genotype with a byte order mark", async () => {
    const { code, stdout } = await run("describe", "bom.json");
    assert.equal(code, 0);
    assert.match(stdout, /parameters +542,138\n/);
  });

  it("recognizes a study by its contents, whatever its name", async () => {
    const best = await readStudy(at("study.db"), bestOf);
    const { code, stdout, stderr } = await run("describe", "study.db", "--json");
    assert.equal(code, 0, stderr);
    assert.equal((JSON.parse(stdout) as { readonly hash: string }).hash, best?.hash);
    const drawn = await run("draw", "study.db", "--out", "db.svg");
    assert.deepEqual([drawn.code, drawn.stderr], [0, ""]);
  });

  it("keeps the figures of each study in a separate folder within the requested one", async () => {
    const studies = ["a.sqlite", "other/a.sqlite", "...sqlite"];
    const { code, stderr } = await run("figures", ...studies, "--out", "deep/figures");
    assert.equal(code, 0, stderr);
    assert.deepEqual(readdirSync(at("deep")), ["figures"]);
    const folders = readdirSync(at("deep/figures")).filter((name) => !name.endsWith(".svg"));
    assert.deepEqual(folders.sort(), ["a", "a-2", "study"]);
    for (const each of folders) assert.equal(readdirSync(at(`deep/figures/${each}`)).length, 11);
  });

  it("creates missing parent folders for all forms", async () => {
    const { code, stderr } = await run("draw", "best", "--form", "all", "--out", "x/y/z");
    assert.equal(code, 0, stderr);
    assert.ok(readdirSync(at("x/y/z")).includes("genotype.svg"));
  });

  it("leaves an earlier picture unchanged when the new one cannot be written", async () => {
    writeFileSync(at("kept.svg"), "kept");
    // A file size limit of 1 KB stands in for a full disk.
    const launcher = join(__dirname, "..", "..", "..", "kernel-setup", "hiernas.js");
    const script = 'ulimit -f 1; trap "" XFSZ; exec "$@"';
    const shell = ["-c", script, "bash", process.execPath, launcher, "draw", "best", "--out", "kept.svg"];
    assert.throws(
      () => execFileSync("bash", shell, { cwd: folder, encoding: "utf8", stdio: "pipe" }),
      (error: { status: number; stderr: string }) =>
        error.status === 2 && /kept\.svg: cannot be written: a limit on the size of files/.test(error.stderr),
    );
    assert.equal(readFileSync(at("kept.svg"), "utf8"), "kept");
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.startsWith("kept.svg")),
      ["kept.svg"],
    );
  });

  it("says in one line that too few files may be opened", () => {
    const launcher = join(__dirname, "..", "..", "..", "kernel-setup", "hiernas.js");
    const shell = ["-c", 'ulimit -n 22; exec "$@"', "bash", process.execPath, launcher, "status", "study.sqlite"];
    assert.throws(
      () => execFileSync("bash", shell, { cwd: folder, encoding: "utf8", stdio: "pipe" }),
      (error: { status: number; stderr: string }) =>
        error.status === 2 &&
        /^hiernas: study\.sqlite: .* may open too few files \(ulimit -n\); .*\n$/.test(error.stderr),
    );
  });

  it("quotes its next command for the shell", async () => {
    const name = "b c'$(x).sqlite";
    const { steps, seed, initialCount } = toyStudy;
    assert.ok(steps > 0 && seed > 0 && initialCount > 0);
    const { stdout } = await run("best", name);
    parseGenotype(stdout);
    const { stderr } = await runEmpty(name);
    const command = /; npx hiernas (status .*)\n$/.exec(stderr)?.[1];
    const words = execFileSync("bash", ["-c", `printf '%s|' ${command}`], { encoding: "utf8" });
    assert.equal(words, "status|empty b c'$(x).sqlite|");
  });

  /** `best` on a study without evaluations, which prints how to inspect it. */
  async function runEmpty(name: string): Promise<Ended> {
    const path = at(`empty ${name}`);
    const abort = new AbortController();
    const stopped = runStudy({
      ...{ ...toyStudy, path, signal: abort.signal },
      evaluate: () => new Promise((_, reject) => (abort.abort(), reject(abort.signal.reason as Error))),
    });
    await assert.rejects(stopped);
    return run("best", `empty ${name}`);
  }
});

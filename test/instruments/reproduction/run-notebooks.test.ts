import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runNotebooks, type NotebooksRun } from "../../../lib/instruments/reproduction/run-notebooks.js";
import { waitUntilGone } from "../../evaluation/processes.js";

const figure = {
  "application/vnd.vega.v5+json": { width: 9, height: 9, marks: [] },
  "text/plain": "A figure: of nothing",
  "image/svg+xml": ["<svg>", "</svg>"],
  "image/png": Buffer.from("png").toString("base64"),
};
const notebook = (source: string, metadata: object = {}) =>
  JSON.stringify({ cells: [{ source, outputs: [{ data: figure }] }], metadata });

/** Stands in for Python: reports a finished cell, and copies the notebook. Arguments: script, notebook, copy, page. */
const RUNNER =
  '#!/bin/sh\necho "{a library\'s line}"\necho \'{"cell": 1, "of": 1}\'\ncp "$2" "$3"\necho "<html><head></head><body><div data-hiernas-figure=\\"1\\"></div></body></html>" > "$4"\n';

describe("runNotebooks", () => {
  let project: string;
  let run: NotebooksRun;
  const write = (name: string, text: string, mode = 0o644): void => {
    mkdirSync(dirname(join(project, name)), { recursive: true });
    writeFileSync(join(project, name), text, { mode });
  };
  const executed = async () => (await runNotebooks(run)).executed;

  beforeEach(() => {
    project = mkdtempSync(join(tmpdir(), "hiernas project "));
    write(".venv/bin/python", RUNNER, 0o755);
    write("notebooks/1-a.ipynb", notebook("one"));
    write("notebooks/2-b.ipynb", notebook("two"));
    write("build/lib/index.js", 'require("./deep/thing.js")');
    write("build/lib/deep/thing.js", "1");
    write("build/lib/deep/thing.d.ts", "1");
    write("data/recorded.sqlite", "rows");
    write("out/final-test.json", "[]");
    const out = join(project, "out");
    run = { project, out, inputs: [join(out, "final-test.json")], workers: 2 };
  });
  afterEach(() => rmSync(project, { recursive: true, force: true }));

  it("runs every notebook once and writes its figures, and none again when nothing changed", async () => {
    assert.deepEqual(await runNotebooks(run), { executed: ["1-a", "2-b"], figureCount: 2 });
    const files = ["json", "svg", "png"].map((kind) => `1-a-01-a-figure-of-nothing.${kind}`);
    const written = readdirSync(join(project, "out", "figures")).filter((file) => file.startsWith("1-a"));
    assert.deepEqual(written.sort(), files.sort());
    assert.deepEqual(await runNotebooks(run), { executed: [], figureCount: 2 });
  });

  it("puts the figures into the page, with what draws them once", async () => {
    await executed();
    const page = readFileSync(join(project, "out", "notebooks", "1-a.html"), "utf8");
    assert.match(page, /<figure class="hiernas-figure" id="figure-1"[^>]* aria-label="A figure: of nothing\. /);
    assert.match(page, /<\/script>\n?<\/body>/);
    assert.doesNotMatch(page, /data-hiernas-figure/);
  });

  for (const [what, file] of [
    ["a file deep in the compiled library", "build/lib/deep/thing.js"],
    ["the data", "data/recorded.sqlite"],
    ["the packages", "package-lock.json"],
    ["the code that makes the page", "kernel-setup/run-notebook.py"],
    ["the page's own script", "lib/figures/output/page/live-figures.js"],
    ["a file that they read", "out/final-test.json"],
  ] as const) {
    it(`runs all again when ${what} changed`, async () => {
      await executed();
      write(file, "changed");
      assert.deepEqual(await executed(), ["1-a", "2-b"]);
      assert.deepEqual(await executed(), []);
    });
  }

  it("runs all again when a file of the compiled library is removed or added", async () => {
    await executed();
    rmSync(join(project, "build/lib/deep/thing.js"));
    assert.deepEqual(await executed(), ["1-a", "2-b"]);
    write("build/lib/new.js", "1");
    assert.deepEqual(await executed(), ["1-a", "2-b"]);
  });

  it("runs one notebook again when only that one changed, and removes its old figures", async () => {
    await executed();
    write("notebooks/2-b.ipynb", notebook("two").replace("A figure", "Another"));
    assert.deepEqual(await executed(), ["2-b"]);
    const figures = readdirSync(join(project, "out", "figures")).filter((file) => file.endsWith(".svg"));
    assert.deepEqual(figures.sort(), ["1-a-01-a-figure-of-nothing.svg", "2-b-01-another-of-nothing.svg"]);
  });

  it("runs none again when files were only rewritten, or only irrelevant ones changed", async () => {
    await executed();
    utimesSync(join(project, "build/lib/deep/thing.js"), 1, 2);
    write("build/lib/deep/thing.d.ts", "changed");
    write("data/recorded.sqlite-wal", "");
    assert.deepEqual(await executed(), []);
  });

  it("reports its progress in notebooks", async () => {
    const told: [number, number][] = [];
    await runNotebooks({ ...run, onProgress: (done, total) => told.push([done, total]) });
    assert.deepEqual(told, [
      [1, 2],
      [2, 2],
    ]);
  });

  it("runs a notebook alone, after the others, if it asks for that", async () => {
    const log = join(project, "log");
    write(
      ".venv/bin/python",
      `#!/bin/sh\necho "begin $2" >> "${log}"\ncp "$2" "$3"\necho page > "$4"\necho end >> "${log}"\n`,
      0o755,
    );
    write("notebooks/0-alone.ipynb", notebook("zero", { hiernas: { alone: true } }));
    await executed();
    const lines = readFileSync(log, "utf8").trim().split("\n");
    assert.match(lines[4], /begin .*0-alone/);
    assert.equal(lines[5], "end");
  });

  it("rejects with the runner's last line, and reruns a failed notebook", async () => {
    write(".venv/bin/python", '#!/bin/sh\necho "2-b: cell 3 wrote to stderr" >&2\nexit 1\n', 0o755);
    await assert.rejects(runNotebooks(run), /^Error: (1-a: )?2-b: cell 3 wrote to stderr$/);
    write(".venv/bin/python", RUNNER, 0o755);
    assert.deepEqual(await executed(), ["1-a", "2-b"]);
  });

  it("ends its runners when aborted", async () => {
    const controller = new AbortController();
    write(".venv/bin/python", '#!/bin/sh\necho $$ > "$3.pid"\necho \'{"cell": 1, "of": 2}\'\nexec sleep 1000\n', 0o755);
    const aborted = runNotebooks({ ...run, signal: controller.signal, onProgress: () => controller.abort() });
    await assert.rejects(aborted, { name: "AbortError" });
    const folder = join(project, "out", "notebooks");
    for (const file of readdirSync(folder)) await waitUntilGone(Number(readFileSync(join(folder, file), "utf8")));
    assert.ok(!existsSync(join(folder, ".1-a.ipynb.stamp")));
  });
});

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { readStudy } from "../../lib/study/study.js";
import { openChromium } from "../chromium.js";

const project = resolve(__dirname, "..", "..", "..");
const folder = join(project, "notebooks");

interface Cell {
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly outputs?: readonly unknown[];
  readonly execution_count?: number | null;
}

function cellsOf(path: string): readonly Cell[] {
  return (JSON.parse(readFileSync(path, "utf8")) as { readonly cells: readonly Cell[] }).cells;
}

/** The least number of figures of each notebook. */
const figureCounts: Readonly<Record<string, number>> = {
  "1-representations": 10,
  "2-mutation": 9,
  "3-tournament": 7,
  "4-small-cifar-10": 6,
  "5-drawing-architectures": 22,
  "6-the-experiments": 25,
  "7-stepping-through-evolution": 20,
  "8-where-the-time-goes": 4,
  "9-large-networks": 11,
  "10-take-it-away": 2,
  // Its slides are one display, no figures.
  "11-the-talk": 0,
};

describe("npm run reproduce, shrunk", function () {
  this.timeout(600_000);
  const names = Object.keys(figureCounts);
  let out: string;
  before(() => {
    out = mkdtempSync(join(tmpdir(), "hiernas reproduce "));
  });
  after(() => rmSync(out, { recursive: true, force: true }));

  const reproduce = (...args: readonly string[]) =>
    new Promise<{ readonly code: number | null; readonly said: string }>((done, reject) => {
      const env = { ...process.env, HIERNAS_OUT: out, HIERNAS_SCALE: "smoke" };
      const child = spawn(process.execPath, [join(project, "kernel-setup", "reproduce.js"), ...args], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => (said += chunk.toString()));
      child.once("error", reject);
      child.once("close", (code) => done({ code, said }));
    });

  // Made by whichever test needs it first.
  let first: ReturnType<typeof reproduce> | undefined;
  const reproduced = async () => {
    const { code, said } = await (first ??= reproduce());
    assert.equal(code, 0, said);
    return said;
  };

  it("knows all notebooks, which are stored without outputs", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
    assert.deepEqual(files.map((file) => basename(file, ".ipynb")).sort(), [...names].sort());
    for (const file of files) {
      for (const cell of cellsOf(join(folder, file)).filter(({ cell_type }) => cell_type === "code")) {
        assert.deepEqual(cell.outputs, [], file);
        assert.equal(cell.execution_count, null, file);
      }
    }
  });

  it("searches, runs the final test and every notebook, and prints the results and what to open", async () => {
    const said = await reproduced();
    assert.match(said, /search: 2 evaluations/);
    assert.match(said, /final test: 2 trainings/);
    assert.match(said, new RegExp(`notebooks: ${names.length} executed`));
    assert.match(said, /Results [^]*best of 2:[^]*What to open[^]*Took \d/);
  });

  it("repeats nothing when run again, and refuses an unknown option", async () => {
    await reproduced();
    const records = () => readStudy(join(out, "study.sqlite"), (study) => study.records());
    const before = await records();
    const { code, said } = await reproduce();
    assert.equal(code, 0, said);
    assert.match(said, /notebooks: up to date/);
    assert.deepEqual(await records(), before);
    assert.equal((await reproduce("--nonsense")).code, 2);
  });

  for (const name of names) {
    it(`${name} draws its figures, each as three files, and its page works offline`, async function () {
      await reproduced();
      const executed = cellsOf(join(out, "notebooks", `${name}.ipynb`));
      assert.ok(executed.every(({ cell_type, execution_count }) => cell_type !== "code" || execution_count !== null));
      const files = readdirSync(join(out, "figures")).filter((file) => file.startsWith(`${name}-`));
      for (const kind of [".json", ".svg", ".png"]) {
        const count = files.filter((file) => file.endsWith(kind)).length;
        assert.ok(count >= figureCounts[name], `${count} ${kind}`);
      }
      const page = join(out, "notebooks", `${name}.html`);
      assert.doesNotMatch(readFileSync(page, "utf8"), /href="[^":]*\.ipynb/, "a page leads to pages");
      await assertPageAsksForNothing(page, this);
    });
  }
});

async function assertPageAsksForNothing(page: string, test: Mocha.Context): Promise<void> {
  const html = readFileSync(page, "utf8");
  const remote = html.match(/<(?:script|link|img|iframe)\b[^>]*\b(?:src|href)="(?:https?:)?\/\/[^"]*"/g);
  assert.equal(remote, null);
  assert.ok(/<svg|data:image\/svg\+xml/.test(html), "no picture in the page");
  const browser = await openChromium();
  if (browser === undefined) return test.skip();
  try {
    const context = await browser.newContext({ offline: true });
    const tab = await context.newPage();
    const asked: string[] = [];
    tab.on("request", (request) => asked.push(request.url()));
    const errors: string[] = [];
    tab.on("pageerror", (error) => errors.push(error.message));
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForLoadState("load");
    await tab.setViewportSize({ width: 500, height: 800 });
    const cut = await tab.evaluate(`[...document.querySelectorAll(".jp-InputArea-editor pre")]
      .filter((code) => code.scrollWidth > code.clientWidth + 1).length`);
    assert.equal(cut, 0, "code is cut off in a narrow window");
    assert.deepEqual(
      asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")),
      [],
    );
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { runNotebook, writeFiguresOf } from "../../lib/cli/notebook-runner.js";
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

/** Figures that each notebook shows at least. */
const figureCounts: Readonly<Record<string, number>> = {
  "1-representations": 10,
  "2-mutation": 9,
  "3-tournament": 5,
  "4-small-cifar-10": 8,
};

describe("the notebooks", () => {
  const names = Object.keys(figureCounts);
  let out: string;
  before(() => {
    out = mkdtempSync(join(tmpdir(), "hiernas-notebooks-"));
  });
  after(() => rmSync(out, { recursive: true, force: true }));

  it("are all listed here, and hold no outputs", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
    assert.deepEqual(files.map((file) => basename(file, ".ipynb")).sort(), names);
    for (const file of files) {
      for (const cell of cellsOf(join(folder, file)).filter(({ cell_type }) => cell_type === "code")) {
        assert.deepEqual(cell.outputs, [], file);
        assert.equal(cell.execution_count, null, file);
      }
    }
  });

  for (const name of names) {
    it(`${name} runs top to bottom and draws its figures; its page asks for nothing`, async function () {
      this.timeout(300_000);
      const executed = await runNotebook({
        project,
        notebook: join(folder, `${name}.ipynb`),
        folder: out,
        variables: { HIERNAS_OUT: out, HIERNAS_SCALE: "smoke" },
      });
      const count = writeFiguresOf(executed, join(out, "figures"));
      assert.ok(count >= figureCounts[name], `${count} figures`);
      const figures = readdirSync(join(out, "figures")).filter((file) => file.startsWith(name));
      assert.equal(figures.length, 3 * count);
      await assertPageAsksForNothing(join(out, `${name}.html`), this);
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
    assert.deepEqual(asked.filter((url) => !url.startsWith("file:") && !url.startsWith("data:")), []);
    assert.deepEqual(errors, []);
  } finally {
    await browser.close();
  }
}

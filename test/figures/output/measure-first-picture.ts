/**
 * Measures the time until a page of thousands of SYNTHETIC individuals has drawn its first picture in Chromium. Not a
 * test, since times vary. `node build/test/figures/measure-first-picture.js [INDIVIDUALS]`: every chart, the family
 * tree and the replay, each in a separate page, drawn as in JupyterLab: Vega, Vega-Lite and the specification come from
 * files and are compiled and drawn on a canvas in the page. Prints the median of three, in milliseconds from navigation
 * to the frame after the first canvas is painted.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { drawFamilyTree } from "../../../lib/figures/evolution/draw-family-tree.js";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { comparisonFigures, studyFigures } from "../../../lib/figures/charts/study-figures.js";
import { openChromium } from "../../chromium.js";
import { syntheticRows } from "../../study/synthetic-study.js";
import { syntheticEvolution } from "../sample-drawings.js";

const RUNS = 3;

/** The figures to measure: all that draw a whole population, by name. */
function figuresOf(count: number): Readonly<Record<string, Figure>> {
  const study = syntheticRows(count);
  const evolution = syntheticEvolution(count, 200);
  const named = [...studyFigures(study), ...comparisonFigures([study, { ...study, name: "other" }])];
  return {
    ...Object.fromEntries(named.map(({ name, draw }) => [name, draw()])),
    "family-tree": drawFamilyTree(evolution),
    replay: drawReplay(evolution),
  };
}

const resolve = createRequire(__filename).resolve;
const scripts = ["vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js"].map((path) => {
  const [library, ...rest] = path.split("/");
  return pathToFileURL(join(resolve(`${library}/package.json`), "..", ...rest)).href;
});

function pageOf(figure: Figure): string {
  const spec = JSON.stringify(figure.spec).replaceAll("<", "\\u003c");
  const compiled = figure.kind === "vega" ? "spec" : "vegaLite.compile(spec).spec";
  return `<!doctype html><meta charset="utf-8">
${scripts.map((script) => `<script src="${script}"></script>`).join("\n")}
<div id="view"></div>
<script>
const spec = ${spec};
new vega.View(vega.parse(${compiled}), { renderer: "canvas", container: "#view" }).hover().runAsync()
  .then(() => requestAnimationFrame(() => setTimeout(() => { window.painted = performance.now(); })));
</script>
`;
}

async function measure(browser: Browser, page: string): Promise<number> {
  const context = await browser.newContext({ offline: true, viewport: { width: 1200, height: 900 } });
  try {
    const tab = await context.newPage();
    await tab.goto(pathToFileURL(page).href);
    await tab.waitForFunction("window.painted !== undefined", undefined, { timeout: 60_000 });
    const isPainted = `[...document.querySelectorAll("canvas")].some((canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some((value, index) => index % 4 < 3 && value > 0 && value < 255))`;
    if (!(await tab.evaluate(isPainted))) throw new Error(`${page}: nothing is painted`);
    return await tab.evaluate<number>("window.painted");
  } finally {
    await context.close();
  }
}

async function main(count: number): Promise<void> {
  const browser = await openChromium();
  if (browser === undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "hiernas first picture "));
  try {
    console.log(`${count.toLocaleString("en-US")} SYNTHETIC individuals, milliseconds from navigation to the picture`);
    for (const [name, figure] of Object.entries(figuresOf(count))) {
      const page = join(folder, `${name}.html`);
      writeFileSync(page, pageOf(figure));
      const millis: number[] = [];
      for (let run = 0; run < RUNS; run++) millis.push(await measure(browser, page));
      const [, median] = millis.sort((one, other) => one - other);
      const kilobytes = Math.round(statSync(page).size / 1024);
      console.log(
        `${name.padEnd(28)}${Math.round(median).toString().padStart(6)} ms${kilobytes.toString().padStart(7)} kB`,
      );
    }
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

void main(Number(process.argv[2] ?? 7000));

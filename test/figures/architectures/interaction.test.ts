import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { FONT } from "../../../lib/figures/output/theme.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { openChromium } from "../../chromium.js";
import { fourLevels, syntheticEvolution } from "../sample-drawings.js";
import { charts, drawings } from "../sample-figures.js";

const vegaFile = createRequire(__filename).resolve("vega/build/vega.min.js");

describe("drawings in a browser", function () {
  this.timeout(30_000);
  let browser: Browser | undefined;

  before(async function () {
    this.timeout(60_000);
    browser = await openChromium();
    if (browser === undefined) this.skip();
  });

  after(async () => browser?.close());

  it("open a clicked motif, and show a tooltip for the part under the pointer", async () => {
    const page = await openFigure(browser as Browser, exploreGenotype(publishedCell));
    assert.equal(await signal(page, "open2"), 5);
    const edge = page.locator('path[aria-label^="edge 1→5, operation: motif 4"]').first();
    await edge.click();
    assert.equal(await signal(page, "open2"), 4);
    // The signs of motif 4: nothing of motif 5 is left.
    assert.equal(await page.locator('path[aria-label*="3×3 max-pooling"]').count(), 1);
    await page.locator('path[aria-label*="3×3 max-pooling"]').hover();
    const told = await page.evaluate("told");
    assert.deepEqual(Object.keys(told as object).slice(0, 4), ["title", "operation", "input", "output"]);
    await edge.click();
    assert.equal(await signal(page, "open2"), 0);
    assert.equal(await page.locator('path[aria-label*="3×3 max-pooling"]').count(), 0, "closed again");
    assert.match((await page.locator("svg").textContent()) ?? "", /no motif of level 2 is open/);
    await page.close();
  });

  it("close the motifs below a closed one", async () => {
    const page = await openFigure(browser as Browser, exploreGenotype(fourLevels));
    assert.equal(
      await page.locator('path[aria-label*="3×3 average-pooling"], path[aria-label*="identity"]').count(),
      1,
    );
    await page.locator('path[aria-label^="edge 1→2, operation: motif 1 of level 3"]').click();
    assert.equal(await signal(page, "open3"), 0);
    assert.equal(await page.locator('path[aria-label*="of level 2"], path[aria-label*="identity"]').count(), 0);
    await page.close();
  });

  it("play thousands of steps one by one too", async () => {
    const page = await openFigure(browser as Browser, drawReplay(syntheticEvolution(2_000)));
    await page.locator("input[type=range]").fill("1900");
    await playNoting(page);
    await page.waitForFunction("seen.includes(1904)");
    const seen = await page.evaluate("seen.filter((step) => step > 1900 && step < 1905)");
    assert.deepEqual(seen, [1901, 1902, 1903, 1904]);
    await page.close();
  });

  it("keep their words in their room where the browser has another font", async () => {
    const page = await (browser as Browser).newPage({ viewport: { width: 1400, height: 1200 } });
    for (const [name, figure] of Object.entries({ ...drawings, ...charts })) {
      // The widest that there is.
      await page.setContent(toSvg(figure).replaceAll(FONT, "monospace"));
      const outside = await page.evaluate(`{
        const svg = document.querySelector("svg").getBoundingClientRect();
        [...document.querySelectorAll("text")]
          .filter((text) => {
            const { left, right, width } = text.getBoundingClientRect();
            // What is not shown has no width.
            return width > 0 && (left < svg.left - 1 || right > svg.right + 1);
          })
          .map((text) => text.textContent);
      }`);
      assert.deepEqual(outside, [], name);
    }
    await page.close();
  });

  it("replay an evolution with their slider", async () => {
    const page = await openFigure(browser as Browser, drawReplay(syntheticEvolution(60)));
    const slider = page.locator("input[type=range]");
    await slider.fill("7");
    assert.equal(await signal(page, "step"), 7);
    assert.match((await page.locator("svg").textContent()) ?? "", /step 7: mutated from step \d/);
    await page
      .locator("svg .plot path")
      .first()
      .click({ position: { x: 400, y: 60 } });
    const clicked = (await signal(page, "step")) as number;
    assert.ok(clicked > 7, "a click into the chart moves the slider");
    const chart = await page.locator("svg .plot path").first().boundingBox();
    if (chart === null) assert.fail("no chart");
    await page.mouse.move(chart.x + 400, chart.y + 60);
    await page.mouse.down();
    await page.mouse.move(chart.x + 150, chart.y + 70, { steps: 3 });
    await page.mouse.up();
    const dragged = (await signal(page, "step")) as number;
    assert.ok(dragged < clicked && dragged > 1, "and so does dragging");
    assert.equal(await slider.inputValue(), String(dragged));
    await slider.fill("50");
    await playNoting(page);
    await page.waitForFunction(`view.signal("step") === 60`);
    await page.locator("input[type=checkbox]").uncheck();
    const seen = await page.evaluate("[...new Set(seen)].filter((step) => step > 50)");
    assert.deepEqual(seen, [51, 52, 53, 54, 55, 56, 57, 58, 59, 60], "no step is left out");
    await page.close();
  });
});

async function openFigure(browser: Browser, figure: Figure): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 900 } });
  await page.setContent("<div id=view></div><div id=bind></div>");
  await page.addScriptTag({ path: vegaFile });
  await page.evaluate(`{
    const view = new vega.View(vega.parse(${JSON.stringify(toVega(figure))}), { renderer: "svg", container: "#view", bind: "#bind", hover: true });
    view.tooltip((handler, event, item, value) => { if (value) globalThis.told = value; });
    globalThis.view = view;
    void view.runAsync();
  }`);
  await page.waitForSelector("svg");
  return page;
}

/** Plays the replay; every step that it shows is noted in the page's `seen`. */
async function playNoting(page: Page): Promise<void> {
  await page.evaluate(`{
    globalThis.seen = [];
    view.addSignalListener("step", (_, step) => seen.push(step));
    undefined;
  }`);
  await page.locator("input[type=checkbox]").check();
}

function signal(page: Page, name: string): Promise<unknown> {
  return page.evaluate(`view.runAsync().then(() => view.signal("${name}"))`);
}

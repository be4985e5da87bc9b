import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { drawGenotype } from "../../../lib/figures/architectures/draw-genotype.js";
import { drawFamilyTree } from "../../../lib/figures/evolution/draw-family-tree.js";
import { exploreGenotype } from "../../../lib/figures/architectures/explore-genotype.js";
import type { Figure } from "../../../lib/figures/output/figure.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { FONT, meanings } from "../../../lib/figures/output/theme.js";
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
    await page.evaluate(`view.signal("step", 1900).runAsync().then(() => 0)`);
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

  it("light every use of the motif under the pointer", async () => {
    const page = await openFigure(browser as Browser, drawGenotype(publishedCell));
    const halos = page.locator(`svg path[stroke="${meanings.marked}"]`);
    assert.equal(await halos.count(), 0);
    await page.locator('path[aria-label^="edge 1→5, operation: motif 4"]').first().hover();
    assert.equal(await signal(page, "lit"), "2.4");
    // Its edge's line and label, its panel and badge.
    assert.equal(await halos.count(), 4);
    await page.mouse.move(2, 2);
    assert.equal(await signal(page, "lit"), "");
    assert.equal(await halos.count(), 0);
    await page.close();
  });

  it("replay an evolution with their axis, arrow keys and buttons", async () => {
    const page = await openFigure(browser as Browser, drawReplay(syntheticEvolution(60)));
    const chart = await page.locator("svg .plot path").first().boundingBox();
    if (chart === null) assert.fail("no chart");
    const press = async (x: number, y: number): Promise<number> => {
      await page.mouse.click(chart.x + x, chart.y + y);
      return (await signal(page, "step")) as number;
    };
    const early = await press(100, 60);
    assert.ok(early > 1 && early < 20, `a press in the chart: ${early}`);
    const later = await press(400, chart.height);
    assert.ok(later > early, "a press on the axis");
    assert.match((await page.locator("svg").textContent()) ?? "", new RegExp(`step ${later}, (mutated|drawn)`));
    await page.mouse.move(chart.x + 400, chart.y + chart.height);
    await page.mouse.down();
    await page.mouse.move(chart.x + 150, chart.y + 70, { steps: 3 });
    await page.mouse.up();
    const dragged = (await signal(page, "step")) as number;
    assert.ok(dragged < later && dragged > 1, "a drag");
    for (const [key, step] of [
      ["ArrowRight", dragged + 1],
      ["ArrowLeft", dragged],
      ["ArrowLeft", dragged - 1],
    ] as const) {
      await page.keyboard.press(key);
      assert.equal(await signal(page, "step"), step, key);
    }
    await page.locator("svg .back path").click();
    assert.equal(await signal(page, "step"), dragged - 2, "a button");
    // Away from the figure, keys are the page's.
    await page.mouse.move(1190, 890);
    await page.keyboard.press("ArrowLeft");
    assert.equal(await signal(page, "step"), dragged - 2);
    await page.evaluate(`view.signal("step", 50).runAsync().then(() => 0)`);
    await playNoting(page);
    await page.waitForFunction(`view.signal("step") === 60`);
    const seen = await page.evaluate("[...new Set(seen)].filter((step) => step > 50)");
    assert.deepEqual(seen, [51, 52, 53, 54, 55, 56, 57, 58, 59, 60], "no step is left out");
    await page.close();
  });

  it("show the cell of the individual that a click picks in a family tree", async () => {
    const page = await openFigure(browser as Browser, drawFamilyTree(syntheticEvolution(60)));
    const before = await signal(page, "picked");
    const points = page.locator('svg g[class*="scored mark"] path');
    await points.nth(before === 1 ? 1 : 0).click();
    const after = (await signal(page, "picked")) as number;
    assert.notEqual(after, before);
    assert.match((await page.locator("svg").textContent()) ?? "", new RegExp(`step ${after}:`));
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
  await page.locator("svg .play path").click();
}

function signal(page: Page, name: string): Promise<unknown> {
  return page.evaluate(`view.runAsync().then(() => view.signal("${name}"))`);
}

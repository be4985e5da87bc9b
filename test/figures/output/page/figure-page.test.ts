// A page of figures in Chromium, with the network blocked: hover, click, slider, arrow keys, colours, widths.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { exploreGenotype } from "../../../../lib/figures/architectures/explore-genotype.js";
import { fitnessByStep } from "../../../../lib/figures/charts/fitness-by-step.js";
import { drawReplay } from "../../../../lib/figures/evolution/draw-replay.js";
import { darkPaper } from "../../../../lib/figures/output/dark-theme.js";
import { figurePage } from "../../../../lib/figures/output/page/figure-page.js";
import { drawInitialization } from "../../../../lib/figures/talk/draw-initialization.js";
import { publishedCell } from "../../../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../../../lib/genotype/space.js";
import { openChromium } from "../../../chromium.js";
import { syntheticEvolution } from "../../sample-drawings.js";
import { rows } from "../../sample-figures.js";

const evolution = syntheticEvolution(20);
const TITLE = 'A "replay" </script><script>alert(1)</script> & <!-- $&';

describe("a page of figures", function () {
  this.timeout(120_000);
  let browser: Browser | undefined;
  let folder: string;
  let file: string;
  let tab: Page;
  const asked: string[] = [];
  const problems: string[] = [];

  const open = async (options: BrowserContextOptions): Promise<Page> => {
    const context = await (browser as Browser).newContext({ offline: true, ...options });
    const page = await context.newPage();
    page.on("request", (request) => asked.push(request.url()));
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => (message.type() === "error" ? problems.push(message.text()) : undefined));
    await page.goto(pathToFileURL(file).href);
    return page;
  };
  const drawn = (page: Page, count: number): Promise<unknown> =>
    page.waitForFunction(`document.querySelectorAll(".hiernas-picture svg").length >= ${count}`);
  /** The texts of the figure numbered from 1. */
  const textsOf = (page: Page, number: number): Promise<string> =>
    page.evaluate(
      `[...document.querySelectorAll("#figure-${number} svg text")].map((each) => each.textContent).join(" ")`,
    );

  before(async function () {
    browser = await openChromium();
    if (browser === undefined) return this.skip();
    folder = mkdtempSync(join(tmpdir(), "hiernas page "));
    file = join(folder, "figures.html");
    const figures = [
      exploreGenotype(publishedCell),
      drawReplay(evolution, { title: TITLE }),
      drawInitialization(hierarchicalSpace),
      fitnessByStep(rows),
    ];
    writeFileSync(file, figurePage(figures));
    tab = await open({ viewport: { width: 1280, height: 3000 } });
    await drawn(tab, 4);
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("asks for nothing but itself, has no error, and shows a foreign title as it is", async () => {
    assert.deepEqual(
      asked.filter((url) => !url.startsWith("data:") && !url.startsWith("file:")),
      [],
    );
    assert.deepEqual(problems, []);
    assert.ok((await textsOf(tab, 2)).includes(TITLE));
    assert.equal(await tab.evaluate('document.querySelectorAll("script").length'), 4 + 1 + 2);
    assert.ok(statSync(file).size < 4e6, `${statSync(file).size} bytes`);
  });

  it("says below the pointer what an edge does", async () => {
    await tab.locator("#figure-1 svg path[aria-label*='edge 1→5']").first().hover();
    const tip = tab.locator(".hiernas-tooltip");
    await tip.waitFor({ state: "visible" });
    assert.match((await tip.textContent()) ?? "", /edge 1→5.*motif/);
    await tab.mouse.move(1200, 2990);
    await tip.waitFor({ state: "hidden" });
  });

  it("opens another motif where an edge of the cell is clicked", async () => {
    const before = await textsOf(tab, 1);
    await tab.locator("#figure-1 svg path[aria-label*='edge 1→5']").first().click();
    await tab.waitForTimeout(200);
    assert.notEqual(await textsOf(tab, 1), before);
  });

  /** A press on the replay's axis, which is a slider, at this share of its width. */
  const pressAxis = async (share: number): Promise<void> => {
    await tab.locator("#figure-2").scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await tab.locator("#figure-2 svg .plot path").boundingBox()) ?? assert.fail();
    await tab.mouse.click(x + share * width, y + 0.15 * height);
    await tab.waitForTimeout(250);
  };

  it("moves an evolution with the slider on its axis, and by arrow key", async () => {
    await pressAxis(10 / 21);
    assert.match(await textsOf(tab, 2), /step 10,/);
    await tab.keyboard.press("ArrowLeft");
    await tab.waitForTimeout(250);
    assert.match(await textsOf(tab, 2), /step 9,/);
    await tab.mouse.move(1270, 2990);
    await tab.locator("#figure-2").focus();
    await tab.keyboard.press("ArrowRight");
    await tab.waitForTimeout(250);
    assert.match(await textsOf(tab, 2), /step 10,/);
  });

  it("plays an evolution", async () => {
    await tab.locator("#figure-2 svg .play path").first().click();
    await tab.waitForFunction('!/step 10,/.test(document.querySelector("#figure-2 svg").textContent)');
    await tab.locator("#figure-2 svg .play path").first().click();
  });

  it("moves through a drawing's steps with the arrow keys where it has the focus", async () => {
    await tab.locator("#figure-3").focus();
    const all = (await textsOf(tab, 3)).length;
    await tab.keyboard.press("ArrowLeft");
    await tab.waitForTimeout(200);
    const fewer = (await textsOf(tab, 3)).length;
    assert.ok(fewer < all, `${fewer} of ${all}`);
    await tab.keyboard.press("ArrowRight");
    await tab.waitForTimeout(200);
    assert.equal((await textsOf(tab, 3)).length, all);
  });

  it("is dark where the reader wants that, at once and later, and keeps the step", async () => {
    const paper = 'getComputedStyle(document.querySelector("#figure-2 svg")).backgroundColor';
    assert.equal(await tab.evaluate(paper), "rgb(255, 255, 255)");
    await pressAxis(2 / 21);
    assert.match(await textsOf(tab, 2), /step 2,/);
    await tab.emulateMedia({ colorScheme: "dark" });
    const dark = [1, 3, 5].map((start) => parseInt(darkPaper.slice(start, start + 2), 16)).join(", ");
    await tab.waitForFunction(`${paper} === "rgb(${dark})"`);
    assert.match(await textsOf(tab, 2), /step 2,/);
    await tab.emulateMedia({ colorScheme: "light" });
    assert.equal(await tab.evaluate("getComputedStyle(document.body).backgroundColor"), "rgb(255, 255, 255)");
  });

  for (const width of [420, 1100, 1920]) {
    it(`scrolls a wide figure by itself at ${width} pixels, with type as large as drawn`, async () => {
      const page = await open({ viewport: { width, height: 3000 } });
      // As a notebook's page does with its pictures.
      await page.addStyleTag({ content: "main figure svg, main figure img { max-width: 100%; height: auto; }" });
      await drawn(page, 4);
      const [outer, least]: readonly number[] = await page.evaluate(`[
        document.documentElement.scrollWidth,
        Math.min(...[...document.querySelectorAll("svg text")].filter((each) => each.textContent !== "").map((each) =>
          parseFloat(each.getAttribute("font-size")) * each.ownerSVGElement.getBoundingClientRect().width / each.ownerSVGElement.viewBox.baseVal.width))]`);
      assert.ok(outer <= width, `the page is ${outer} wide`);
      assert.ok(least >= 8, `type of ${least} pixels`);
      await page.context().close();
    });
  }

  it("shows pictures with descriptions where scripts are off", async () => {
    const page = await open({ javaScriptEnabled: false });
    const pictures = page.locator("noscript img");
    assert.equal(await pictures.count(), 4);
    for (const picture of await pictures.all()) {
      assert.ok(((await picture.boundingBox())?.width ?? 0) > 100);
      assert.match((await picture.getAttribute("alt")) ?? "", /\. \w+/);
    }
    await page.context().close();
  });
});

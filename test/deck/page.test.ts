// The page of a deck in Chromium, with the network blocked: places and sizes as they are drawn, steps, live figures.
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { makeDeck } from "../../lib/deck/deck.js";
import { readDeckData } from "../../lib/deck/deck-data.js";
import { deckPage } from "../../lib/deck/html/deck-page.js";
import { LEAST_TYPE, slideSize } from "../../lib/deck/layout/slide-size.js";
import { parseOutline } from "../../lib/deck/outline/parse-outline.js";
import { talkFile } from "../../lib/deck/outline/talk-file.js";
import { printPage } from "../../lib/deck/pdf/print-page.js";
import { openChromium } from "../chromium.js";

/** What the test reads on the page; the browser's own types are not here. */
interface Box {
  readonly what: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** The height of its smallest type; null without type. */
  readonly type: number | null;
}

/** Run on the page: boxes of the current slide's texts and figures, in pixels of the slide. */
const BOXES = `(() => {
  const slide = Reveal.getCurrentSlide();
  const scale = slide.getBoundingClientRect().width / ${slideSize.width};
  const typeOf = (element) => {
    const heights = [...element.querySelectorAll("*"), element]
      .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== ""))
      .filter((each) => !each.closest("aside, style, form"))
      .map((each) => {
        const inside = each.closest(".figure");
        const own = parseFloat(getComputedStyle(each).fontSize);
        return own * (inside ? Number(inside.dataset.scale) : 1);
      });
    return heights.length === 0 ? null : Math.min(...heights);
  };
  const textBox = (element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return range.getBoundingClientRect();
  };
  return [...slide.children].filter((each) => each.tagName !== "ASIDE").map((each) => {
    const frame = each.matches("figure") ? each.querySelector("svg").getBoundingClientRect() : textBox(each);
    const [left, top, right, bottom] = [frame.left, frame.top, frame.right, frame.bottom].map((side) => side / scale);
    return { what: each.className || each.tagName, left, top, right, bottom, type: typeOf(each) };
  });
})()`;

describe("the page of the talk", function () {
  this.timeout(180_000);
  let browser: Browser | undefined;
  let context: BrowserContext;
  let folder: string;
  let address: string;
  let html: string;
  let tab: Page;
  const asked: string[] = [];
  const problems: string[] = [];

  before(async function () {
    browser = await openChromium();
    if (browser === undefined) return this.skip();
    folder = mkdtempSync(join(tmpdir(), "hiernas page "));
    const deck = makeDeck(parseOutline(readFileSync(talkFile, "utf8"), "talk.md"), await readDeckData(), "talk.md");
    html = deckPage(deck);
    writeFileSync(join(folder, "talk.html"), html);
    address = pathToFileURL(join(folder, "talk.html")).href;
    context = await browser.newContext({ viewport: { width: 1600, height: 900 }, offline: true });
    tab = await context.newPage();
    tab.on("request", (request) => asked.push(request.url()));
    tab.on("pageerror", (error) => problems.push(error.message));
    tab.on("console", (message) => (message.type() === "error" ? problems.push(message.text()) : undefined));
    await tab.goto(address);
    await tab.waitForFunction("window.Reveal && Reveal.isReady()");
  });
  after(async () => {
    await browser?.close();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const slideOf = (title: string): Promise<number> =>
    tab.evaluate(
      `[...document.querySelectorAll("section")].findIndex((each) => each.getAttribute("aria-label").includes(${JSON.stringify(title)}))`,
    );
  const visit = async (index: number): Promise<void> => {
    await tab.evaluate(`Reveal.slide(${index}, 0, -1)`);
    await tab.waitForTimeout(150);
  };

  it("asks for nothing but itself, and has no error on any slide", async () => {
    const count: number = await tab.evaluate("Reveal.getTotalSlides()");
    for (let index = 0; index < count; index++) await visit(index);
    assert.deepEqual(
      asked.filter((url) => !url.startsWith("data:") && !url.startsWith(address)),
      [],
    );
    assert.deepEqual(problems, []);
  });

  it("has all texts and figures inside the slide, apart from each other, with type of at least 12 points", async () => {
    const count: number = await tab.evaluate("Reveal.getTotalSlides()");
    for (let index = 0; index < count; index++) {
      await visit(index);
      for (let step = 0; step < 20; step++) await tab.evaluate("Reveal.nextFragment()");
      await tab.waitForTimeout(100);
      const boxes: readonly Box[] = await tab.evaluate(BOXES);
      boxes.forEach((one, at) => {
        const where = `slide ${index + 1}: ${one.what}`;
        assert.ok(one.left > -1 && one.top > -1, where);
        assert.ok(one.right < slideSize.width + 1 && one.bottom < slideSize.height + 1, where);
        if (one.type !== null) assert.ok(one.type >= LEAST_TYPE - 0.3, `${where}: type of ${one.type} pixels`);
        for (const other of boxes.slice(at + 1)) {
          const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
          const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
          assert.ok(across < 2 || down < 2, `${where} and ${other.what}: ${across} × ${down}`);
        }
      });
    }
  });

  it("advances a tournament, a mutation and an assembly with the arrow key, there and back", async () => {
    for (const [title, steps] of [
      ["tournament", 4],
      ["Mutation", 4],
      ["primitives to a cell", 2],
    ] as const) {
      await visit(await slideOf(title));
      const drawn = (): Promise<number> =>
        tab.evaluate('Reveal.getCurrentSlide().querySelectorAll(".figure svg path[d], .figure svg text").length');
      const counts = [await drawn()];
      for (let step = 0; step < steps; step++) {
        await tab.keyboard.press("ArrowRight");
        await tab.waitForTimeout(120);
        counts.push(await drawn());
      }
      counts.slice(1).forEach((count, index) => assert.ok(count > counts[index], `${title}: ${counts.join(", ")}`));
      await tab.keyboard.press("ArrowLeft");
      await tab.waitForTimeout(120);
      assert.equal(await drawn(), counts[counts.length - 2], title);
    }
  });

  it("answers the pointer where the figure is, although the slide is scaled", async () => {
    await visit(await slideOf("Flat representation"));
    const frame = await tab.locator("section.present .figure svg .role-mark.mark-rect >> path").first().boundingBox();
    assert.ok(frame !== null);
    await tab.mouse.move(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await tab.waitForTimeout(200);
    const said: string = await tab.evaluate(
      '[...document.querySelectorAll("#vg-tooltip-element, section.present .figure [title], section.present .figure title")].map((each) => each.title || each.textContent).join(" ")',
    );
    const inside: string = await tab.evaluate('document.querySelector("section.present .figure").title || ""');
    assert.match(said + inside, /edge|node/);
  });

  it("opens another motif where an edge of the cell is clicked", async () => {
    await visit(await slideOf("A cell that opens"));
    const texts = (): Promise<string> =>
      tab.evaluate(
        '[...document.querySelectorAll("section.present .figure svg text")].map((each) => each.textContent).join(" ")',
      );
    const before = await texts();
    const edges = tab.locator("section.present .figure svg .role-mark path[aria-label*='edge 1→5']");
    const frame = await edges.first().boundingBox();
    assert.ok(frame !== null);
    await tab.mouse.click(frame.x + frame.width / 2, frame.y + frame.height / 2);
    await tab.waitForTimeout(250);
    assert.notEqual(await texts(), before);
  });

  it("has a view for the speaker with the notes", async () => {
    await visit(2);
    const [speaker] = await Promise.all([context.waitForEvent("page"), tab.keyboard.press("s")]);
    await speaker.waitForFunction(
      "document.querySelector('.speaker-controls-notes .value')?.textContent.includes('Designed by hand')",
    );
    await speaker.close();
  });

  it("is dark where the reader wants that, with white figures", async () => {
    const dark = await (browser as Browser).newContext({ colorScheme: "dark", offline: true });
    const page = await dark.newPage();
    await page.goto(address);
    await page.waitForFunction("window.Reveal && Reveal.isReady()");
    const paper: string = await page.evaluate(
      "getComputedStyle(document.querySelector('.reveal-viewport')).backgroundColor",
    );
    const ink: string = await page.evaluate("getComputedStyle(document.querySelector('h2.title')).color");
    assert.deepEqual([paper, ink], ["rgb(22, 24, 28)", "rgb(238, 238, 238)"]);
    await dark.close();
  });

  it("prints as a PDF: a slide a page, text as text in its own font, links that lead on", async () => {
    const pdf = Buffer.from(await printPage(html)).toString("latin1");
    const count: number = await tab.evaluate("Reveal.getTotalSlides()");
    assert.equal([...pdf.matchAll(/\/Type\s*\/Page\b/g)].length, count);
    assert.match(pdf, /\/FontName\s*\/[A-Z]{6}\+Arimo/);
    assert.match(pdf, /\/FontFile2/);
    assert.match(pdf, /\/URI\s*\(https:\/\/arxiv\.org\/abs\/1711\.00436\)/);
    assert.match(pdf, /\/MediaBox\s*\[0 0 960 540\]/);
  });
});

describe("printPage", () => {
  it("says in one line that there is no Chromium, or that a program is none", async () => {
    await assert.rejects(
      printPage("<p>", "/usr/bin/false"),
      /^InputError: pdf: \/usr\/bin\/false did not print the page: [^\n]*$/,
    );
  });
});

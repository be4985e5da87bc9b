import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { chromium } from "playwright-core";
import { textWidth } from "../../../lib/figures/output/text-width.js";

describe("textWidth", () => {
  it("adds the font's own widths", () => {
    // In units of 1/2048 em: H 1479, i 455, space 569; bold i 569.
    assert.equal(textWidth("Hi ", 2048), 1479 + 455 + 569);
    assert.equal(textWidth("Hi ", 2048, true), 1479 + 569 + 569);
    assert.equal(textWidth("", 12), 0);
    assert.equal(textWidth("ii", 11), 2 * textWidth("i", 11));
  });

  it("counts an unknown character as a wide letter", () => {
    assert.ok(textWidth("字", 12) > textWidth("n", 12));
  });

  it("agrees with a browser to half a percent", async function () {
    const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((path) => existsSync(path));
    if (executablePath === undefined) {
      console.log("skipped: no chromium");
      this.skip();
    }
    this.timeout(60_000);
    const texts = [
      "best fitness so far (accuracy)",
      "0.123",
      "3×3 separable convolution of C channels",
      "edge 1→3: ± — “·”",
    ];
    const font = readFileSync(require.resolve("@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf"), "base64");
    const browser = await chromium.launch({
      executablePath,
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic"],
    });
    try {
      const page = await browser.newPage();
      await page.setContent(
        `<style>@font-face { font-family: Ours; src: url(data:font/ttf;base64,${font}) }
         span { font: 100px Ours; font-kerning: none; white-space: pre }</style>
         ${texts.map((text) => `<div><span>${text}</span></div>`).join("")}`,
      );
      const widths = await page.evaluate(
        "document.fonts.load('100px Ours').then(() => document.fonts.ready).then(() => [...document.querySelectorAll('span')].map((each) => each.getBoundingClientRect().width))",
      );
      (widths as readonly number[]).forEach((width, index) => {
        const ours = textWidth(texts[index], 100);
        assert.ok(Math.abs(ours - width) < 0.005 * width, `${texts[index]}: ${ours} against ${width}`);
      });
    } finally {
      await browser.close();
    }
  });
});

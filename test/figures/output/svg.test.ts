import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import * as vega from "vega";
import { collectWarnings } from "../collect-warnings.js";
import { fitnessByStep } from "../../../lib/figures/charts/fitness-by-step.js";
import { svgToPng, toPng } from "../../../lib/figures/output/png.js";
import type { Json } from "../../../lib/figures/output/figure.js";
import { createFigure } from "../../../lib/figures/output/create-figure.js";
import { toSvg, toVega } from "../../../lib/figures/output/svg.js";
import { withoutTextLengths } from "../../../lib/figures/output/text-length.js";
import { textWidth } from "../../../lib/figures/output/text-width.js";
import { architectures } from "../sample-drawings.js";
import { charts, drawings } from "../sample-figures.js";

const REFERENCES = resolve(__dirname, "../../../../test/figures/reference");
const everything = Object.entries({ ...charts, ...drawings, ...architectures });

/** What JupyterLab's dark theme sets where a figure sets nothing (vega-embed's theme "dark"). */
const dark = {
  background: "#333",
  view: { stroke: "#888" },
  title: { color: "#fff", subtitleColor: "#fff" },
  style: { "guide-label": { fill: "#fff" }, "guide-title": { fill: "#fff" } },
  axis: { domainColor: "#fff", gridColor: "#888", tickColor: "#fff" },
};

describe("toSvg", () => {
  for (const [name, figure] of everything) {
    it(`draws ${name}: no warnings, a size, no NaN, its words`, () => {
      const warnings: unknown[] = [];
      const spec = toVega(figure, collectWarnings(warnings));
      assert.deepEqual(warnings, []);
      vega.parse(spec);
      const svg = toSvg(figure);
      const [, width, height] = /<svg [^>]* width="([^"]+)" height="([^"]+)"/.exec(svg) ?? [];
      // Unfolded or as a strip, a genotype is larger than a chart.
      const [widest, highest] = name in charts ? [1200, 900] : [2500, 1600];
      assert.ok(Number(width) > 60 && Number(width) < widest, `width ${width}`);
      assert.ok(Number(height) > 60 && Number(height) < highest, `height ${height}`);
      assert.ok(!/NaN|undefined|Infinity/.test(svg), "a number is not finite");
      assert.ok(svg.includes(`aria-label="${figure.title}`), "no accessible name");
      assert.ok(svg.includes("<desc>"));
      assert.doesNotMatch(
        JSON.stringify(spec),
        /"labelFlush":true/,
        "the first and the last label are below their ticks",
      );
      const config = vega.mergeConfig(dark, (figure.spec.config ?? {}) as object) as unknown as Json;
      assert.ok(toSvg({ ...figure, spec: { ...figure.spec, config } }) === svg, "leaves a colour to the page's theme");
    });
  }

  it("shows a figure's text literally, with characters special to markup and to string replacement", () => {
    const title = '$& costs < 5 $` "in all" $\'';
    const figure = fitnessByStep([], { title });
    const svg = toSvg({ ...figure, description: title });
    const words = "$&amp; costs &lt; 5 $` &quot;in all&quot; $'";
    assert.ok(svg.startsWith(`<svg role="img" aria-label="${words}. ${words}" `), svg.slice(0, 200));
    assert.ok(svg.includes(`><desc>${words}</desc>`));
    assert.ok(toPng(figure).length > 1_000);
  });

  it("gives synchronously what Vega gives asynchronously", async () => {
    const figure = charts["fitness by step"];
    const { textMetrics } = vega as unknown as { textMetrics: { width: unknown } };
    const before = textMetrics.width;
    const svg = toSvg(figure);
    assert.equal(textMetrics.width, before, "a person's own use of Vega is left alone");
    textMetrics.width = ({ fontSize = 11, fontWeight }: { fontSize?: number; fontWeight?: string }, text: string) =>
      textWidth(text, fontSize, fontWeight === "bold");
    try {
      const view = new vega.View(vega.parse(toVega(figure)), { renderer: "none" });
      const drawn = (text: string): string => text.slice(text.indexOf("<rect"));
      assert.ok(withoutTextLengths(drawn(svg)) === drawn(await view.toSVG()));
    } finally {
      textMetrics.width = before;
    }
  });

  it("is valid XML whatever its texts contain, and shows them", () => {
    const hostile = "$& $' $1 \u001b]0;x\u0007 \u202e </desc><script> \u0000 \uffff";
    const text = { type: "text", encode: { enter: { text: { value: hostile } } } };
    const svg = toSvg(createFigure("vega", hostile, hostile, { width: 90, height: 20, marks: [text] }));
    // The SVG parser is a strict XML parser.
    assert.ok(svgToPng(svg, { mode: "zoom", value: 1 }).length > 0);
    const shown = "$&amp; $' $1 \\x1b]0;x\\x07 \\u202e &lt;/desc&gt;&lt;script&gt; \\x00 \\uffff";
    assert.ok(svg.includes(`aria-label="${shown}. ${shown}"`), svg.slice(0, 400));
    assert.ok(svg.includes(`<desc>${shown}</desc>`));
    assert.ok(svg.includes(`>${shown}</text>`), svg);
  });

  it("gives the same SVG each time, whatever was drawn before", () => {
    const [first] = [toSvg(charts["learning curves"])];
    toSvg(drawings.genotype);
    assert.equal(toSvg(charts["learning curves"]), first);
  });
});

describe("reference pictures", () => {
  for (const [name, figure] of Object.entries({ ...drawings, ...architectures })) {
    it(`${name} looks as in test/figures/reference`, () => {
      const path = resolve(REFERENCES, `${name}.svg`);
      const svg = `${toSvg(figure)}\n`;
      if (process.env.HIERNAS_UPDATE === "1") {
        mkdirSync(REFERENCES, { recursive: true });
        writeFileSync(path, svg);
      }
      // Compared as text, so a node that moves by a tenth of a pixel fails.
      assert.ok(svg === readFileSync(path, "utf8"), `${path} differs; if meant, see README.md beside it`);
    });
  }
});

import assert from "node:assert/strict";
import { InputError } from "../../../lib/input/errors.js";
import { toPdf } from "../../../lib/figures/output/pdf.js";
import { printFigure } from "../../../lib/figures/output/print-size.js";
import { studyFigures } from "../../../lib/figures/charts/study-figures.js";
import { smallStudy } from "../sample-charts.js";

const figures = studyFigures(smallStudy);

describe("printFigure", () => {
  for (const named of figures) {
    it(`draws ${named.name} at its print size`, () => {
      const { svg, size } = printFigure(named, { widthMm: 120, heightMm: 90, fontPt: 7 });
      assert.deepEqual(size, { widthMm: 120, heightMm: 90, fontPt: 7 });
      const [, width, height, right, bottom] =
        /^<svg [^>]*width="([\d.]+)mm" height="([\d.]+)mm" viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
      assert.deepEqual([width, height], ["120", "90"]);
      // 12 pixels of the theme are 7 points.
      assert.ok(Math.abs(Number(right) - ((120 * 72) / 25.4) * (12 / 7)) < 0.01, right);
      assert.ok(Math.abs(Number(bottom) - ((90 * 72) / 25.4) * (12 / 7)) < 0.01, bottom);
      const drawn = Number(/<rect width="([\d.]+)" height="[\d.]+" fill="#FFFFFF"/.exec(svg)?.[1]);
      assert.ok(drawn <= Number(right) + 3, `${drawn} of ${right} pixels`);
    });
  }

  it("gives a figure the space that its text needs, and says so", () => {
    const { size } = printFigure(figures[0], { widthMm: 20, heightMm: 10, fontPt: 10 });
    assert.ok(size.widthMm > 20 && size.heightMm > 10);
  });

  it("leaves title and subtitle to the caption", () => {
    const { svg, figure } = printFigure(figures[0], { bare: true });
    assert.ok(!svg.includes("role-title"));
    assert.equal(figure.title, figures[0].draw().title);
    assert.equal(figure.spec.title, undefined);
  });

  it("refuses an invalid size", () => {
    for (const config of [
      { widthMm: 9 },
      { widthMm: 1e7 },
      { heightMm: Number.NaN },
      { fontPt: 0.1 },
      { fontPt: 1e6 },
    ]) {
      assert.throws(
        () => printFigure(figures[0], config),
        (error) => error instanceof InputError,
      );
    }
  });
});

describe("toPdf", () => {
  it("writes one page at the print size, the same each time", async function () {
    const print = printFigure(figures[0], { widthMm: 127, heightMm: 76.2 });
    let pdf: Uint8Array;
    try {
      pdf = await toPdf(print);
    } catch (error) {
      assert.ok(error instanceof InputError && error.message.includes("is not installed"), String(error));
      console.log("skipped: pdfkit is not installed");
      return this.skip();
    }
    const text = Buffer.from(pdf).toString("latin1");
    assert.ok(text.startsWith("%PDF-"));
    assert.match(text, /\/MediaBox \[0 0 360 216\]/);
    assert.match(text, /Arimo/);
    assert.equal(Buffer.compare(Buffer.from(pdf), Buffer.from(await toPdf(print))), 0);
  });
});

import assert from "node:assert/strict";
import { decode, toRGBA8 } from "upng-js";
import { InputError } from "../../../lib/input/errors.js";
import { createFigure } from "../../../lib/figures/output/create-figure.js";
import { svgToPng, svgToSmallPng, toPng } from "../../../lib/figures/output/png.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { drawings } from "../sample-figures.js";

describe("toPng", () => {
  it("gives a PNG of the figure's size times the scale", () => {
    const [one, two] = [1, 2].map((scale) => sizeOf(toPng(drawings.primitives, { scale })));
    assert.deepEqual(two, { width: 2 * one.width, height: 2 * one.height });
    assert.deepEqual(sizeOf(toPng(drawings.primitives)), two);
  });

  it("draws letters without any font of the machine", () => {
    const text = (content: string): Uint8Array =>
      toPng(
        createFigure("vega", "t", "d", {
          width: 80,
          height: 20,
          marks: [{ type: "text", encode: { enter: { text: { value: content }, y: { value: 12 } } } }],
        }),
      );
    assert.notDeepEqual(text("a"), text(""));
    assert.notDeepEqual(text("a"), text("×"));
  });

  it("refuses a scale of 0 or NaN", () => {
    for (const scale of [0, -1, Number.NaN, 9]) {
      assert.throws(
        () => toPng(drawings.primitives, { scale }),
        (error) => error instanceof InputError && error.message.includes(`scale of ${scale}`),
      );
    }
  });
});

describe("svgToPng", () => {
  it("refuses sizes that would exhaust memory", () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50"></svg>';
    assert.throws(
      () => svgToPng(svg, { mode: "width", value: 30_000 }),
      new InputError("png: got 30000 × 15000 pixels, must be at most 100 million: make it smaller, or take svg"),
    );
  });
});

describe("svgToSmallPng", () => {
  it("draws nearly the same pixels, in a palette of 256", () => {
    const svg = toSvg(drawings.primitives);
    const [whole, small] = [svgToPng, svgToSmallPng].map((draw) => draw(svg, { mode: "zoom", value: 1 }));
    const [wholePixels, smallPixels] = [whole, small].map(pixelsOf);
    assert.ok(small.length < 0.7 * whole.length, `${small.length} of ${whole.length}`);
    assert.equal(Buffer.from(small).readUInt8(25), 3, "not a palette");
    assert.equal(smallPixels.length, wholePixels.length);
    const farthest = wholePixels.reduce((most, value, at) => Math.max(most, Math.abs(value - smallPixels[at])), 0);
    assert.ok(farthest <= 24, String(farthest));
  });
});

function pixelsOf(png: Uint8Array): Uint8Array {
  return new Uint8Array(toRGBA8(decode(Uint8Array.from(png).buffer))[0]);
}

function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(png);
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

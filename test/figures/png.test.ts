import assert from "node:assert/strict";
import { InputError } from "../../lib/input-error.js";
import { createFigure } from "../../lib/figures/create-figure.js";
import { toPng } from "../../lib/figures/png.js";
import { drawings } from "./sample-figures.js";

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

function sizeOf(png: Uint8Array): { readonly width: number; readonly height: number } {
  const bytes = Buffer.from(png);
  assert.equal(bytes.toString("latin1", 1, 4), "PNG");
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}

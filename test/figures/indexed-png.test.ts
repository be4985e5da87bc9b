import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { readPngComment, svgToIndexedPng } from "../../lib/figures/indexed-png.js";
import { svgToPixels, svgToPng } from "../../lib/figures/png.js";
import { toSvg } from "../../lib/figures/svg.js";
import { drawings } from "./sample-figures.js";

const zoom = { mode: "zoom", value: 1 } as const;
const svg = toSvg(drawings.primitives);
const gradient = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><defs><linearGradient id="g"><stop offset="0" stop-color="#F00"/><stop offset="0.5" stop-color="#0F0"/><stop offset="1" stop-color="#00F"/></linearGradient></defs><rect width="64" height="32" fill="url(#g)"/><rect y="32" width="64" height="32" fill="url(#g)" opacity="0.5"/><rect y="48" width="64" height="16" fill="url(#g)" opacity="0.3"/><rect y="56" width="64" height="8" fill="url(#g)" opacity="0.4"/></svg>`;

describe("svgToIndexedPng", () => {
  it("draws the same pixels where there are few colours", () => {
    const { width, height, pixels } = svgToPixels(svg, zoom);
    const image = decode(svgToIndexedPng(svg, zoom));
    assert.deepEqual([image.width, image.height], [width, height]);
    assert.equal(farthest(image.colours, pixels), 0);
  });

  it("draws near pixels where there are many", () => {
    const { pixels } = svgToPixels(gradient, zoom);
    const image = decode(svgToIndexedPng(gradient, zoom));
    assert.ok(image.paletteSize <= 256);
    assert.ok(farthest(image.colours, pixels) <= 16);
  });

  it("keeps a comment, and finds none in other files", () => {
    assert.equal(readPngComment(svgToIndexedPng(svg, zoom, "SVG 12ab")), "SVG 12ab");
    assert.equal(readPngComment(svgToPng(svg, zoom)), undefined);
    assert.equal(readPngComment(new Uint8Array()), undefined);
  });
});

interface Decoded {
  readonly width: number;
  readonly height: number;
  readonly paletteSize: number;
  /** `[height × width, RGB]` */
  readonly colours: readonly (readonly number[])[];
}

function decode(png: Uint8Array): Decoded {
  const bytes = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    chunks.set(bytes.toString("latin1", at + 4, at + 8), bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)));
  }
  const [head, palette, data] = ["IHDR", "PLTE", "IDAT"].map((name) => chunks.get(name) as Buffer);
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const rows = inflateSync(data);
  const colours = Array.from({ length: width * height }, (_, pixel) => {
    const index = rows[Math.floor(pixel / width) * (width + 1) + 1 + (pixel % width)];
    return [...palette.subarray(3 * index, 3 * index + 3)];
  });
  return { width, height, paletteSize: palette.length / 3, colours };
}

function farthest(colours: Decoded["colours"], pixels: Uint8Array): number {
  return colours.reduce(
    (most, colour, pixel) =>
      Math.max(most, ...colour.map((value, channel) => Math.abs(value - pixels[4 * pixel + channel]))),
    0,
  );
}

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { decodePicture } from "../../lib/dataset/decode-picture.js";
import { InputError } from "../../lib/input/errors.js";

const size = { height: 4, width: 4 };

describe("decodePicture", function () {
  this.timeout(60_000);
  let folder: string;
  const at = (name: string): string => join(folder, name);
  /** Left half red, right half blue, `width` × `height`. */
  const halves = (width: number, height: number, channels: 3 | 4 = 3) => {
    const pixels = Buffer.alloc(width * height * channels, 255);
    for (let pixel = 0; pixel < width * height; pixel++) {
      const isLeft = pixel % width < width / 2;
      pixels.set(isLeft ? [255, 0, 0] : [0, 0, 255], channels * pixel);
    }
    return sharp(pixels, { raw: { width, height, channels } });
  };
  const cornersOf = async (path: string): Promise<readonly (readonly number[])[]> => {
    const { pixels } = await decodePicture(path, size);
    assert.equal(pixels.length, 48);
    return [0, 3, 12, 15].map((pixel) => [...pixels.subarray(3 * pixel, 3 * pixel + 3)]);
  };
  const [red, blue] = [
    [255, 0, 0],
    [0, 0, 255],
  ];
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-pictures-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps the pixels of a picture of that size", async () => {
    await halves(4, 4).png().toFile(at("own.png"));
    assert.deepEqual(await cornersOf(at("own.png")), [red, blue, red, blue]);
    const { pixels } = await decodePicture(at("own.png"), size);
    const again = await decodePicture({ name: "memory", ...size, pixels }, size);
    assert.deepEqual(again, { name: "memory", ...size, pixels });
  });

  it("takes the largest centred part of the shape", async () => {
    // The middle 8 of 24 columns are the last 4 red ones and the first 4 blue ones.
    await halves(24, 8).png().toFile(at("wide.png"));
    const corners = await cornersOf(at("wide.png"));
    assert.ok(corners[0][0] > 200 && corners[0][2] < 60 && corners[1][2] > 200, JSON.stringify(corners));
  });

  it("turns it upright by EXIF", async () => {
    await halves(8, 8).withMetadata({ orientation: 6 }).png().toFile(at("turned.png"));
    const corners = await cornersOf(at("turned.png"));
    assert.ok(corners[0][0] > 200 && corners[1][0] > 200 && corners[2][2] > 200, JSON.stringify(corners));
  });

  it("reads grey, 16 bits, transparency as white, CMYK, WebP", async () => {
    const grey = (value: number) => [value, value, value];
    await sharp(Buffer.alloc(16, 128), { raw: { width: 4, height: 4, channels: 1 } })
      .png()
      .toFile(at("grey.png"));
    assert.deepEqual((await cornersOf(at("grey.png")))[0], grey(128));
    const deep = sharp(Buffer.alloc(64, 255), { raw: { width: 4, height: 4, channels: 4 } });
    await deep.toColourspace("rgb16").png().toFile(at("deep.png"));
    assert.deepEqual((await cornersOf(at("deep.png")))[0], grey(255));
    await sharp(Buffer.alloc(64, 0), { raw: { width: 4, height: 4, channels: 4 } })
      .png()
      .toFile(at("clear.png"));
    assert.deepEqual((await cornersOf(at("clear.png")))[0], grey(255));
    await halves(64, 64).toColourspace("cmyk").jpeg({ quality: 100 }).toFile(at("cmyk.jpg"));
    const [left, right] = await cornersOf(at("cmyk.jpg"));
    assert.ok(left[0] > 150 && left[2] < 110 && right[2] > 100 && right[0] < 110, JSON.stringify([left, right]));
    await halves(8, 8, 4).webp({ lossless: true }).toFile(at("own.webp"));
    assert.deepEqual((await cornersOf(at("own.webp")))[2], red);
  });

  it("refuses in one line what is missing, empty, truncated, huge or no picture", async () => {
    await halves(400, 400).jpeg().toFile(at("whole.jpg"));
    const bytes = await sharp(at("whole.jpg")).toBuffer();
    writeFileSync(at("cut.jpg"), bytes.subarray(0, bytes.length / 2));
    writeFileSync(at("empty.png"), "");
    writeFileSync(at("text.png"), "no picture");
    writeFileSync(at("drawing.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>');
    // A PNG's head alone says how large it is.
    const huge = await halves(4, 4).png().toBuffer();
    huge.writeUInt32BE(40_000, 16);
    huge.writeUInt32BE(40_000, 20);
    writeFileSync(at("huge.png"), huge);
    for (const [name, message] of [
      ["none.png", /none\.png: no such file$/],
      ["empty.png", /empty\.png: is empty; give a JPEG, PNG or WebP$/],
      ["cut.jpg", /cut\.jpg: is no picture that can be read \(.+\); give a JPEG, PNG or WebP$/],
      ["text.png", /text\.png: is no picture that can be read/],
      ["drawing.svg", /drawing\.svg: is svg, must be a JPEG, PNG or WebP$/],
      ["huge.png", /huge\.png: (has 40000×40000 pixels, must have at most 100,000,000|is no picture)/],
      [".", /is a folder, a pipe or a device, must be a file$/],
    ] as const) {
      await assert.rejects(decodePicture(at(name), size), (error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        return !error.message.includes("\n");
      });
    }
  });
});

import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { drawCell } from "../../../lib/figures/architectures/draw-motif.js";
import { drawNetwork } from "../../../lib/figures/architectures/draw-network.js";
import { drawReplay } from "../../../lib/figures/evolution/draw-replay.js";
import { createFigure } from "../../../lib/figures/output/create-figure.js";
import { darkPaper } from "../../../lib/figures/output/dark-theme.js";
import { type AnimationReport, figureContent, saveFigure } from "../../../lib/figures/output/figure-file.js";
import { toJson } from "../../../lib/figures/output/json.js";
import { smallestType, svgSize } from "../../../lib/figures/output/scale-svg.js";
import { toSvg } from "../../../lib/figures/output/svg.js";
import { drawInitialization } from "../../../lib/figures/talk/draw-initialization.js";
import { drawMutationDraws } from "../../../lib/figures/talk/draw-mutation-draws.js";
import { publishedCell } from "../../../lib/genotype/published.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { networkByName } from "../../../lib/network/network-config.js";
import { InputError } from "../../../lib/input/errors.js";
import { syntheticEvolution } from "../sample-drawings.js";
import { charts } from "../sample-figures.js";

const largeNetwork = networkByName("large");
const cell = drawCell(publishedCell);
const mutation = drawMutationDraws(publishedCell, {
  ...{ level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 },
});

describe("saveFigure", function () {
  this.timeout(60_000);
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas figures "))));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");

  it("writes what the ending says, into a folder that it makes", async () => {
    const figure = charts["best so far"];
    for (const ending of ["svg", "png", "pdf", "json", "html"])
      await saveFigure(figure, join(folder, "new", `a.${ending}`));
    assert.equal(read("new/a.json"), toJson(figure));
    assert.equal(read("new/a.svg"), toSvg(figure));
    assert.match(read("new/a.pdf"), /^%PDF-/);
    assert.match(read("new/a.html"), /^<!doctype html>/);
    assert.equal(
      (await sharp(join(folder, "new/a.png")).metadata()).width,
      Math.ceil(2 * svgSize(toSvg(figure)).width),
    );
  });

  it("makes a picture as wide as asked, with its type", async () => {
    const svg = String(await figureContent(cell, "svg", { widthPx: 1280, title: "Ein <Titel>" }));
    assert.match(svg, /^<svg [^>]* width="1280" height="\d+"/);
    assert.ok(svg.includes("Ein &lt;Titel&gt;"));
    const { width } = await sharp(Buffer.from(await figureContent(cell, "png", { widthPx: 1280 }))).metadata();
    assert.equal(width, 1280);
    const large = String(await figureContent(cell, "svg", { fontPt: 18 }));
    const [, across] = / width="(\d+)"/.exec(large) ?? [];
    // 18 points are 24 pixels, twice the usual text.
    assert.ok(Math.abs(Number(across) / svgSize(toSvg(cell)).width - 2) < 0.01, across);
  });

  it("leaves out a title that is empty, with the room for it", async () => {
    const untitled = svgSize(String(await figureContent(cell, "svg", { title: "" })));
    assert.ok(untitled.height < svgSize(toSvg(cell)).height - 15);
  });

  it("is dark or transparent where that is asked", async () => {
    const corner = async (config: object): Promise<readonly number[]> => {
      const png = await figureContent(cell, "png", config);
      return [...(await sharp(Buffer.from(png)).ensureAlpha().raw().toBuffer()).subarray(0, 4)];
    };
    assert.deepEqual(await corner({}), [255, 255, 255, 255]);
    assert.deepEqual(await corner({ theme: "dark", aspect: 16 / 9 }), [0x16, 0x18, 0x1c, 255]);
    assert.deepEqual((await corner({ theme: "dark", transparent: true }))[3], 0);
    assert.match(String(await figureContent(cell, "html", { theme: "dark" })), /<html lang="en" data-theme="dark">/);
    assert.ok(String(await figureContent(cell, "json", { theme: "dark" })).includes(darkPaper));
  });

  it("fits a slide of 16:9 without type below 12 points, or says that it cannot", async () => {
    const svg = String(await figureContent(cell, "svg", { aspect: 16 / 9 }));
    assert.match(svg, / width="1280" height="720" /);
    assert.ok((smallestType(svg) * 1280) / svgSize(svg).width >= 15.99);
    await assert.rejects(
      figureContent(drawNetwork(publishedCell, { network: largeNetwork }), "png", { aspect: 16 / 9 }),
      {
        name: "InputError",
        message:
          /^slide: the type of "The large CIFAR-10 network [^"]*" would be \d\.\d points high, must be at least 12: /,
      },
    );
  });

  it("makes the type of charts larger too, whose views have their own data or share one set", async () => {
    const panels = { width: 800, height: 460, data: { values: [{ a: 1 }] }, mark: "point" };
    const encoding = { x: { field: "a", type: "quantitative" } };
    for (const spec of [
      { hconcat: [{ ...panels, encoding }] },
      { data: panels.data, layer: [{ ...panels, data: undefined, encoding }], width: 800, height: 460 },
    ]) {
      const chart = createFigure("vega-lite", "Chart", "A chart", { ...spec, config: { axis: { labelFontSize: 9 } } });
      const svg = String(await figureContent(chart, "svg", { aspect: 16 / 9 }));
      assert.ok((smallestType(svg) * 1280) / svgSize(svg).width >= 15.99);
    }
  });

  for (const [name, figure, count] of [
    ["a mutation", mutation, 5 + 4 * 4],
    ["an initialization", drawInitialization(hierarchicalSpace), 4 + 3 * 4],
    ["a replay", drawReplay(syntheticEvolution(20)), 20],
  ] as const) {
    it(`moves ${name} as GIF and WebP`, async () => {
      for (const format of ["gif", "webp"] as const) {
        let report: AnimationReport | undefined;
        const onAnimation = (each: AnimationReport): void => void (report = each);
        const bytes = Buffer.from(await figureContent(figure, format, { widthPx: 320, onAnimation }));
        const { pages, width, delay, loop } = await sharp(bytes, { animated: true }).metadata();
        assert.deepEqual([pages, width, loop, delay?.at(-1)], [count, 320, 0, 3000]);
        assert.deepEqual([report?.frameCount, report?.bytes], [count, bytes.length]);
        const [first, last] = await Promise.all([0, count - 1].map((page) => sharp(bytes, { page }).raw().toBuffer()));
        assert.ok(!first.equals(last), "it does not move");
      }
    });
  }

  it("shows at most 150 pictures of a long evolution, the last among them", async () => {
    let frameCount = 0;
    const signals = [{ name: "step", value: 1000, on: [] }];
    const mark = {
      type: "rect",
      encode: { update: { width: { signal: "step / 20" }, height: { value: 9 }, fill: { value: "red" } } },
    };
    const long = createFigure("vega", "Long", "A bar.", {
      width: 60,
      height: 9,
      background: "#FFFFFF",
      signals,
      marks: [mark],
    });
    await figureContent(long, "webp", { widthPx: 100, onAnimation: (report) => void (frameCount = report.frameCount) });
    assert.equal(frameCount, 150);
  });

  it("hands the pictures to ffmpeg where that is, and says so where it is not", async () => {
    const path = process.env.PATH;
    try {
      process.env.PATH = join(folder, "none");
      await assert.rejects(figureContent(mutation, "mp4"), {
        name: "InputError",
        message: "mp4: ffmpeg, which writes it, is not on this machine: install it, or take gif or webp",
      });
      // Stands in for ffmpeg: writes what it was asked to join.
      const tools = join(folder, "tools");
      mkdirSync(tools);
      writeFileSync(join(tools, "ffmpeg"), '#!/bin/sh\n[ "$1" = -version ] || cp frames film.mp4\n');
      chmodSync(join(tools, "ffmpeg"), 0o755);
      process.env.PATH = `${tools}:${path}`;
      const list = Buffer.from(await figureContent(mutation, "mp4", { widthPx: 200 })).toString();
      assert.match(list, /^file 0\.png\nduration 0\.6\nfile 1\.png\nduration 0\.06\n/);
      assert.match(list, /file 20\.png\nduration 3\nfile 20\.png\n$/);
      writeFileSync(join(tools, "ffmpeg"), '#!/bin/sh\n[ "$1" = -version ] || { echo "no codec" >&2; exit 1; }\n');
      await assert.rejects(figureContent(mutation, "mp4"), { message: "mp4: ffmpeg failed: no codec" });
    } finally {
      process.env.PATH = path;
    }
  });

  it("never writes a page over somebody else's", async () => {
    const mine = join(folder, "mine.html");
    writeFileSync(mine, "<p>Mine</p>");
    await assert.rejects(saveFigure(cell, mine), /mine\.html: exists and was not made by hiernas: give another name/);
    assert.equal(read("mine.html"), "<p>Mine</p>");
    const own = join(folder, "own.html");
    await saveFigure(cell, own);
    await saveFigure(cell, own, { title: "Again" });
    assert.match(read("own.html"), /<title>Again/);
  });

  for (const [what, ending, config, message] of [
    ["a theme that there is not", "svg", { theme: "blue" }, /theme: got "blue", must be "light" or "dark"/],
    ["no width", "png", { widthPx: 0 }, /widthPx: got 0, must be/],
    ["a shape of nothing", "png", { aspect: Number.NaN }, /aspect: got NaN/],
    ["a width and a font", "png", { widthPx: 300, fontPt: 9 }, /give its width or its font, not both/],
    ["a page with a size", "html", { widthPx: 300 }, /html has no size/],
    ["an animation without steps", "gif", {}, /has no steps to show as gif/],
    ["an animation larger than a disk", "gif", { widthPx: 7000, figure: mutation }, /too many pixels/],
    ["another ending", "tiff", {}, /must end in \.svg, \.png/],
  ] as const) {
    it(`refuses ${what} in one line`, async () => {
      const { figure = cell, ...settings } = config as { readonly figure?: typeof cell };
      const path = join(folder, `refused.${ending}`);
      await assert.rejects(saveFigure(figure, path, settings), (error: Error) => {
        assert.ok(error instanceof InputError && message.test(error.message), error.message);
        return !error.message.includes("\n");
      });
      assert.ok(!existsSync(path));
    });
  }
});

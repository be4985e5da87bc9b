import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeDeck } from "../../lib/deck/deck.js";
import { type DeckData, readDeckData } from "../../lib/deck/deck-data.js";
import { slideSize } from "../../lib/deck/layout/slide-size.js";
import { parseOutline } from "../../lib/deck/outline/parse-outline.js";
import { studyOutline } from "../../lib/deck/outline/study-outline.js";
import { talkFile } from "../../lib/deck/outline/talk-file.js";
import { deckFigures } from "../../lib/deck/pictures/figure-table.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import { InputError } from "../../lib/input/errors.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";
import { runStudy } from "../../lib/study/run-study.js";
import { createSettings } from "../../lib/study/store/study-settings.js";
import { createStudy } from "../../lib/study/study.js";
import { toyStudy } from "../study/toy-study.js";

const none: DeckData = { studies: [], isRecorded: false };
const make = (data: DeckData, ...lines: readonly string[]) =>
  makeDeck(parseOutline(lines.join("\n"), "t.md"), data, "t.md");

/** The slides of the seed deck, in their order; some of the talk's titles say more. */
const SEED = [
  ...[/^Hierarchical Representations for Efficient/, /^Outline$/, /image classification/, /Computation cost/],
  ...[/Increasing complexity/, /Architecture search and parameter search/, /Primitive operations/],
  ...[/Flat representation/, /Flat networks can grow/, /Hierarchical representation/, /Mutation/, /Initialization/],
  ...[/tournament selection/i, /small CIFAR-10/, /200.*201.*7000/, /large CIFAR-10 and ImageNet/, /Eight ways/],
  ...[/other models on CIFAR-10/, /other models on ImageNet/, /Contributions/, /best type of cell/, /Questions\?/],
];

describe("the talk", function () {
  this.timeout(120_000);

  it("has a counterpart of each of the seed deck's 22 slides, in their order, and nothing to warn of", async () => {
    const talk = parseOutline(readFileSync(talkFile, "utf8"), "talk.md");
    const deck = makeDeck(talk, await readDeckData(), "talk.md");
    let at = 0;
    for (const { slide } of deck.slides) if (at < SEED.length && SEED[at].test(slide.title)) at++;
    assert.equal(at, SEED.length, `no counterpart of ${String(SEED[at])}`);
    assert.deepEqual(deck.warnings, []);
    assert.ok(deck.slides.every(({ notes, slide }) => slide.blocks.length === 0 || notes.length > 0 || slide.sources));
  });
});

describe("makeDeck", function () {
  this.timeout(60_000);

  it("refuses a figure and a setting that there are not, with the line", () => {
    assert.throws(
      () => make(none, "# T", "", "![figure: celll]"),
      (error: Error) => {
        assert.ok(error instanceof InputError);
        assert.match(error.message, /^t\.md:3: got figure celll, must be one of .*cell/);
        return true;
      },
    );
    assert.throws(
      () => make(none, "# T", "", "![figure: primitives size=3]"),
      /^InputError: t\.md:3: figure primitives has no size/,
    );
  });

  it("makes the deck without a figure that the data have not got: its slide says so", () => {
    const { slides, warnings } = make(
      none,
      "# T",
      "",
      "![figure: fitness-by-step]",
      "",
      "## B",
      "![figure: cell best]",
    );
    assert.match(warnings[0], /^t\.md:3: figure fitness-by-step: .*its slide says so$/);
    assert.ok(slides[0].figures[0].placed === undefined && slides[0].figures[0].why !== undefined);
    assert.ok(slides[1].figures[0].placed !== undefined);
  });

  it("says by how much a slide's text does not fit, and a title", () => {
    const long = Array.from({ length: 40 }, (_, index) => `- line ${index}`);
    const { warnings } = make(none, "# T", "", ...long, "", `## ${"word ".repeat(60)}`);
    assert.match(warnings[0], /^t\.md:1: slide T: its text needs \d+ pixels more than the slide has/);
    assert.match(warnings[1], /title needs \d+ pixels more/);
  });

  it("says how small type too small to be read is", () => {
    assert.match(
      make(none, "# T", "## U", "![figure: unfolded best]").warnings.join(),
      /smallest type has \d\.\d points/,
    );
  });

  it("places text and figures inside the slide and never on each other", () => {
    const texts = [["- one", "- two"], ["A paragraph."], ["| a | b |", "|---|---|", "| 1 | 2 |"]];
    const figures = ["primitives", "motif best level=2", "arcs random:1 space=flat", "errors-imagenet"];
    for (const text of texts) {
      for (const figure of figures) {
        const [, { texts: placed, figures: drawn, layout }] = make(
          none,
          ...["# T", "## U", "", ...text, "", `![figure: ${figure}]`],
        ).slides;
        const boxes = [layout.titleArea, ...placed.map(({ area }) => area), ...drawn.map(({ area }) => area)];
        boxes.forEach((one, index) => {
          assert.ok(one.x >= 0 && one.y >= 0, figure);
          assert.ok(one.x + one.width <= slideSize.width + 0.5 && one.y + one.height <= slideSize.height + 0.5, figure);
          for (const other of boxes.slice(index + 1)) {
            const across = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
            const down = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
            assert.ok(across < 1 || down < 1, `${figure} with ${text[0]}: ${across} × ${down}`);
          }
        });
      }
    }
  });

  it("draws every figure that an outline can name, from a study", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas deck "));
    try {
      const path = join(folder, "one.sqlite");
      await runStudy({ ...toyStudy, path });
      const data = await readDeckData([path, path]);
      for (const { name } of deckFigures) {
        // It needs a trained network.
        if (name === "wrong-pictures") continue;
        const { warnings } = make(data, "# T", "## U", `![figure: ${name}]`);
        assert.deepEqual(
          warnings.filter((each) => each.includes("its slide says so")),
          [],
        );
      }
      const outline = studyOutline(data.studies[0], "npx hiernas deck");
      const own = makeDeck(parseOutline(outline, "own.md"), data, "own.md");
      assert.ok(own.slides.length >= 8);
      assert.deepEqual(
        own.warnings.filter((each) => !each.includes("smallest type")),
        [],
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("makes a deck of a study without a scored evaluation", async () => {
    const folder = mkdtempSync(join(tmpdir(), "hiernas deck "));
    try {
      const path = join(folder, "empty.sqlite");
      const settings = {
        space: hierarchicalSpace,
        method: tournamentSearch(),
        protocol: smokeProtocol,
        data: "sample",
      };
      const study = await createStudy(path, createSettings({ ...settings, steps: 5, initialCount: 2, seed: 1 }));
      await study.close();
      const data = await readDeckData([path]);
      const deck = makeDeck(parseOutline(studyOutline(data.studies[0], "x"), "own.md"), data, "own.md");
      assert.ok(deck.warnings.some((each) => each.includes("no scored evaluation yet; its slide says so")));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

import assert from "node:assert/strict";
import { parseOutline } from "../../lib/deck/outline/parse-outline.js";
import { plainText } from "../../lib/deck/outline/outline.js";
import { InputError } from "../../lib/input/errors.js";

const parse = (...lines: readonly string[]) => parseOutline(lines.join("\n"), "talk.md");

/** The one line that an outline is refused with. */
function refusal(...lines: readonly string[]): string {
  try {
    parse(...lines);
  } catch (error) {
    assert.ok(error instanceof InputError);
    assert.ok(!error.message.includes("\n"));
    return error.message;
  }
  return assert.fail("it was accepted");
}

describe("parseOutline", () => {
  it("makes a slide of each heading; a part with nothing of its own only names those that follow", () => {
    const { title, slides } = parse("# Talk", "By me", "# One", "## First", "text", "## Second", "# Two", "- item");
    assert.equal(title, "Talk");
    assert.deepEqual(
      slides.map((slide) => [slide.title, slide.part, slide.isCover, slide.line]),
      [
        ["Talk", "", true, 1],
        ["First", "One", false, 4],
        ["Second", "One", false, 6],
        ["Two", "", false, 7],
      ],
    );
  });

  it("keeps styles, links and depths, and lets items of a list with + wait", () => {
    const [slide] = parse("# T", "", "a **b** *c* `d` [e](https://x.org)", "", "+ one", "+ two", "  - deep").slides;
    const [paragraph, list] = slide.blocks;
    assert.ok(paragraph.kind === "paragraph" && list.kind === "list");
    assert.deepEqual(
      paragraph.runs.filter(({ text }) => text.trim() !== "" && text !== "a "),
      [
        { text: "b", bold: true },
        { text: "c", italic: true },
        { text: "d", code: true },
        { text: "e", link: "https://x.org" },
      ],
    );
    assert.deepEqual(
      list.items.map(({ runs, depth, fragment }) => [plainText(runs), depth, fragment]),
      [
        ["one", 0, true],
        ["two", 0, true],
        ["deep", 1, false],
      ],
    );
  });

  it("reads figures with words and settings, tables with their sides, notes and sources", () => {
    const [slide] = parse(
      ...["# T", "", '![figure: motif best level=2 title="A motif"]', "", "| a | b |", "|---|--:|", "| 1 | 2 |", ""],
      ...["Source: <https://x.org>", "", "Notes:", "First.", "", "- item", "", "Last."],
    ).slides;
    assert.deepEqual(slide.blocks[0], {
      ...{ kind: "figure", line: 3, name: "motif", words: ["best"] },
      settings: { level: "2", title: "A motif" },
    });
    assert.ok(slide.blocks[1].kind === "table");
    assert.deepEqual(slide.blocks[1].align, ["left", "right"]);
    assert.deepEqual(slide.notes, ["First.", "– item", "Last."]);
    assert.equal(slide.sources[0][0].link, "https://x.org");
  });

  it("leaves out comments", () => {
    assert.equal(parse("<!-- how to", "write -->", "", "# T").slides.length, 1);
  });

  it("refuses in one line, with the line's number, what is no talk", () => {
    assert.equal(refusal("# T", "##Slide"), "talk.md:2: got ##Slide, a heading has a space after its #");
    assert.match(refusal("# T", "", "### Deep"), /^talk\.md:3: got ### Deep, # begins a part and ## a slide$/);
    assert.match(refusal("# T", "##"), /^talk\.md:2: the heading is empty/);
    assert.match(refusal("text"), /^talk\.md:1: stands before the first slide/);
    assert.match(refusal(""), /^talk\.md: has no slides/);
    assert.match(refusal("# T", "", "---"), /^talk\.md:3: a slide begins with a heading/);
    assert.match(refusal("# T", "", "```", "code", "```"), /^talk\.md:3: a slide has no code/);
    assert.match(refusal("# T", "", "<b>x</b>", ""), /^talk\.md:3: /);
    assert.match(refusal("# T", "", "![figure]"), /^talk\.md:3: got !\[figure\], a figure is written/);
    assert.match(refusal("# T", "", "![figure: ]"), /^talk\.md:3: a figure needs a name/);
    assert.match(refusal("# T", "", "![figure: cell a=1 a=2]"), /^talk\.md:3: a is given twice/);
    assert.match(refusal("# T", "", "![me](me.png)"), /^talk\.md:3: pictures are figures by name/);
  });
});

// The PowerPoint package: what makes PowerPoint ask for a repair although other programs open the file.
import assert from "node:assert/strict";
import { posix } from "node:path";
import JSZip from "jszip";
import { type Deck, makeDeck } from "../../lib/deck/deck.js";
import { readDeckData } from "../../lib/deck/deck-data.js";
import { parseOutline } from "../../lib/deck/outline/parse-outline.js";
import { presentationBytes } from "../../lib/deck/powerpoint/presentation.js";

const OUTLINE = `# A talk

By [me](https://example.org/?a=1&b=2)

# Part & parcel

## A drawing \\<of> things

- one
- two **bold** and more

![figure: cell best]

Notes:
What to say & how.

A second paragraph.

## A chart, native

![figure: fitness-by-step]

## A chart as a picture

![figure: operations-by-accuracy until=2018]

## A table

![figure: table-imagenet]

![figure: errors-imagenet]

Source: <https://example.org>

## Without data

![figure: fitness-by-step study=nobody]

## Steps

+ one
+ two

![figure: tournament steps]
`;

/** Every tag of `xml` closes the one that it should. */
function checkWellFormed(path: string, xml: string): void {
  const open: string[] = [];
  for (const [, close, name, selfClosing] of xml.matchAll(/<(\/?)([A-Za-z_][\w:.-]*)[^<>]*?(\/?)>/g)) {
    if (close !== "") assert.equal(open.pop(), name, path);
    else if (selfClosing === "") open.push(name);
  }
  assert.deepEqual(open, [], path);
  assert.doesNotMatch(xml, /&(?!amp;|lt;|gt;|quot;|apos;|#)/, path);
}

describe("the PowerPoint file", function () {
  this.timeout(120_000);
  let zip: JSZip;
  let deck: Deck;
  const parts = new Map<string, string>();
  const matching = (pattern: RegExp) => [...parts].filter(([path]) => pattern.test(path));

  before(async () => {
    deck = makeDeck(parseOutline(OUTLINE, "t.md"), await readDeckData(), "t.md");
    zip = await JSZip.loadAsync(await presentationBytes(deck));
    for (const [path, file] of Object.entries(zip.files)) {
      assert.ok(!file.dir, `${path} is a folder`);
      if (/\.(xml|rels|svg)$/.test(path)) parts.set(path, await file.async("string"));
    }
  });

  it("is well-formed in every part, without NaN or undefined", () => {
    for (const [path, xml] of parts) {
      checkWellFormed(path, xml);
      if (!path.endsWith(".svg")) assert.doesNotMatch(xml, /="[^"]*(NaN|undefined)[^"]*"/, path);
    }
  });

  it("lists parts that exist, each once, and has a type for each", () => {
    const types = parts.get("[Content_Types].xml") ?? "";
    const overrides = [...types.matchAll(/<Override PartName="\/([^"]+)"/g)].map(([, path]) => path);
    assert.equal(new Set(overrides).size, overrides.length);
    assert.deepEqual(
      overrides.filter((path) => zip.file(path) === null),
      [],
    );
    const defaults = [...types.matchAll(/<Default Extension="([^"]+)"/g)].map(([, ending]) => ending);
    assert.equal(new Set(defaults).size, defaults.length);
    for (const path of Object.keys(zip.files)) {
      if (path === "[Content_Types].xml") continue;
      const [, ending] = /\.(\w+)$/.exec(path) ?? [];
      assert.ok(overrides.includes(path) || defaults.includes(ending), path);
    }
    assert.equal(overrides.filter((path) => path.startsWith("ppt/slideMasters/")).length, 1);
  });

  it("has relationships to parts that exist, and uses each that it names", () => {
    for (const [path, xml] of matching(/\.rels$/)) {
      const folder = posix.dirname(posix.dirname(path));
      const ids = [...xml.matchAll(/<Relationship\s[^>]*?Id="([^"]+)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, path);
      for (const [tag] of xml.matchAll(/<Relationship\s[^>]*>/g)) {
        const [, target] = /Target="([^"]+)"/.exec(tag) ?? [];
        if (tag.includes('TargetMode="External"')) continue;
        const part = target.startsWith("/") ? target.slice(1) : posix.normalize(posix.join(folder, target));
        assert.ok(zip.file(part) !== null, `${path}: ${target}`);
      }
      const source = posix.join(folder, posix.basename(path, ".rels"));
      const used = [...(parts.get(source) ?? "").matchAll(/ r:(?:id|embed|link)="([^"]+)"/g)].map(([, id]) => id);
      assert.deepEqual(
        used.filter((id) => !ids.includes(id)),
        [],
        source,
      );
    }
  });

  it("has a text in every shape, and no id of a slide twice", () => {
    for (const [path, xml] of matching(
      /^ppt\/(slides|slideLayouts|slideMasters|notesSlides|notesMasters)\/[^/]+\.xml$/,
    )) {
      for (const [, shape] of xml.matchAll(/<p:sp>([^]*?)<\/p:sp>/g)) assert.match(shape, /<p:txBody>[^]*<a:p>/, path);
      const ids = [...xml.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id);
      assert.equal(new Set(ids).size, ids.length, path);
    }
  });

  it("has shapes of PowerPoint's own names only, and no inner shadow", () => {
    const known = ["rect", "roundRect", "ellipse", "straightConnector1", "curvedConnector3", "line"];
    for (const [path, xml] of matching(/^ppt\/slides\/[^/]+\.xml$/)) {
      const names = [...xml.matchAll(/prstGeom prst="(\w+)"/g)].map(([, name]) => name);
      assert.deepEqual(
        names.filter((name) => !known.includes(name)),
        [],
        path,
      );
      assert.doesNotMatch(xml, /innerShdw/);
    }
  });

  it("glues the edges of a graph to shapes of the slide", () => {
    const xml = parts.get("ppt/slides/slide2.xml") ?? "";
    const ids = new Set([...xml.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id));
    const edges = [...xml.matchAll(/<p:cxnSp>([^]*?)<\/p:cxnSp>/g)].map(([, inner]) => inner);
    // The published cell has ten edges, each in two stretches, to the sign in its middle and from it.
    assert.equal(edges.length, 20);
    for (const edge of edges) {
      const [from, to] = ["stCxn", "endCxn"].map(
        (end) => new RegExp(`<a:${end} id="(\\d+)" idx="\\d"`).exec(edge)?.[1],
      );
      assert.ok(from !== undefined && to !== undefined && from !== to && ids.has(from) && ids.has(to));
    }
    assert.equal(edges.filter((edge) => edge.includes("tailEnd")).length, 10);
    // Every node is joined.
    const nodes = [...xml.matchAll(/<p:cNvPr id="(\d+)" name="node \d"/g)].map(([, id]) => id);
    assert.equal(nodes.length, 5);
    for (const id of nodes) assert.ok(edges.some((edge) => edge.includes(`Cxn id="${id}"`)));
  });

  it("has text as text, tables as tables, charts as charts with their data", async () => {
    const [first, drawing, chart, , table] = [1, 2, 3, 4, 5].map(
      (number) => parts.get(`ppt/slides/slide${number}.xml`) ?? "",
    );
    assert.match(first, /<p:ph type="title"\/>[^]*?<a:t>A talk<\/a:t>/);
    assert.match(drawing, /<a:buChar char="•"\/>[^]*<a:t>two <\/a:t>[^]*<a:t>bold<\/a:t>/);
    assert.match(drawing, /<a:t>Part &amp; parcel<\/a:t>/);
    assert.match(chart, /<c:chart /);
    assert.equal([...table.matchAll(/<a:tr /g)].length, 6);
    const charts = Object.keys(zip.files).filter((path) => /^ppt\/charts\/chart\d+\.xml$/.test(path));
    const sheets = Object.keys(zip.files).filter((path) => /^ppt\/embeddings\/.*\.xlsx$/.test(path));
    assert.deepEqual([charts.length, sheets.length], [2, 2]);
    for (const path of sheets)
      assert.ok(await JSZip.loadAsync(await (zip.file(path) as JSZip.JSZipObject).async("uint8array")));
  });

  it("has an SVG beside a real PNG where a picture is needed", async () => {
    const xml = parts.get("ppt/slides/slide4.xml") ?? "";
    const [, png, svg] = /<a:blip r:embed="([^"]+)">[^]*?<asvg:svgBlip [^>]*r:embed="([^"]+)"/.exec(xml) ?? [];
    const rels = parts.get("ppt/slides/_rels/slide4.xml.rels") ?? "";
    const target = (id: string) => {
      const tag = [...rels.matchAll(/<Relationship\s[^>]*>/g)]
        .map(([each]) => each)
        .find((each) => each.includes(`"${id}"`));
      return posix.join("ppt/slides", /Target="([^"]+)"/.exec(tag ?? "")?.[1] ?? "");
    };
    const bytes = await (zip.file(target(png)) as JSZip.JSZipObject).async("uint8array");
    assert.deepEqual([...bytes.subarray(1, 4)], [0x50, 0x4e, 0x47]);
    const width = Buffer.from(bytes).readUInt32BE(16);
    assert.ok(width > 1_000, `${width} pixels wide`);
    assert.match(parts.get(target(svg)) ?? "", /<svg /);
    assert.match(xml, /descr="[^"]*(multiply-adds|accurate)/);
  });

  it("has notes by paragraph, with what figures show and where things are from", () => {
    const notes = parts.get("ppt/notesSlides/notesSlide2.xml") ?? "";
    const said = [...notes.matchAll(/<a:p><a:r>[^]*?<a:t>([^<]*)<\/a:t>/g)].map(([, text]) => text);
    assert.deepEqual(said.slice(0, 2), ["What to say &amp; how.", "A second paragraph."]);
    assert.match(said[2], /^Figure: /);
    assert.match(parts.get("ppt/notesSlides/notesSlide5.xml") ?? "", /Source: https:\/\/example\.org/);
  });

  it("has a master that is restyled once: slides take places, sizes and colours from it", () => {
    const master = parts.get("ppt/slideMasters/slideMaster1.xml") ?? "";
    for (const type of ["title", "body", "sldNum"]) assert.match(master, new RegExp(`<p:ph type="${type}"`));
    for (const [, xml] of matching(/^ppt\/slides\/slide\d+\.xml$/)) {
      for (const [, shape] of xml.matchAll(/<p:sp>((?:(?!<\/p:sp>)[^])*<p:ph [^]*?)<\/p:sp>/g)) {
        assert.match(shape, /<p:spPr\/>/);
        assert.doesNotMatch(shape, /latin|solidFill/);
      }
    }
    for (const [path, xml] of matching(/^ppt\/slides\/slide[2-9]\.xml$/)) assert.match(xml, /type="sldNum"/, path);
    assert.notEqual(parts.get("ppt/theme/theme2.xml"), undefined);
    assert.match(parts.get("ppt/notesMasters/_rels/notesMaster1.xml.rels") ?? "", /theme2/);
  });

  it("says on its slide that a figure has no data", () => {
    assert.match(parts.get("ppt/slides/slide6.xml") ?? "", /This figure has no data/);
  });

  it("lets the items of a list with + and the steps of a drawing come with a click", () => {
    const xml = parts.get("ppt/slides/slide7.xml") ?? "";
    const ids = new Set([...xml.matchAll(/<p:cNvPr id="(\d+)"/g)].map(([, id]) => id));
    const targets = [...xml.matchAll(/<p:spTgt spid="(\d+)"/g)].map(([, id]) => id);
    // Two items and four steps.
    assert.equal(targets.length, 6);
    assert.ok(targets.every((id) => ids.has(id)));
    assert.equal([...xml.matchAll(/nodeType="clickEffect"/g)].length, 6);
    const times = [...xml.matchAll(/<p:cTn id="(\d+)"/g)].map(([, id]) => id);
    assert.equal(new Set(times).size, times.length);
    for (const [path, other] of matching(/^ppt\/slides\/slide[1-6]\.xml$/))
      assert.doesNotMatch(other, /<p:timing>/, path);
  });

  it("has the same slides when made again", async () => {
    const again = await JSZip.loadAsync(await presentationBytes(deck));
    for (const [path, xml] of parts) {
      if (!/^ppt\/(slides|slideLayouts|slideMasters|notesSlides)\/[^/]+\.xml$/.test(path)) continue;
      assert.equal(await again.file(path)?.async("string"), xml, path);
    }
  });
});

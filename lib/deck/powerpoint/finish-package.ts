/**
 * What pptxgenjs leaves to do: connectors and freeforms, SVG beside PNG, and what makes PowerPoint ask for a repair
 * (parts that are listed but missing, shapes without text, ids that occur twice).
 */
import JSZip from "jszip";
import { markupText } from "../../figures/output/markup.js";
import { layoutXml, masterXml } from "./master-xml.js";
import { withThemeColours } from "./theme-colours.js";

/** What goes into a slide's XML. */
export interface SlideParts {
  /** The SVG of each picture, in order. */
  readonly svgs: readonly string[];
  /** The speaker's notes, one paragraph each. */
  readonly notes: readonly string[];
  /** Writes its text and its native drawings; `linkTo` gives an address its relationship. */
  readonly write: (
    nextId: () => number,
    linkTo: (address: string) => string,
  ) => { readonly shapes: string; readonly timing: string };
}

/** The earliest date that a ZIP file can have. */
const DATE = new Date(Date.UTC(1980, 0, 1, 12));

const SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
const LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink";
const IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

/** The finished file; `parts[i]` belongs to slide i + 1. */
export async function finishPackage(bytes: Uint8Array, parts: readonly SlideParts[]): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(bytes);
  for (const [index, part] of parts.entries()) await finishSlide(zip, index + 1, part);
  for (const path of Object.keys(zip.files)) {
    const [, kind] = /^ppt\/(slideMasters|slideLayouts|notesMasters|notesSlides)\/[^/]+\.xml$/.exec(path) ?? [];
    if (kind === undefined) continue;
    const xml = await read(zip, path);
    const own = kind === "slideMasters" ? masterXml(xml) : kind === "slideLayouts" ? layoutXml(xml) : xml;
    zip.file(path, withSoundShapes(own));
  }
  await giveThemes(zip);
  await dropMissing(zip);
  // Anew, because folders are no parts, and a fixed date makes equal decks equal files.
  const finished = new JSZip();
  for (const [path, file] of Object.entries(zip.files)) {
    if (!file.dir) finished.file(path, await file.async("uint8array"), { date: DATE, createFolders: false });
  }
  return finished.generateAsync({ type: "uint8array", compression: "DEFLATE" });
}

async function read(zip: JSZip, path: string): Promise<string> {
  return (await zip.file(path)?.async("string")) ?? "";
}

async function finishSlide(zip: JSZip, number: number, { svgs, notes, write }: SlideParts): Promise<void> {
  const path = `ppt/slides/slide${number}.xml`;
  const relations = `ppt/slides/_rels/slide${number}.xml.rels`;
  let xml = await read(zip, path);
  let rels = await read(zip, relations);
  const addedRelations: string[] = [];
  let picture = 0;
  xml = xml.replace(/<a:blip r:embed="([^"]+)"\s*(?:\/>|>[^]*?<\/a:blip>)/g, (_, id: string) => {
    const svg = svgs.at(picture);
    if (svg === undefined) return `<a:blip r:embed="${id}"/>`;
    const name = `drawing-${number}-${++picture}.svg`;
    const own = `rIdSvg${picture}`;
    zip.file(`ppt/media/${name}`, `<?xml version="1.0" encoding="UTF-8"?>\n${svg}`);
    addedRelations.push(`<Relationship Id="${own}" Type="${IMAGE}" Target="../media/${name}"/>`);
    return `<a:blip r:embed="${id}"><a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><asvg:svgBlip xmlns:asvg="${SVG_NAMESPACE}" r:embed="${own}"/></a:ext></a:extLst></a:blip>`;
  });
  const linkTo = (address: string): string => {
    const own = `rIdLink${addedRelations.length + 1}`;
    addedRelations.push(
      `<Relationship Id="${own}" Type="${LINK}" Target="${markupText(address)}" TargetMode="External"/>`,
    );
    return own;
  };
  let next = 1_000;
  const written = write(() => next++, linkTo);
  // Text stands before tables and pictures, which is the order in which screen readers read it.
  xml = xml.replace("</p:grpSpPr>", () => `</p:grpSpPr>${written.shapes}`);
  xml = xml.replace("</p:sld>", () => `${written.timing}</p:sld>`);
  rels = rels.replace("</Relationships>", `${addedRelations.join("")}</Relationships>`);
  await splitNotes(zip, number, notes);
  zip.file(path, withSoundShapes(xml));
  zip.file(relations, rels);
}

/** A paragraph for each note, where the library has one with line breaks that PowerPoint shows as signs. */
async function splitNotes(zip: JSZip, number: number, notes: readonly string[]): Promise<void> {
  const path = `ppt/notesSlides/notesSlide${number}.xml`;
  const xml = await read(zip, path);
  const paragraphs = notes.map(
    (note) => `<a:p><a:r><a:rPr lang="en-US" dirty="0"/><a:t>${markupText(note)}</a:t></a:r></a:p>`,
  );
  const empty = '<a:p><a:endParaRPr lang="en-US" dirty="0"/></a:p>';
  zip.file(
    path,
    xml.replace(
      /(name="Notes Placeholder 2"[^]*?<a:lstStyle\/>)[^]*?(<\/p:txBody>)/,
      (_, head: string, tail: string) => `${head}${paragraphs.join("") || empty}${tail}`,
    ),
  );
}

/** A slide's XML with a text in every shape and no id twice. */
function withSoundShapes(xml: string): string {
  const empty = '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>';
  const whole = xml.replace(/<p:sp>([^]*?)<\/p:sp>/g, (shape: string, inner: string) =>
    inner.includes("<p:txBody>") ? shape : `<p:sp>${inner}${empty}</p:sp>`,
  );
  const taken = new Set<string>();
  let next = 500;
  return whole.replace(/<p:cNvPr id="(\d+)"/g, (found: string, id: string) => {
    if (!taken.has(id)) {
      taken.add(id);
      return found;
    }
    while (taken.has(String(next))) next++;
    taken.add(String(next));
    return `<p:cNvPr id="${next}"`;
  });
}

/** The deck's colours, and a theme of its own for the notes: PowerPoint wants one for each master. */
async function giveThemes(zip: JSZip): Promise<void> {
  const theme = withThemeColours(await read(zip, "ppt/theme/theme1.xml"));
  zip.file("ppt/theme/theme1.xml", theme);
  zip.file("ppt/theme/theme2.xml", theme);
  const relations = "ppt/notesMasters/_rels/notesMaster1.xml.rels";
  zip.file(relations, (await read(zip, relations)).replace("theme1.xml", "theme2.xml"));
  const types = await read(zip, "[Content_Types].xml");
  const entry =
    '<Override PartName="/ppt/theme/theme2.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>';
  zip.file("[Content_Types].xml", types.replace("</Types>", `${entry}</Types>`));
}

/** Takes what does not exist out of the list of parts, and adds the type of SVG. */
async function dropMissing(zip: JSZip): Promise<void> {
  const path = "[Content_Types].xml";
  const types = (await read(zip, path))
    .replace(/<Override PartName="([^"]+)"[^>]*\/>/g, (entry: string, part: string) =>
      zip.file(part.slice(1)) === null ? "" : entry,
    )
    .replace(/(<Types[^>]*>)/, (head: string) => `${head}<Default Extension="svg" ContentType="image/svg+xml"/>`)
    .replace(/(<Default Extension="svg"[^>]*\/>)([^]*?)<Default Extension="svg"[^>]*\/>/, "$1$2");
  zip.file(path, types);
}

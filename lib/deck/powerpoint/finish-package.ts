/**
 * What pptxgenjs leaves to do: connectors and freeforms, SVG beside PNG, and what makes PowerPoint ask for a repair
 * (parts that are listed but missing, shapes without text, ids that occur twice).
 */
import JSZip from "jszip";

/** What goes into a slide's XML. */
export interface SlideParts {
  /** The SVG of each picture, in order. */
  readonly svgs: readonly string[];
  /** The XML of its native drawings. */
  readonly draw: (nextId: () => number) => string;
}

/** The earliest date that a ZIP file can have. */
const DATE = new Date(Date.UTC(1980, 0, 1, 12));

const SVG_NAMESPACE = "http://schemas.microsoft.com/office/drawing/2016/SVG/main";
const IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image";

/** The finished file; `parts[i]` belongs to slide i + 1. */
export async function finishPackage(bytes: Uint8Array, parts: readonly SlideParts[]): Promise<Uint8Array> {
  const zip = await JSZip.loadAsync(bytes);
  for (const [index, part] of parts.entries()) await finishSlide(zip, index + 1, part);
  for (const path of Object.keys(zip.files)) {
    if (/^ppt\/(slideMasters|slideLayouts|notesMasters|notesSlides)\/[^/]+\.xml$/.test(path)) {
      zip.file(path, withSoundShapes(await read(zip, path)));
    }
  }
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

async function finishSlide(zip: JSZip, number: number, { svgs, draw }: SlideParts): Promise<void> {
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
  rels = rels.replace("</Relationships>", `${addedRelations.join("")}</Relationships>`);
  let next = 1_000;
  xml = xml.replace("</p:spTree>", () => `${draw(() => next++)}</p:spTree>`);
  zip.file(path, withSoundShapes(xml));
  zip.file(relations, rels);
}

/** A slide's XML with a text in every shape and no id twice. */
function withSoundShapes(xml: string): string {
  const empty =
    '<p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:endParaRPr lang="en-US"/></a:p></p:txBody>';
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

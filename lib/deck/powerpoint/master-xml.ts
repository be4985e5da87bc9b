/** The master and the layouts of a deck's slides: what a user restyles once for all slides. */
import { type Area, areas, toPoints, type as heights } from "../layout/slide-size.js";
import { areaXml, emu } from "./emu.js";

/** The layouts, in the order in which the package has them: the library's own, empty one is first. */
export const layouts = Object.freeze({ opening: "Opening", content: "Title and figure" });

/** The placeholder of a slide's part. */
export const PART = 'type="body" sz="quarter" idx="13"';
/** The placeholder of a slide's source. */
export const SOURCE = 'type="body" sz="quarter" idx="14"';

const ROOT =
  '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>';

interface Holder {
  readonly id: number;
  readonly name: string;
  /** The attributes of `p:ph`. */
  readonly holder: string;
  /** Where it is; without it, where the master has it. */
  readonly area?: Area;
  readonly anchor?: "t" | "ctr" | "b";
  /** The styles of its levels. */
  readonly style?: string;
  readonly prompt: string;
}

function holderXml({ id, name, holder, area, anchor, style = "", prompt }: Holder): string {
  const place =
    area === undefined
      ? "<p:spPr/>"
      : `<p:spPr><a:xfrm>${areaXml(area)}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr>`;
  const body =
    anchor === undefined
      ? "<a:bodyPr/>"
      : `<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="${anchor}"><a:normAutofit/></a:bodyPr>`;
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph ${holder}/></p:nvPr></p:nvSpPr>${place}<p:txBody>${body}<a:lstStyle>${style}</a:lstStyle><a:p>${prompt}</a:p></p:txBody></p:sp>`;
}

const say = (text: string): string => `<a:r><a:rPr lang="en-US"/><a:t>${text}</a:t></a:r><a:endParaRPr lang="en-US"/>`;
const NUMBER =
  '<a:fld id="{F7021451-1387-4CA6-816F-3879F97B5CBC}" type="slidenum"><a:rPr lang="en-US"/><a:t>‹#›</a:t></a:fld><a:endParaRPr lang="en-US"/>';
const ink = (name: string): string => `<a:solidFill><a:schemeClr val="${name}"/></a:solidFill>`;
const size = (pixels: number): number => Math.round(100 * toPoints(pixels));

/** The style of level 1 of a placeholder. */
const levelStyle = (pixels: number, colour: string, { bold = false, align = "l" } = {}): string =>
  `<a:lvl1pPr marL="0" indent="0" algn="${align}"><a:buNone/><a:defRPr sz="${size(pixels)}" b="${bold ? 1 : 0}">${ink(colour)}</a:defRPr></a:lvl1pPr>`;

/** The shapes of the master: title, text and number. */
const masterShapes = [
  holderXml({ id: 2, name: "Title", holder: 'type="title"', area: areas.title, anchor: "ctr", prompt: say("Title") }),
  holderXml({ id: 3, name: "Text", holder: 'type="body" idx="1"', area: areas.body, anchor: "t", prompt: say("Text") }),
  holderXml({
    ...{ id: 4, name: "Slide number", holder: 'type="sldNum" sz="quarter" idx="4"', area: areas.number, anchor: "ctr" },
    ...{ style: levelStyle(heights.source, "tx2", { align: "r" }), prompt: NUMBER },
  }),
].join("");

function bodyStyle(): string {
  const levels = Array.from({ length: 5 }, (_, level) => {
    const indent = emu(28);
    return `<a:lvl${level + 1}pPr marL="${(level + 1) * indent}" indent="-${indent}"><a:lnSpc><a:spcPct val="110000"/></a:lnSpc><a:buFont typeface="Arial"/><a:buChar char="•"/><a:defRPr sz="${size(heights.body[level] ?? 18)}">${ink("tx1")}<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl${level + 1}pPr>`;
  });
  return levels.join("");
}

const textStyles = `<p:txStyles><p:titleStyle><a:lvl1pPr algn="l"><a:lnSpc><a:spcPct val="95000"/></a:lnSpc><a:buNone/><a:defRPr sz="${size(heights.title[0])}" b="1">${ink("tx1")}<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle><p:bodyStyle>${bodyStyle()}</p:bodyStyle><p:otherStyle><a:lvl1pPr><a:defRPr sz="1800">${ink("tx1")}<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr></p:otherStyle></p:txStyles>`;

const BACKGROUND = '<p:bg><p:bgPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>';

/** The library's master with placeholders and styles of its own; its list of layouts stays. */
export function masterXml(given: string): string {
  return given
    .replace(/<p:cSld>[^]*?<\/p:cSld>/, `<p:cSld>${BACKGROUND}<p:spTree>${ROOT}${masterShapes}</p:spTree></p:cSld>`)
    .replace(/<p:txStyles>[^]*<\/p:txStyles>/, textStyles);
}

const SOURCE_HOLDER = holderXml({
  ...{ id: 5, name: "Source", holder: SOURCE, area: areas.source, anchor: "ctr" },
  ...{ style: levelStyle(heights.source, "tx2"), prompt: say("Source") },
});

const layoutShapes: Readonly<Record<string, string>> = {
  [layouts.opening]: [
    holderXml({
      ...{ id: 2, name: "Title", holder: 'type="title"', area: areas.coverTitle, anchor: "b" },
      ...{ style: levelStyle(heights.coverTitle[0], "tx1", { bold: true }), prompt: say("Title of the talk") },
    }),
    SOURCE_HOLDER,
  ].join(""),
  [layouts.content]: [
    holderXml({ id: 2, name: "Title", holder: 'type="title"', prompt: say("Title") }),
    holderXml({
      ...{ id: 3, name: "Part", holder: PART, area: areas.part, anchor: "ctr" },
      ...{ style: levelStyle(heights.part, "accent1", { bold: true }), prompt: say("Part of the talk") },
    }),
    SOURCE_HOLDER,
    holderXml({ id: 4, name: "Slide number", holder: 'type="sldNum" sz="quarter" idx="4"', prompt: NUMBER }),
  ].join(""),
};

/** A layout of the library, with the placeholders of the deck's if it is one. */
export function layoutXml(given: string): string {
  const [, name] = /<p:cSld name="([^"]*)"/.exec(given) ?? [];
  const shapes = layoutShapes[name];
  if (shapes === undefined) return given;
  return given.replace(
    /<p:cSld[^]*?<\/p:cSld>/,
    `<p:cSld name="${name}"><p:spTree>${ROOT}${shapes}</p:spTree></p:cSld>`,
  );
}

/** A placeholder on a slide, which has its look from the layout. */
export function placeholderXml(id: number, name: string, holder: string, paragraphs: string): string {
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${name}"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph ${holder}/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>${paragraphs}</p:txBody></p:sp>`;
}

/** The number of a slide. */
export const numberXml = (id: number): string =>
  placeholderXml(id, "Slide number", 'type="sldNum" sz="quarter" idx="4"', `<a:p>${NUMBER}</a:p>`);

/** Paragraphs and lists as native text. */
import { markupText } from "../../figures/output/markup.js";
import { isSafe } from "../html/runs-html.js";
import type { PlacedText } from "../layout/stack-texts.js";
import { indentOf, itemGap } from "../layout/measure-text.js";
import { LINE_HEIGHT, toPoints } from "../layout/slide-size.js";
import type { List, Paragraph, Run } from "../outline/outline.js";
import { areaXml, emu } from "./emu.js";

/** Gives the id of the relationship to an address. */
export type LinkTo = (address: string) => string;

/** `runs` as DrawingML, at `size` pixels or at the placeholder's own size. */
export function runsXml(runs: readonly Run[], linkTo: LinkTo, size?: number): string {
  return runs
    .map(({ text, bold, italic, code, link }) => {
      const look = `lang="en-US"${size === undefined ? "" : ` sz="${Math.round(100 * toPoints(size))}"`}${bold ? ' b="1"' : ""}${italic ? ' i="1"' : ""} dirty="0"`;
      const font = code ? '<a:latin typeface="Courier New"/>' : "";
      const address = link !== undefined && isSafe(link) ? `<a:hlinkClick r:id="${linkTo(link)}"/>` : "";
      return text
        .split("\n")
        .map((line) => `<a:r><a:rPr ${look}>${font}${address}</a:rPr><a:t>${markupText(line)}</a:t></a:r>`)
        .join("<a:br/>");
    })
    .join("");
}

/** A paragraph or a list in a text box. */
export function textXml(
  id: number,
  { block, area, size }: PlacedText & { readonly block: Paragraph | List },
  linkTo: LinkTo,
): string {
  const spacing = `<a:lnSpc><a:spcPts val="${Math.round(100 * toPoints(LINE_HEIGHT * size))}"/></a:lnSpc>`;
  const paragraphs =
    block.kind === "paragraph"
      ? [`<a:p><a:pPr>${spacing}</a:pPr>${runsXml(block.runs, linkTo, size)}</a:p>`]
      : block.items.map((item) => {
          const indent = emu(indentOf({ ...item, depth: 0 }, size));
          const left = emu(indentOf(item, size));
          const after = `<a:spcAft><a:spcPts val="${Math.round(100 * toPoints(itemGap(size)))}"/></a:spcAft>`;
          const mark =
            item.number === undefined
              ? '<a:buFont typeface="Arial"/><a:buChar char="•"/>'
              : `<a:buFont typeface="+mj-lt"/><a:buAutoNum type="arabicPeriod"${item.number > 1 ? ` startAt="${item.number}"` : ""}/>`;
          const ink = '<a:buClr><a:schemeClr val="accent1"/></a:buClr>';
          return `<a:p><a:pPr marL="${left}" lvl="${item.depth}" indent="-${indent}">${spacing}${after}${ink}${mark}</a:pPr>${runsXml(item.runs, linkTo, size)}</a:p>`;
        });
  const place = `<a:xfrm>${areaXml({ ...area, height: area.height + 2 })}</a:xfrm>`;
  return `<p:sp><p:nvSpPr><p:cNvPr id="${id}" name="${block.kind === "list" ? "List" : "Text"}"/><p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>${place}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody><a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="t"><a:noAutofit/></a:bodyPr><a:lstStyle/>${paragraphs.join("")}</p:txBody></p:sp>`;
}

/** Tables as native ones. */
import type { PlacedText } from "../layout/stack-texts.js";
import { CELL, columnWidths, rowHeight } from "../layout/measure-text.js";
import type { Table } from "../outline/outline.js";
import { areaXml, emu } from "./emu.js";
import { type LinkTo, runsXml } from "./text-xml.js";

const SIDES = { left: "l", center: "ctr", right: "r" } as const;

/** A table with a rule below its heading and thinner ones below its rows. */
export function tableXml(
  id: number,
  { block, area, size }: PlacedText & { readonly block: Table },
  linkTo: LinkTo,
): string {
  const widths = columnWidths(block, size);
  const total = widths.reduce((sum, width) => sum + width, 0);
  const height = rowHeight(size);
  const rows = block.rows.map((row, index) => {
    const cells = widths.map((_, column) => {
      const runs = (row[column] ?? []).map((run) => (index === 0 ? { ...run, bold: true } : run));
      const side = SIDES[block.align[column] ?? "left"];
      const text = `<a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="${side}"/>${runsXml(runs, linkTo, size)}${runs.length === 0 ? '<a:endParaRPr lang="en-US"/>' : ""}</a:p></a:txBody>`;
      return `<a:tc>${text}${cellLook(size, index === 0)}</a:tc>`;
    });
    return `<a:tr h="${emu(height)}">${cells.join("")}</a:tr>`;
  });
  const grid = widths.map((width) => `<a:gridCol w="${emu(width)}"/>`).join("");
  const place = `<p:xfrm>${areaXml({ ...area, width: total, height: height * rows.length })}</p:xfrm>`;
  return `<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="${id}" name="Table"/><p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>${place}<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr firstRow="1"/><a:tblGrid>${grid}</a:tblGrid>${rows.join("")}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>`;
}

function cellLook(size: number, isHead: boolean): string {
  const beside = emu(CELL.beside * size);
  // A row's height is the text's and this; programs make a row higher if its text needs it.
  const above = emu(CELL.above * size * 0.8);
  const none = ["L", "R", "T"].map((side) => `<a:ln${side} w="0"><a:noFill/></a:ln${side}>`).join("");
  const rule = `<a:lnB w="${emu(isHead ? 2 : 1)}"><a:solidFill><a:schemeClr val="${isHead ? "tx1" : "tx2"}">${isHead ? "" : '<a:alpha val="40000"/>'}</a:schemeClr></a:solidFill></a:lnB>`;
  return `<a:tcPr marL="${beside}" marR="${beside}" marT="${above}" marB="${above}" anchor="ctr">${none}${rule}<a:noFill/></a:tcPr>`;
}

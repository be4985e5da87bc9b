/** Shapes of DrawingML, the XML of PowerPoint's pictures. Lengths are in pixels of the slide. */
import { markupText } from "../../figures/output/markup.js";
import { areaXml, emu } from "./emu.js";
import { themeName } from "./theme-colours.js";
import type { Segment } from "./path.js";

/** Text of a shape in one style. */
export interface ShapeRun {
  readonly text: string;
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
  /** `#rrggbb`. */
  readonly colour: string;
  readonly opacity?: number;
  /** Percent of the type by which it is raised; negative if lowered. */
  readonly raised?: number;
}

/** How a shape is painted. */
export interface Paint {
  readonly fill?: string;
  readonly stroke?: string;
  /** Pixels. */
  readonly strokeWidth?: number;
  readonly dash?: readonly number[];
  readonly opacity?: number;
}

/** What every shape has. */
export interface ShapeHead {
  readonly id: number;
  readonly name: string;
  /** For people who cannot see it. */
  readonly words?: string;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const names = ({ id, name, words = "" }: ShapeHead): string =>
  `<p:cNvPr id="${id}" name="${markupText(name)}"${words === "" ? "" : ` descr="${markupText(words)}"`}/>`;

const xfrm = (place: Place, flip = ""): string => `<a:xfrm${flip}>${areaXml(place)}</a:xfrm>`;

/** A colour, the theme's where it has it, so that a restyled theme changes the figures too. */
function colour(value: string, opacity = 1): string {
  const alpha = opacity < 1 ? `<a:alpha val="${Math.round(opacity * 100_000)}"/>` : "";
  const hex = value.replace("#", "").toUpperCase();
  const theme = themeName(value);
  if (theme !== undefined) return `<a:solidFill><a:schemeClr val="${theme}">${alpha}</a:schemeClr></a:solidFill>`;
  return `<a:solidFill><a:srgbClr val="${hex}">${alpha}</a:srgbClr></a:solidFill>`;
}

const isColour = (value: string | undefined): value is string => value !== undefined && /^#[0-9a-f]{6}$/i.test(value);

const fillXml = ({ fill, opacity }: Paint): string => (isColour(fill) ? colour(fill, opacity) : "<a:noFill/>");

function lineXml({ stroke, strokeWidth = 1, dash, opacity }: Paint, ends = ""): string {
  if (!isColour(stroke) || strokeWidth === 0) return "<a:ln><a:noFill/></a:ln>";
  const dashed = dash === undefined ? "" : `<a:prstDash val="${dash[0] <= 2 ? "sysDot" : "dash"}"/>`;
  return `<a:ln w="${emu(strokeWidth)}">${colour(stroke, opacity)}${dashed}<a:round/>${ends}</a:ln>`;
}

/** The text of a shape; every shape has one, if an empty one. */
function textXml(runs: readonly ShapeRun[], align: "l" | "ctr" | "r" = "ctr"): string {
  const body =
    '<a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" rtlCol="0" anchor="ctr"><a:noAutofit/></a:bodyPr><a:lstStyle/>';
  const written = runs
    .map(({ text, size, bold = false, colour: ink, opacity, raised }) => {
      const baseline = raised === undefined ? "" : ` baseline="${raised * 1000}"`;
      const properties = `lang="en-US" sz="${Math.round(size * 75)}" b="${bold ? 1 : 0}"${baseline} dirty="0"`;
      return `<a:r><a:rPr ${properties}>${colour(ink, opacity)}</a:rPr><a:t>${markupText(text)}</a:t></a:r>`;
    })
    .join("");
  const end = written === "" ? '<a:endParaRPr lang="en-US" sz="1200" dirty="0"/>' : "";
  return `<p:txBody>${body}<a:p><a:pPr algn="${align}"/>${written}${end}</a:p></p:txBody>`;
}

/** A rectangle, with round corners or round altogether. */
export function boxXml(
  head: ShapeHead,
  place: Place & { readonly radius?: number },
  paint: Paint,
  runs: readonly ShapeRun[],
): string {
  const { radius = 0 } = place;
  const least = Math.min(place.width, place.height);
  const isCircle = radius >= least / 2 - 0.5 && Math.abs(place.width - place.height) < 1;
  const round = Math.round((Math.min(radius, least / 2) / least) * 100_000);
  const geometry = isCircle
    ? '<a:prstGeom prst="ellipse"><a:avLst/></a:prstGeom>'
    : radius > 0
      ? `<a:prstGeom prst="roundRect"><a:avLst><a:gd name="adj" fmla="val ${round}"/></a:avLst></a:prstGeom>`
      : '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>';
  return `<p:sp><p:nvSpPr>${names(head)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>${xfrm(place)}${geometry}${fillXml(paint)}${lineXml(paint)}</p:spPr>${textXml(runs)}</p:sp>`;
}

/** A line of text. */
export function labelXml(
  head: ShapeHead,
  place: Place,
  runs: readonly ShapeRun[],
  align: "left" | "center" | "right",
): string {
  const side = { left: "l", center: "ctr", right: "r" } as const;
  return `<p:sp><p:nvSpPr>${names(head)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr><p:spPr>${xfrm(place)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr>${textXml(runs, side[align])}</p:sp>`;
}

/** A path of its own. */
export function freeformXml(head: ShapeHead, segments: readonly Segment[], paint: Paint): string {
  const points = segments.flatMap((segment) =>
    segment.kind === "close"
      ? []
      : segment.kind === "curve"
        ? [segment.first, segment.second, segment.to]
        : [segment.to],
  );
  const [left, top] = [Math.min(...points.map(({ x }) => x)), Math.min(...points.map(({ y }) => y))];
  const width = Math.max(...points.map(({ x }) => x)) - left;
  const height = Math.max(...points.map(({ y }) => y)) - top;
  const pt = ({ x, y }: { readonly x: number; readonly y: number }): string =>
    `<a:pt x="${emu(x - left)}" y="${emu(y - top)}"/>`;
  const drawn = segments.map((segment) => {
    if (segment.kind === "close") return "<a:close/>";
    if (segment.kind === "curve") {
      return `<a:cubicBezTo>${pt(segment.first)}${pt(segment.second)}${pt(segment.to)}</a:cubicBezTo>`;
    }
    return segment.kind === "move" ? `<a:moveTo>${pt(segment.to)}</a:moveTo>` : `<a:lnTo>${pt(segment.to)}</a:lnTo>`;
  });
  const path = `<a:path w="${emu(width)}" h="${emu(height)}"${isColour(paint.fill) ? "" : ' fill="none"'}>${drawn.join("")}</a:path>`;
  const geometry = `<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>${path}</a:pathLst></a:custGeom>`;
  return `<p:sp><p:nvSpPr>${names(head)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>${xfrm({ x: left, y: top, width, height })}${geometry}${fillXml(paint)}${lineXml(paint)}</p:spPr>${textXml([])}</p:sp>`;
}

/** An end of a connector: the shape's id, the number of its connection site, and where that is. */
export interface Glue {
  readonly id: number;
  readonly site: number;
  readonly x: number;
  readonly y: number;
}

/**
 * A connector glued to two shapes, so that it follows them; it turns from the one's height to the other's at `turn` of
 * its width.
 */
export function connectorXml(
  head: ShapeHead,
  [from, to]: readonly [Glue, Glue],
  paint: Paint,
  { hasArrow, turn }: { readonly hasArrow: boolean; readonly turn: number },
): string {
  const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
  const place = { x: left, y: top, width: Math.abs(to.x - from.x), height: Math.abs(to.y - from.y) };
  const flip = `${to.x < from.x ? ' flipH="1"' : ""}${to.y < from.y ? ' flipV="1"' : ""}`;
  // Over a short way a curve has no room: programs that lay out connectors anew would lead it around its boxes.
  const isStraight = place.height < 0.6 || place.width < SHORT;
  const shape = isStraight ? "straightConnector1" : "curvedConnector3";
  const bend = isStraight ? "" : `<a:gd name="adj1" fmla="val ${Math.round(turn * 100_000)}"/>`;
  const ends = hasArrow ? '<a:tailEnd type="triangle" w="med" len="med"/>' : "";
  const glue = `<a:stCxn id="${from.id}" idx="${from.site}"/><a:endCxn id="${to.id}" idx="${to.site}"/>`;
  return `<p:cxnSp><p:nvCxnSpPr>${names(head)}<p:cNvCxnSpPr>${glue}</p:cNvCxnSpPr><p:nvPr/></p:nvCxnSpPr><p:spPr>${xfrm(place, flip)}<a:prstGeom prst="${shape}"><a:avLst>${bend}</a:avLst></a:prstGeom>${lineXml(paint, ends)}</p:spPr></p:cxnSp>`;
}

/** The width in pixels below which a connector is straight. */
const SHORT = 40;

/** Shapes held together, each at its place on the slide. */
export function groupXml(head: ShapeHead, place: Place, shapes: string): string {
  const at = `${areaXml(place)}${areaXml(place, "chOff", "chExt")}`;
  return `<p:grpSp><p:nvGrpSpPr>${names(head)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>${at}</a:xfrm></p:grpSpPr>${shapes}</p:grpSp>`;
}

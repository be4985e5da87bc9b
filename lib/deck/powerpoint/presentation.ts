/** A deck as an editable PowerPoint file: text as text, tables and drawings as native shapes, notes, a master. */
import pptxgen from "pptxgenjs";
import { drawingOf } from "../../figures/architectures/paint-drawing.js";
import { svgToPng } from "../../figures/output/png.js";
import { meanings, sizes as figureSizes } from "../../figures/output/theme.js";
import type { Deck, DeckFigurePlace, DeckSlide } from "../deck.js";
import type { PlacedText } from "../layout/lay-out-slide.js";
import { CELL, columnWidths, indentOf, itemGap, rowHeight } from "../layout/measure-text.js";
import { type Area, areas, LINE_HEIGHT, slideSize, toPoints, type as heights } from "../layout/slide-size.js";
import { isSafe } from "../html/runs-html.js";
import type { Run } from "../outline/outline.js";
import { drawingXml, isNative } from "./drawing-xml.js";
import { finishPackage, type SlideParts } from "./finish-package.js";

type Presentation = InstanceType<typeof pptxgen>;
type PresentationSlide = ReturnType<Presentation["addSlide"]>;

/** The font of text in presentation programs: the metrics of the figures' font, on every machine. */
const FONT = "Arial";

const OPENING = "Opening";
const CONTENT = "Title and figure";

const inches = (pixels: number): number => pixels / 96;
const box = ({ x, y, width, height }: Area) => ({ x: inches(x), y: inches(y), w: inches(width), h: inches(height) });
const hex = (colour: string): string => colour.replace("#", "");

/** The bytes of the `.pptx` file. */
export async function presentationBytes(deck: Deck): Promise<Uint8Array> {
  const presentation = new pptxgen();
  presentation.defineLayout({ name: "16:9", width: inches(slideSize.width), height: inches(slideSize.height) });
  presentation.layout = "16:9";
  presentation.title = deck.title;
  presentation.theme = { headFontFace: FONT, bodyFontFace: FONT };
  defineMasters(presentation);
  const parts = deck.slides.map((slide) => addSlide(presentation, slide));
  const bytes = (await presentation.write({ outputType: "nodebuffer", compression: true })) as Buffer;
  return finishPackage(bytes, parts);
}

const NO_INSET = { margin: 0, fontFace: FONT } as const;

function defineMasters(presentation: Presentation): void {
  const { TEXT1, ACCENT1, TEXT2 } = presentation.SchemeColor;
  const title = (area: Area, size: number, valign: "middle" | "bottom") => ({
    placeholder: {
      options: {
        ...{ name: "title", type: "title" as const, ...box(area), ...NO_INSET },
        ...{ fontSize: toPoints(size), bold: true, color: TEXT1, align: "left" as const, valign },
      },
      text: "",
    },
  });
  const part = {
    placeholder: {
      options: {
        ...{ name: "part", type: "body" as const, ...box(areas.part), ...NO_INSET },
        ...{ fontSize: toPoints(heights.part), bold: true, color: ACCENT1, align: "left" as const, valign: "middle" as const },
      },
      text: "",
    },
  };
  presentation.defineSlideMaster({
    title: OPENING,
    background: { color: "FFFFFF" },
    objects: [title(areas.coverTitle, heights.coverTitle[0], "bottom")],
  });
  presentation.defineSlideMaster({
    title: CONTENT,
    background: { color: "FFFFFF" },
    objects: [part, title(areas.title, heights.title[0], "middle")],
    slideNumber: {
      ...box(areas.number),
      ...{ fontFace: FONT, fontSize: toPoints(heights.source), color: TEXT2, align: "right" as const },
    },
  });
}

/** Adds a slide, and returns what goes into its XML afterwards. */
function addSlide(presentation: Presentation, { slide, layout, texts, figures, notes }: DeckSlide): SlideParts {
  const page = presentation.addSlide({ masterName: slide.isCover ? OPENING : CONTENT });
  const usual = (slide.isCover ? heights.coverTitle : heights.title)[0];
  const own = layout.titleSize === usual ? {} : { fontSize: toPoints(layout.titleSize) };
  page.addText(slide.title, { placeholder: "title", ...own });
  if (!slide.isCover) page.addText(slide.part === "" ? " " : slide.part, { placeholder: "part" });
  for (const text of texts) addText(presentation, page, text);
  if (slide.sources.length > 0) {
    const runs = slide.sources.flatMap((source, index): readonly Run[] => (index === 0 ? source : [{ text: "; " }, ...source]));
    page.addText(runsOf(presentation, [{ text: "Source: " }, ...runs]), {
      ...{ ...box(areas.source), ...NO_INSET, valign: "middle" as const },
      ...{ fontSize: toPoints(heights.source), color: presentation.SchemeColor.TEXT2 },
    });
  }
  const shapes = new Map<DeckFigurePlace, ReturnType<typeof nativeDrawing>>();
  const svgs: string[] = [];
  for (const figure of figures) {
    const native = nativeDrawing(figure);
    shapes.set(figure, native);
    if (native !== undefined) continue;
    const svg = addPicture(presentation, page, figure);
    if (svg !== undefined) svgs.push(svg);
  }
  if (notes.length > 0) page.addNotes(notes.join("\n"));
  return { svgs, draw: (nextId) => [...shapes.values()].map((shape) => shape?.(nextId) ?? "").join("") };
}

/** What writes a figure as native shapes; undefined where it has to be a picture. */
function nativeDrawing({ placed, picture }: DeckFigurePlace): ((nextId: () => number) => string) | undefined {
  if (placed === undefined || picture.kind !== "drawing") return undefined;
  const { figure, area, scale } = placed;
  const drawing = drawingOf(figure);
  if (drawing === undefined || !isNative(drawing)) return undefined;
  const words = { name: figure.title, words: figure.description };
  return (nextId) => drawingXml(drawing, words, { area, scale, padding: figureSizes.padding }, nextId);
}

/** Adds a figure as a chart or a picture; returns the SVG that belongs to its PNG. */
function addPicture(
  presentation: Presentation,
  page: PresentationSlide,
  { area, placed, picture, why = "" }: DeckFigurePlace,
): string | undefined {
  if (placed === undefined) {
    page.addText(`This figure has no data: ${why}.`, {
      ...{ ...box(area), ...NO_INSET, shape: presentation.ShapeType.rect, align: "center", valign: "middle" },
      ...{ line: { color: hex(meanings.frame), width: 1.5, dashType: "dash" } },
      ...{ fontSize: toPoints(22), color: presentation.SchemeColor.TEXT2 },
    });
    return undefined;
  }
  if (picture.kind === "chart" && picture.native !== undefined) {
    addChart(presentation, page, picture.native, area);
    return undefined;
  }
  const png = Buffer.from(svgToPng(placed.svg, { mode: "width", value: Math.round(2 * area.width) }));
  page.addImage({
    ...{ data: `image/png;base64,${png.toString("base64")}`, ...box(area) },
    altText: `${placed.figure.title}. ${placed.figure.description}`.slice(0, 2_000),
  });
  return placed.svg;
}

function addChart(
  presentation: Presentation,
  page: PresentationSlide,
  { kind, series, xTitle, yTitle, domain }: import("../pictures/picture.js").NativeChart,
  area: Area,
): void {
  const axis = { fontFace: FONT, fontSize: toPoints(17) };
  const shared = {
    ...{ ...box(area), altText: `${yTitle} by ${xTitle}` },
    ...{ chartColors: series.map(({ colour }) => hex(colour)), showLegend: series.length > 1, legendPos: "t" as const },
    ...{ legendFontFace: FONT, legendFontSize: axis.fontSize },
    ...{ catAxisLabelFontFace: FONT, catAxisLabelFontSize: axis.fontSize, valAxisLabelFontFace: FONT },
    ...{ valAxisLabelFontSize: axis.fontSize, showValAxisTitle: true, valAxisTitle: yTitle, valAxisTitleFontSize: axis.fontSize },
    ...{ valAxisMinVal: domain[0], valAxisMaxVal: domain[1] },
  };
  if (kind === "bar") {
    page.addChart(
      presentation.ChartType.bar,
      series.map(({ name, labels, values }) => ({ name, labels: [...labels], values: [...values] })),
      {
        ...{ ...shared, barDir: "bar", barGapWidthPct: 40, catAxisOrientation: "maxMin", valAxisHidden: false },
        ...{ showValue: true, dataLabelFontSize: axis.fontSize, dataLabelFontFace: FONT, dataLabelFormatCode: "General" },
      },
    );
    return;
  }
  const xs = [...new Set(series.flatMap(({ labels }) => labels.map(Number)))].sort((a, b) => a - b);
  const columns = series.map(({ name, labels, values }) => {
    const byX = new Map(labels.map((label, index) => [Number(label), values[index]]));
    return { name, values: xs.map((x) => byX.get(x) ?? null) as number[] };
  });
  page.addChart(presentation.ChartType.scatter, [{ name: xTitle, values: xs }, ...columns], {
    ...{ ...shared, lineSize: 0, lineDataSymbolSize: 5, showCatAxisTitle: true, catAxisTitle: xTitle },
    ...{ catAxisTitleFontSize: axis.fontSize, catAxisMinVal: 0 },
  });
}

function addText(presentation: Presentation, page: PresentationSlide, { block, area, size }: PlacedText): void {
  const color = presentation.SchemeColor.TEXT1;
  if (block.kind === "table") {
    const rule = (pt: number) => ({ type: "solid" as const, pt, color: pt > 1 ? hex(meanings.text) : hex(meanings.frame) });
    const none = { type: "none" as const };
    const margin: [number, number, number, number] = [0, toPoints(CELL.beside * size), 0, toPoints(CELL.beside * size)];
    const rows = block.rows.map((row, index) =>
      row.map((cell, column) => ({
        text: runsOf(presentation, cell) as pptxgen.TableCell[],
        options: {
          ...{ bold: index === 0, align: block.align[column], valign: "middle" as const, margin, color },
          border: [none, none, rule(index === 0 ? 1.5 : 0.75), none] as [pptxgen.BorderProps, pptxgen.BorderProps, pptxgen.BorderProps, pptxgen.BorderProps],
        },
      })),
    );
    page.addTable(rows, {
      ...{ ...box(area), colW: columnWidths(block, size).map(inches), rowH: rows.map(() => inches(rowHeight(size))) },
      ...{ fontFace: FONT, fontSize: toPoints(size) },
    });
    return;
  }
  const shared = {
    ...{ ...box({ ...area, height: area.height + 2 }), ...NO_INSET, fontSize: toPoints(size), color, valign: "top" as const },
    lineSpacing: toPoints(LINE_HEIGHT * size),
  };
  if (block.kind === "paragraph") {
    page.addText(runsOf(presentation, block.runs), shared);
    return;
  }
  const runs = block.items.flatMap((item, index) => {
    const bullet = item.number === undefined ? { indent: toPoints(indentOf({ ...item, depth: 0 }, size)) } : { type: "number" as const, indent: toPoints(indentOf({ ...item, depth: 0 }, size)), numberStartAt: item.number };
    const written = runsOf(presentation, item.runs);
    return written.map((run, at) => ({
      ...run,
      options: {
        ...run.options,
        ...(at === 0 ? { bullet, indentLevel: item.depth, paraSpaceAfter: toPoints(itemGap(size)) } : {}),
        ...(at === written.length - 1 && index < block.items.length - 1 ? { breakLine: true } : {}),
      },
    }));
  });
  page.addText(runs, shared);
}

function runsOf(presentation: Presentation, runs: readonly Run[]): pptxgen.TextProps[] {
  return runs.map(({ text, bold, italic, code, link }) => ({
    text,
    options: {
      ...(bold ? { bold } : {}),
      ...(italic ? { italic } : {}),
      ...(code ? { fontFace: "Courier New" } : {}),
      ...(link !== undefined && isSafe(link)
        ? { hyperlink: { url: link }, color: presentation.SchemeColor.ACCENT1 }
        : {}),
    },
  }));
}

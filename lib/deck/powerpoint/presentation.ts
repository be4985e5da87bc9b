/** A deck as an editable PowerPoint file: text as text, tables and drawings as native shapes, notes, a master. */
import pptxgen from "pptxgenjs";
import { drawingOf } from "../../figures/architectures/paint-drawing.js";
import { svgToPng } from "../../figures/output/png.js";
import { colours, meanings, sizes as figureSizes } from "../../figures/output/theme.js";
import type { Deck, DeckFigurePlace, DeckSlide } from "../deck.js";
import { type Area, slideSize, toPoints, type as heights } from "../layout/slide-size.js";
import type { NativeChart } from "../pictures/picture.js";
import type { Run } from "../outline/outline.js";
import { drawingXml, type DrawnShapes, isNative } from "./drawing-xml.js";
import { finishPackage, type SlideParts } from "./finish-package.js";
import { layouts, numberXml, PART, placeholderXml, SOURCE } from "./master-xml.js";
import { tableXml } from "./table-xml.js";
import { type LinkTo, runsXml, textXml } from "./text-xml.js";
import { type Click, timingXml } from "./timing-xml.js";

type Presentation = InstanceType<typeof pptxgen>;
type PresentationSlide = ReturnType<Presentation["addSlide"]>;

/** The font of text in presentation programs: the metrics of the figures' font, on every machine. */
const FONT = "Arial";

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
  for (const title of Object.values(layouts)) presentation.defineSlideMaster({ title, objects: [] });
  const parts = deck.slides.map((slide) => addSlide(presentation, slide));
  const bytes = (await presentation.write({ outputType: "nodebuffer", compression: true })) as Buffer;
  return finishPackage(bytes, parts);
}

const NO_INSET = { margin: 0, fontFace: FONT } as const;

/** Adds a slide, and returns what goes into its XML afterwards. */
function addSlide(presentation: Presentation, { slide, layout, texts, figures, notes }: DeckSlide): SlideParts {
  const page = presentation.addSlide({ masterName: slide.isCover ? layouts.opening : layouts.content });
  const shapes = new Map<DeckFigurePlace, ReturnType<typeof nativeDrawing>>();
  const svgs: string[] = [];
  for (const figure of figures) {
    const native = nativeDrawing(figure);
    shapes.set(figure, native);
    if (native !== undefined) continue;
    const svg = addPicture(presentation, page, figure);
    if (svg !== undefined) svgs.push(svg);
  }
  page.addNotes(notes.length === 0 ? " " : notes.join("\n"));
  const write: SlideParts["write"] = (nextId, linkTo) => {
    const clicks: Click[] = [];
    const words = texts.map((text) => {
      const id = nextId();
      const { block, ...place } = text;
      if (block.kind === "table") return tableXml(id, { block, ...place }, linkTo);
      if (block.kind === "list") {
        block.items.forEach(({ fragment }, paragraph) => (fragment ? clicks.push({ id, paragraph }) : undefined));
      }
      return textXml(id, { block, ...place }, linkTo);
    });
    const drawn = [...shapes.values()].flatMap((shape) => (shape === undefined ? [] : [shape(nextId)]));
    for (const { steps } of drawn) clicks.push(...steps.map((id) => ({ id })));
    const all = [
      titleXml(nextId(), { slide, layout }),
      ...(slide.isCover ? [] : [partXml(nextId(), slide), numberXml(nextId())]),
      sourceXml(nextId(), slide, linkTo),
      ...words,
      ...drawn.map(({ xml }) => xml),
    ];
    return { shapes: all.join(""), timing: timingXml(clicks) };
  };
  return { svgs, notes, write };
}

function titleXml(id: number, { slide, layout }: Pick<DeckSlide, "slide" | "layout">): string {
  const usual = (slide.isCover ? heights.coverTitle : heights.title)[0];
  const size = layout.titleSize === usual ? undefined : layout.titleSize;
  return placeholderXml(id, "Title", 'type="title"', `<a:p>${runsXml([{ text: slide.title }], noLink, size)}</a:p>`);
}

const noLink = (): string => "";

function partXml(id: number, { part }: DeckSlide["slide"]): string {
  if (part === "") return "";
  return placeholderXml(id, "Part", PART, `<a:p>${runsXml([{ text: part }], noLink)}</a:p>`);
}

function sourceXml(id: number, { sources }: DeckSlide["slide"], linkTo: LinkTo): string {
  if (sources.length === 0) return "";
  const runs = sources.flatMap((source, index): readonly Run[] => [
    { text: index === 0 ? "Source: " : "; " },
    ...source,
  ]);
  return placeholderXml(id, "Source", SOURCE, `<a:p>${runsXml(runs, linkTo)}</a:p>`);
}

/** What writes a figure as native shapes; undefined where it has to be a picture. */
function nativeDrawing({ placed, picture }: DeckFigurePlace): ((nextId: () => number) => DrawnShapes) | undefined {
  if (placed === undefined || picture.kind !== "drawing") return undefined;
  const { figure, area, scale } = placed;
  const drawing = drawingOf(figure);
  if (drawing === undefined || !isNative(drawing)) return undefined;
  const words = { name: figure.title, words: figure.description };
  return (nextId) =>
    drawingXml(drawing, words, { area, scale, padding: figureSizes.padding, steps: picture.steps }, nextId);
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
      ...{ fontSize: toPoints(22), color: hex(meanings.quietText) },
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
  { kind, series, xTitle, yTitle, domain, marked = [] }: NativeChart,
  area: Area,
): void {
  const axis = { fontFace: FONT, fontSize: toPoints(17) };
  const shared = {
    ...{ ...box(area), altText: `${yTitle} by ${xTitle}` },
    ...{ chartColors: series.map(({ colour }) => hex(colour)), showLegend: series.length > 1, legendPos: "t" as const },
    ...{ legendFontFace: FONT, legendFontSize: axis.fontSize },
    ...{ catAxisLabelFontFace: FONT, catAxisLabelFontSize: axis.fontSize, valAxisLabelFontFace: FONT },
    ...{
      valAxisLabelFontSize: axis.fontSize,
      showValAxisTitle: true,
      valAxisTitle: yTitle,
      valAxisTitleFontSize: axis.fontSize,
    },
    ...{ valAxisMinVal: domain[0], valAxisMaxVal: domain[1] },
  };
  if (kind === "bar") {
    const [{ colour, values }] = series;
    const bars = values.map((_, index) => hex(marked.includes(index) ? colours.vermillion : colour));
    page.addChart(
      presentation.ChartType.bar,
      series.map(({ name, labels, values }) => ({ name, labels: [...labels], values: [...values] })),
      {
        // The library's type allows only one direction; the first bar is the topmost in the other.
        ...{ ...shared, barDir: "bar", barGapWidthPct: 40, catAxisOrientation: "maxMin" as "minMax" },
        ...{ chartColors: bars, valAxisHidden: true, valGridLine: { style: "none" }, valAxisTitle: yTitle },
        ...{
          showValue: true,
          dataLabelFontSize: axis.fontSize,
          dataLabelFontFace: FONT,
          dataLabelFormatCode: "General",
        },
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
    ...{ catAxisTitleFontSize: axis.fontSize, catAxisMinVal: 0, catAxisMaxVal: xs.at(-1) },
  });
}

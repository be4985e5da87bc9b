/** Places a slide's text and figures, once for all forms of a deck. */
import type { Block, FigureCall, Slide } from "../outline/outline.js";
import type { Picture } from "../pictures/picture.js";
import { drawingSize } from "../pictures/place-picture.js";
import { countLines } from "./measure-text.js";
import { type Area, areas, type as heights } from "./slide-size.js";
import { type PlacedText, stackTexts } from "./stack-texts.js";

/** A figure's place. */
export interface PlacedCall {
  readonly call: FigureCall;
  readonly picture: Picture;
  readonly area: Area;
}

/** A slide with all places. */
export interface SlideLayout {
  readonly titleSize: number;
  readonly titleArea: Area;
  readonly texts: readonly PlacedText[];
  readonly figures: readonly PlacedCall[];
  /** How many pixels its text is higher, or wider, than its room; 0 if it fits. */
  readonly overflow: number;
  /** How many pixels its title is higher than its room. */
  readonly titleOverflow: number;
}

type TextBlock = PlacedText["block"];

interface Call {
  readonly call: FigureCall;
  readonly picture: Picture;
  /** Width ÷ height; undefined for a chart, which takes any shape. */
  readonly own?: { readonly width: number; readonly height: number };
}

const GAP = 28;

/** The places of everything on `slide`; `pictures` are those of its figures, in order. */
export function layOutSlide(slide: Slide, pictures: readonly Picture[]): SlideLayout {
  const titleArea = slide.isCover ? areas.coverTitle : areas.title;
  const titleHeights = slide.isCover ? heights.coverTitle : heights.title;
  const run = { text: slide.title, bold: true };
  const titleHeight = (size: number): number => countLines([run], titleArea.width, size) * size * 1.15;
  const titleSize = titleHeights.find((size) => titleHeight(size) <= titleArea.height) ?? titleHeights.at(-1) ?? 0;
  const body = slide.isCover ? areas.coverBody : areas.body;
  let index = 0;
  const calls = new Map<Block, Call>();
  for (const block of slide.blocks) {
    if (block.kind !== "figure") continue;
    const picture = pictures[index++];
    calls.set(block, {
      call: block,
      picture,
      ...(picture.kind === "drawing" ? { own: drawingSize(picture.figure) } : {}),
    });
  }
  const placed = arrange(slide.blocks, calls, body, slide.isCover);
  return {
    titleSize,
    titleArea,
    ...placed,
    titleOverflow: Math.max(0, Math.round(titleHeight(titleSize) - titleArea.height)),
  };
}

type Arranged = Pick<SlideLayout, "texts" | "figures" | "overflow">;

function arrange(blocks: readonly Block[], calls: ReadonlyMap<Block, Call>, body: Area, isCover: boolean): Arranged {
  const texts = blocks.filter((block): block is TextBlock => block.kind !== "figure");
  const figures = [...calls.values()];
  if (figures.length === 0) return { ...stackTexts(texts, body, heights.body), figures: [] };
  if (texts.length === 0) return { texts: [], figures: placeFigures(figures, body), overflow: 0 };
  const first = blocks.findIndex(({ kind }) => kind === "figure");
  const [before, after] = [
    texts.filter((each) => blocks.indexOf(each) < first),
    texts.filter((each) => blocks.indexOf(each) > first),
  ];
  const candidates = [
    ...[0.3, 0.36, 0.44, 0.52, 0.6].map((share) => beside(texts, figures, body, share)),
    ...(isCover ? [] : [above(before, after, figures, body)]),
  ];
  const best = candidates.reduce((one, other) => (score(other) > score(one) ? other : one));
  return best;
}

/** How good a layout is: large pictures and large type, pictures beyond what is needed counting no more. */
function score({ figures, texts, overflow }: Arranged): number {
  const scales = figures.map(({ picture, area }) => scaleOf(picture, area));
  const size = Math.min(...texts.map((text) => text.size));
  return Math.min(...scales) * (size / 20) ** 0.8 - overflow;
}

/** How large a picture is in an area; charts take any shape, so theirs is relative to a usual size. */
function scaleOf(picture: Picture, { width, height }: Area): number {
  if (picture.kind === "missing") return 1;
  const own = picture.kind === "drawing" ? drawingSize(picture.figure) : { width: 620, height: 330 };
  return Math.min(width / own.width, height / own.height, picture.kind === "drawing" ? 3 : 1.5);
}

function beside(texts: readonly TextBlock[], figures: readonly Call[], body: Area, share: number): Arranged {
  const width = Math.round(share * body.width);
  const left = stackTexts(texts, { ...body, width }, heights.body.slice(3));
  const right = { ...body, x: body.x + width + GAP, width: body.width - width - GAP };
  return { ...left, figures: placeFigures(figures, right) };
}

function above(
  before: readonly TextBlock[],
  after: readonly TextBlock[],
  figures: readonly Call[],
  body: Area,
): Arranged {
  const sizes = heights.body.slice(4);
  const rooms = [before, after].map((texts) =>
    texts.length === 0 ? 0 : stackTexts(texts, body, sizes.slice(0, 1)).height + 20,
  );
  const [top, bottom] = rooms;
  const upper = stackTexts(before, { ...body, height: top }, sizes);
  const lower = stackTexts(after, { ...body, y: body.y + body.height - bottom + 20, height: bottom }, sizes);
  const middle = { ...body, y: body.y + top, height: Math.max(60, body.height - top - bottom) };
  const overflow = Math.max(0, top + bottom + 60 - body.height);
  return { texts: [...upper.texts, ...lower.texts], figures: placeFigures(figures, middle), overflow };
}

/** Figures in a row or in a column, whichever makes them larger. */
function placeFigures(calls: readonly Call[], area: Area): readonly PlacedCall[] {
  const aspects = calls.map(({ own }) => (own === undefined ? 1.8 : own.width / own.height));
  const total = aspects.reduce((sum, each) => sum + each, 0);
  const free = area.width - GAP * (calls.length - 1);
  let x = area.x;
  const row = calls.map(({ call, picture }, index): PlacedCall => {
    const width = (free * aspects[index]) / total;
    const place = { call, picture, area: { ...area, x, width } };
    x += width + GAP;
    return place;
  });
  const upright = aspects.reduce((sum, each) => sum + 1 / each, 0);
  const height = area.height - GAP * (calls.length - 1);
  let y = area.y;
  const column = calls.map(({ call, picture }, index): PlacedCall => {
    const part = height / aspects[index] / upright;
    const place = { call, picture, area: { ...area, y, height: part } };
    y += part + GAP;
    return place;
  });
  const least = (places: readonly PlacedCall[]): number =>
    Math.min(...places.map((each) => scaleOf(each.picture, each.area)));
  return least(row) >= least(column) ? row : column;
}

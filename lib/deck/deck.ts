/** A talk with every text and figure in its place: what all forms of a deck are written from. */
import { plainText } from "./outline/outline.js";
import type { Block, Outline, Slide } from "./outline/outline.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { DeckData } from "./deck-data.js";
import { layOutSlide, type SlideLayout } from "./layout/lay-out-slide.js";
import type { PlacedText } from "./layout/stack-texts.js";
import { LEAST_TYPE, toPoints } from "./layout/slide-size.js";
import { checkCall, drawCall, tableOf } from "./pictures/figure-table.js";
import type { Picture } from "./pictures/picture.js";
import { placePicture, type PlacedFigure, SLACK } from "./pictures/place-picture.js";
import type { Area } from "./layout/slide-size.js";

/** A figure of a slide: drawn, or why it is not. */
export interface DeckFigurePlace {
  readonly area: Area;
  /** Its name in the outline. */
  readonly name: string;
  readonly picture: Picture;
  /** Undefined where the data have not got it. */
  readonly placed?: PlacedFigure;
  /** Why there is none. */
  readonly why?: string;
}

/** A slide, ready to be written. */
export interface DeckSlide {
  readonly slide: Slide;
  readonly layout: SlideLayout;
  readonly texts: readonly PlacedText[];
  readonly figures: readonly DeckFigurePlace[];
  /** The speaker's notes, with what each figure shows and where things are from. */
  readonly notes: readonly string[];
}

/** A deck, ready to be written. */
export interface Deck {
  readonly title: string;
  readonly slides: readonly DeckSlide[];
  /** What a speaker should know, one line each: figures without data, text that does not fit, small type. */
  readonly warnings: readonly string[];
}

/**
 * Draws the figures of an outline and places everything. `where` is the outline's name in messages. Throws InputError
 * for a figure that there is not.
 */
export function makeDeck(outline: Outline, data: DeckData, where: string): Deck {
  const warnings: string[] = [];
  for (const { blocks } of outline.slides) {
    for (const block of blocks) if (block.kind === "figure") checkCall(block, `${where}:${block.line}`);
  }
  const slides = outline.slides.map((given): DeckSlide => {
    const slide = { ...given, blocks: given.blocks.map((block) => withTable(block, data)) };
    const calls = slide.blocks.filter((block) => block.kind === "figure");
    const layout = layOutSlide(
      slide,
      calls.map((call) => drawCall(call, data)),
    );
    const at = `${where}:${slide.line}: slide ${printable(slide.title)}`;
    if (layout.overflow > 0) {
      warnings.push(
        `${at}: its text needs ${layout.overflow} pixels more than the slide has: shorten it or split the slide`,
      );
    }
    if (layout.titleOverflow > 0)
      warnings.push(`${at}: its title needs ${layout.titleOverflow} pixels more than it has`);
    const figures = layout.figures.map(({ call, picture, area }): DeckFigurePlace => {
      const it = `${where}:${call.line}: figure ${call.name}`;
      if (picture.kind === "missing") {
        warnings.push(`${it}: ${picture.why}; its slide says so`);
        return { area, name: call.name, picture, why: picture.why };
      }
      const placed = placePicture(picture, area);
      if (placed.smallestType < LEAST_TYPE - SLACK) {
        warnings.push(
          `${it}: its smallest type has ${toPoints(placed.smallestType).toFixed(1)} points here, 12 can be read`,
        );
      }
      return { area: placed.area, name: call.name, picture, placed };
    });
    return { slide, layout, texts: layout.texts, figures, notes: notesOf(slide, figures) };
  });
  return Object.freeze({ title: outline.title, slides, warnings });
}

/** A call of a table that the data have as that table. */
function withTable(block: Block, data: DeckData): Block {
  const named = block.kind === "figure" ? tableOf(block.name) : undefined;
  if (block.kind !== "figure" || named === undefined) return block;
  try {
    return named.make(block, data);
  } catch (error) {
    if (error instanceof InputError) return block;
    throw error;
  }
}

function notesOf({ notes, sources }: Slide, figures: readonly DeckFigurePlace[]): readonly string[] {
  const shown = figures.flatMap(({ placed }) =>
    placed === undefined ? [] : [`Figure: ${placed.figure.title}. ${placed.figure.description}`],
  );
  const linked = sources.map((runs) => {
    const links = runs.flatMap(({ link }) => (link === undefined ? [] : [link]));
    const text = plainText(runs);
    const more = links.filter((link) => !text.includes(link));
    return `Source: ${[text, ...more].join(" ")}`;
  });
  return [...notes, ...shown, ...linked];
}

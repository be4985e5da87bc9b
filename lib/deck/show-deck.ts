/** A deck in a notebook: its slides as pictures below the cell, and its files. */
import { basename } from "node:path";
import * as v from "valibot";
import { readFileText } from "../files/read-file.js";
import { counted } from "../input/quantity.js";
import { oneOf, parseWith, type Schema } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { type Deck, type DeckSlide, makeDeck } from "./deck.js";
import { pickStudy, readDeckData } from "./deck-data.js";
import { deckStyle } from "./html/deck-page.js";
import { slideHtml } from "./html/slide-html.js";
import { slideSize } from "./layout/slide-size.js";
import { type DeckFormat, deckFormats } from "./made-file.js";
import { parseOutline } from "./outline/parse-outline.js";
import { studyOutline } from "./outline/study-outline.js";
import { talkFile } from "./outline/talk-file.js";
import { writeDeck } from "./write-deck.js";

/** Settings of {@link deck}. */
export interface DeckConfig {
  /** Paths of studies to draw from; without any, the searches recorded with the project. */
  readonly data: readonly string[];
  /**
   * The outline: Markdown, or the path of a file that ends in `.md`. By default the talk about the first study of `data`,
   * or, without data, the project's own, `notebooks/talk.md`.
   */
  readonly outline: string;
}

/** A deck that shows itself in a notebook. */
export interface ShownDeck extends Deck {
  /** The outline that it was made from, to save and to change. */
  readonly outline: string;
  /** Writes the deck's files, `NAME.html` and so on, and resolves to their paths; all three forms by default. */
  readonly write: (folder: string, name?: string, formats?: readonly DeckFormat[]) => Promise<readonly string[]>;
}

const schema: Schema<Partial<DeckConfig>> = v.object({
  data: v.optional(v.array(v.string("must be a path"), "must be a list of paths")),
  outline: v.optional(v.string("must be Markdown or a path")),
});

/**
 * A deck from an outline and studies: `show(deck)` shows its slides in a notebook, `write` writes its files. Rejects with InputError, with the line, for an outline that is not one, and for data that cannot be read.
 */
export async function deck(config: Partial<DeckConfig> = {}): Promise<ShownDeck> {
  checkObject("deck", config);
  parseWith(schema, config, "deck");
  const { data: paths = [], outline: given } = config;
  const data = await readDeckData(paths);
  const [text, where] = outlineOf(given, () => studyOutline(pickStudy(data, undefined), "npx hiernas deck"), paths);
  const made = makeDeck(parseOutline(text, where), data, where);
  const shown: ShownDeck = {
    ...made,
    outline: text,
    write: (folder, name = "talk", formats = deckFormats) => {
      const allowed = v.array(oneOf(deckFormats));
      parseWith(
        v.object({ folder: v.string(), name: v.string(), formats: allowed }),
        { folder, name, formats },
        "deck",
      );
      return writeDeck(made, folder, basename(name), formats);
    },
  };
  const line = `${made.title} (${counted(made.slides.length, "slide")}: show(…) shows them)`;
  const hidden = (value: unknown): PropertyDescriptor => ({ value, enumerable: false });
  return Object.freeze(
    Object.defineProperties(shown, {
      [Symbol.for("Jupyter.display")]: hidden(() => ({ "text/html": previewHtml(made.slides), "text/plain": line })),
      [Symbol.for("nodejs.util.inspect.custom")]: hidden(() => line),
    }),
  );
}

function outlineOf(given: string | undefined, ofStudy: () => string, paths: readonly string[]): [string, string] {
  if (given === undefined) return paths.length > 0 ? [ofStudy(), "outline"] : [readFileText(talkFile), "talk.md"];
  if (given.includes("\n") || !given.endsWith(".md")) return [given, "outline"];
  return [readFileText(given), basename(given)];
}

/** The width of a slide below a cell, in pixels. */
const PREVIEW = 760;

/** The slides below each other, without scripts: figures are still, steps and fragments all there. */
function previewHtml(slides: readonly DeckSlide[]): string {
  const scale = PREVIEW / slideSize.width;
  const frame = `position:relative;width:${PREVIEW}px;height:${slideSize.height * scale}px;overflow:hidden;margin:0 0 14px;border:1px solid #c8c8c8;background:#fff;color:#222`;
  const page = `position:absolute;left:0;top:0;width:${slideSize.width}px;height:${slideSize.height}px;transform:scale(${scale});transform-origin:0 0`;
  const drawn = slides.map(
    (slide, index) =>
      `<div style="${frame}"><div class="reveal hiernas-slide" style="${page}">${slideHtml(slide, index + 1).html}</div></div>`,
  );
  return `<style>${deckStyle()} .hiernas-slide aside.notes{display:none}</style>${drawn.join("")}`;
}

/**
 * An outline in Markdown → a talk. `#` begins a part of the talk (the first one is its title), `##` a slide. Items of a
 * list with `+` come one by one; `![figure: NAME ARGUMENTS]` on a line of its own is a figure; what follows `Notes:` is
 * for the speaker, and `Source:` says where a slide has things from.
 */
import MarkdownIt from "markdown-it";
import type { Token } from "markdown-it" with { "resolution-mode": "import" };
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable, visible } from "../../input/printable.js";
import type { Block, List, ListItem, Outline, Run, Slide, Table } from "./outline.js";
import { plainText } from "./outline.js";
import { looksLikeFigure, parseFigure } from "./parse-figure.js";
import { parseRuns } from "./parse-runs.js";

const markdown = new MarkdownIt("default", { html: true, linkify: true });

/** A slide under construction. */
interface Draft {
  readonly line: number;
  readonly part: string;
  readonly title: string;
  readonly level: number;
  readonly blocks: Block[];
  readonly notes: string[];
  readonly sources: (readonly Run[])[];
  inNotes: boolean;
}

/**
 * The talk that an outline describes; `where` (its file's name) begins messages, with the line: `talk.md:12`. Throws
 * InputError for a broken heading, for what a slide cannot hold, and for an outline without slides.
 */
export function parseOutline(text: string, where: string): Outline {
  const at = (line: number): string => `${where}:${line}`;
  checkHeadings(text, at);
  const tokens = markdown.parse(text, {});
  const drafts: Draft[] = [];
  let part = "";
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index];
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === "heading_open") {
      const draft = openSlide(token, tokens[index + 1], part, at(line), line);
      if (draft.level === 1 && drafts.length > 0) part = draft.title;
      drafts.push(draft);
      index += 2;
    } else if (token.type === "html_block") {
      if (!/^\s*(<!--[^]*?-->\s*)+$/.test(token.content)) {
        throw new InputError(`${at(line)}: a slide has no HTML; a comment <!-- --> is left out`);
      }
    } else {
      const end = closing(tokens, index);
      const draft = drafts.at(-1);
      if (draft === undefined) throw new InputError(`${at(line)}: stands before the first slide: begin with # TITLE`);
      addBlock(draft, tokens.slice(index, end + 1), line, at(line));
      index = end;
    }
  }
  // A part with nothing of its own only names the slides that follow.
  const isSlide = ({ level, blocks, notes }: Draft, index: number): boolean =>
    index === 0 || level === 2 || blocks.length > 0 || notes.length > 0 || drafts[index + 1]?.level !== 2;
  const slides = drafts.filter(isSlide).map((draft, index) => toSlide(draft, index === 0));
  if (slides.length === 0) throw new InputError(`${where}: has no slides: begin with # TITLE, then ## for each slide`);
  if (slides.length > limits.slides) {
    throw new InputError(`${where}: has ${slides.length} slides, must have at most ${limits.slides}`);
  }
  return Object.freeze({ title: slides[0].title, slides: Object.freeze(slides) });
}

/** Lines that were meant to be headings, but that Markdown takes for text. */
function checkHeadings(text: string, at: (line: number) => string): void {
  let isCode = false;
  text.split("\n").forEach((line, index) => {
    if (/^\s{0,3}(```|~~~)/.test(line)) isCode = !isCode;
    if (isCode || !/^\s{0,3}#{1,}[^#\s]/.test(line)) return;
    throw new InputError(`${at(index + 1)}: got ${printable(line.trim())}, a heading has a space after its #`);
  });
}

function openSlide(open: Token, inline: Token, part: string, where: string, line: number): Draft {
  const level = Number(open.tag.slice(1));
  const title = visible(plainText(parseRuns(inline, where)).trim());
  if (level > 2) {
    throw new InputError(`${where}: got ${"#".repeat(level)} ${printable(title)}, # begins a part and ## a slide`);
  }
  if (title === "")
    throw new InputError(`${where}: the heading is empty: write the slide's title after ${open.markup}`);
  const words = { blocks: [], notes: [], sources: [], inNotes: false };
  return { line, title, level, part: level === 1 ? "" : part, ...words };
}

/** The index of the token that closes the one at `index`. */
function closing(tokens: readonly Token[], index: number): number {
  let depth = 0;
  for (let at = index; at < tokens.length; at++) {
    depth += tokens[at].nesting;
    if (depth === 0) return at;
  }
  return tokens.length - 1;
}

function addBlock(draft: Draft, tokens: readonly Token[], line: number, where: string): void {
  const [first] = tokens;
  if (first.type === "paragraph_open") {
    const [, inline] = tokens;
    const [, word] = /^(Notes?|Source):\s*/.exec(inline.content) ?? [];
    if (draft.inNotes || word?.startsWith("Note")) {
      const text = plainText(parseRuns(inline, where)).replace(/^Notes?:\s*/, "");
      draft.inNotes = true;
      if (text.trim() !== "") draft.notes.push(visible(text.trim()));
    } else if (word === "Source") {
      draft.sources.push(withoutLabel(parseRuns(inline, where)));
    } else if (looksLikeFigure(inline.content)) {
      for (const [index, call] of inline.content.split("\n").entries()) {
        draft.blocks.push(parseFigure(call, line + index, where.replace(/\d+$/, String(line + index))));
      }
    } else draft.blocks.push({ kind: "paragraph", line, runs: parseRuns(inline, where) });
  } else if (draft.inNotes && /list_open$/.test(first.type)) {
    draft.notes.push(...parseList(tokens, line, where).items.map(({ runs }) => `– ${visible(plainText(runs))}`));
  } else if (draft.inNotes) {
    throw new InputError(`${where}: notes have paragraphs and lists; the next slide begins with ##`);
  } else if (/list_open$/.test(first.type)) draft.blocks.push(parseList(tokens, line, where));
  else if (first.type === "table_open") draft.blocks.push(parseTable(tokens, line, where));
  else throw new InputError(`${where}: ${refusal(first)}`);
}

function refusal({ type }: Token): string {
  if (type === "hr") return "a slide begins with a heading: leave out the line ---";
  const what: Readonly<Record<string, string>> = { fence: "code", code_block: "code", blockquote_open: "quotation" };
  return `a slide has no ${what[type] ?? type}: it has paragraphs, lists, tables and figures`;
}

function withoutLabel(runs: readonly Run[]): readonly Run[] {
  const [first, ...rest] = runs;
  const text = first.text.replace(/^Source:\s*/, "");
  return text === "" ? rest : [{ ...first, text }, ...rest];
}

function parseList(tokens: readonly Token[], line: number, where: string): List {
  const items: ListItem[] = [];
  const open: { readonly ordered: boolean; count: number }[] = [];
  let fragment = false;
  let isFirst = false;
  for (const token of tokens) {
    if (/list_open$/.test(token.type)) open.push({ ordered: token.type === "ordered_list_open", count: 0 });
    else if (/list_close$/.test(token.type)) open.pop();
    else if (token.type === "list_item_open") {
      open[open.length - 1].count++;
      fragment = token.markup === "+";
      isFirst = true;
    } else if (token.type === "inline") {
      const { ordered, count } = open[open.length - 1];
      const number = ordered && isFirst ? { number: count } : {};
      items.push({ runs: parseRuns(token, where), depth: open.length - 1, fragment, ...number });
      isFirst = false;
    } else if (!/^(paragraph|list_item)_/.test(token.type)) throw new InputError(`${where}: ${refusal(token)}`);
  }
  return { kind: "list", line, items };
}

function parseTable(tokens: readonly Token[], line: number, where: string): Table {
  const rows: (readonly Run[])[][] = [];
  const align: Table["align"][number][] = [];
  for (const token of tokens) {
    if (token.type === "tr_open") rows.push([]);
    else if (token.type === "th_open") {
      const [, side] = /text-align:(\w+)/.exec(String(token.attrGet("style") ?? "")) ?? [];
      align.push(side === "right" || side === "center" ? side : "left");
    } else if (token.type === "inline") rows[rows.length - 1].push(parseRuns(token, where));
  }
  return { kind: "table", line, rows, align };
}

function toSlide({ line, part, title, blocks, notes, sources }: Draft, isCover: boolean): Slide {
  return Object.freeze({ line, part, title, isCover, blocks, notes, sources });
}

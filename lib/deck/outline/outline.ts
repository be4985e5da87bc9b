/** A talk as data: slides with text and the names of figures. */

/** A stretch of text in one style. */
export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  readonly code?: boolean;
  /** The address that it links to. */
  readonly link?: string;
}

/** A paragraph of a slide. */
export interface Paragraph {
  readonly kind: "paragraph";
  /** Its line in the outline, from 1. */
  readonly line: number;
  readonly runs: readonly Run[];
}

/** An item of a list. */
export interface ListItem {
  readonly runs: readonly Run[];
  /** 0 for the outermost list. */
  readonly depth: number;
  /** Its number in a numbered list. */
  readonly number?: number;
  /** Whether it waits for a key press. */
  readonly fragment: boolean;
}

/** A list of a slide, the lists in its items included. */
export interface List {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly ListItem[];
}

/** A table of a slide. */
export interface Table {
  readonly kind: "table";
  readonly line: number;
  /** Rows of cells; the first row is the heading. */
  readonly rows: readonly (readonly (readonly Run[])[])[];
  readonly align: readonly ("left" | "center" | "right")[];
}

/** A figure of a slide, by name. */
export interface FigureCall {
  readonly kind: "figure";
  readonly line: number;
  readonly name: string;
  /** Words without `=`, in order. */
  readonly words: readonly string[];
  /** `key=value`. */
  readonly settings: Readonly<Record<string, string>>;
}

/** What a slide holds. */
export type Block = Paragraph | List | Table | FigureCall;

/** One slide. */
export interface Slide {
  /** The line of its heading, from 1. */
  readonly line: number;
  /** The part of the talk that it belongs to; empty if it is one itself. */
  readonly part: string;
  readonly title: string;
  /** Whether it opens the talk. */
  readonly isCover: boolean;
  readonly blocks: readonly Block[];
  /** What the speaker reads; one paragraph each. */
  readonly notes: readonly string[];
  /** Where its numbers and pictures come from. */
  readonly sources: readonly (readonly Run[])[];
}

/** A talk. */
export interface Outline {
  readonly title: string;
  readonly slides: readonly Slide[];
}

/** The text of `runs` without its styles. */
export function plainText(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join("");
}

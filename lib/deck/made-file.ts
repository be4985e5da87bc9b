/**
 * The mark of a deck's file: with it a file is recognized as made here and untouched since, so that nobody's own file,
 * and nobody's edits, are written over.
 */
import { createHash } from "node:crypto";

/** The forms of a deck: a page, a PDF, a PowerPoint file. */
export const deckFormats = Object.freeze(["html", "pdf", "pptx"] as const);

/** A form of a deck. */
export type DeckFormat = (typeof deckFormats)[number];

const digest = (bytes: Uint8Array): string => createHash("sha1").update(bytes).digest("hex");

const WORDS = "hiernas deck ";
const LENGTH = WORDS.length + 40;

/** What stands before and after the mark: a comment in each format. */
const around: Readonly<Record<DeckFormat, readonly [string, string]>> = {
  html: ["<!-- ", " -->\n"],
  pdf: ["%", "\n"],
  // The comment of a ZIP file follows the two bytes of its length.
  pptx: [String.fromCharCode(LENGTH, 0), ""],
};

/** `content` with its mark at the end. */
export function markMade(content: string | Uint8Array, format: DeckFormat): Uint8Array {
  const bytes = typeof content === "string" ? Buffer.from(content, "utf8") : content;
  // A ZIP file without a comment ends in the length of one, two bytes of 0.
  const body = format === "pptx" ? bytes.subarray(0, bytes.length - 2) : bytes;
  const [before, after] = around[format];
  return Buffer.concat([body, Buffer.from(`${before}${WORDS}${digest(body)}${after}`, "latin1")]);
}

/** Whether `bytes` are a file that {@link markMade} marked, and nobody has changed since. */
export function isMade(bytes: Uint8Array, format: DeckFormat): boolean {
  const [before, after] = around[format];
  const end = Buffer.from(bytes.subarray(Math.max(0, bytes.length - before.length - LENGTH - after.length)));
  const body = bytes.subarray(0, bytes.length - end.length);
  return end.toString("latin1") === `${before}${WORDS}${digest(body)}${after}`;
}

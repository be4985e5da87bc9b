/** What a picture of the gallery is, and how it becomes one. */
import { createHash } from "node:crypto";
import type { Figure } from "../../figures/output/figure.js";
import { toSvg } from "../../figures/output/svg.js";
import { withoutTextLengths } from "../../figures/output/text-length.js";
import { recorded, type RecordedSearch, recordedSearches } from "../../literature/recorded-searches.js";
import type { WholeStudy } from "../../study/whole-study.js";

/** The recorded searches, read once. */
export type RecordedStudies = Readonly<Record<RecordedSearch, WholeStudy>>;

/** The groups in the page's order, each with a line about it. */
export const galleryGroups = Object.freeze({
  Architectures:
    "A genotype in every form; for any other: `npx hiernas draw best --form all --out drawings`, with `trivial`, `random:SEED`, a genotype's or a study's file for `best`. In a notebook they tell more to a pointer that rests on them.",
  "Mutation and evolution": "The later ones draw the recorded hierarchical evolution: real trainings, at laptop scale.",
  "The experiments' figures":
    "From the [recorded searches](../../data/recorded-searches), at laptop scale on CIFAR-10: not the paper's numbers. Of any study: `npx hiernas figures study.sqlite --out figures --format svg,pdf`.",
  "Networks and costs": "The networks around a cell, what its parts cost, and what a training step costs.",
  "Known modules": "Modules that people made, in the same representation and drawn by the same code.",
});

/** A heading of the gallery. */
export type GalleryGroup = keyof typeof galleryGroups;

/** One picture of the gallery. */
export interface GalleryPicture {
  /** Of its file, without `.png`. */
  readonly name: string;
  readonly group: GalleryGroup;
  readonly title: string;
  /** What one sees. Without numbers that a longer search would change. */
  readonly sentence: string;
  /** What makes it: a command, or lines for a notebook after an import from "hiernas" and its lists. */
  readonly code: string;
  readonly figure: (studies: RecordedStudies) => Figure;
}

/** The most pixels of the page that a picture takes. */
const MOST_WIDTH = 880;

/** A picture as SVG text, how wide the page shows it, and what its PNG is made of. */
export interface DrawnPicture {
  readonly picture: GalleryPicture;
  readonly svg: string;
  readonly shownWidth: number;
  /** Of the PNG, in pixels: two for one of the page, and at least all of the figure's own. */
  readonly pixelWidth: number;
  readonly source: string;
}

/** Reads the recorded searches for the gallery. Throws InputError when one is missing. */
export async function readRecordedStudies(): Promise<RecordedStudies> {
  const studies: (readonly [string, WholeStudy])[] = [];
  for (const name of recordedSearches) studies.push([name, await recorded(name)]);
  return Object.freeze(Object.fromEntries(studies)) as RecordedStudies;
}

/**
 * Draws a picture as SVG. `source` is a digest of that text, which is the same on every machine; a PNG's bytes are not
 * (how edges are rounded and bytes packed depends on the processor and on Node), so pictures are compared by it.
 * Coordinates count to a hundredth of a pixel, for another version of Node may compute the last digit of a logarithm
 * otherwise.
 */
export function drawPicture(picture: GalleryPicture, studies: RecordedStudies): DrawnPicture {
  const svg = toSvg(picture.figure(studies));
  const width = Math.ceil(Number(/ width="([^"]+)"/.exec(svg)?.[1]));
  const shownWidth = Math.min(MOST_WIDTH, width);
  const rounded = withoutTextLengths(svg).replace(/-?\d+\.\d+(e-?\d+)?/g, (number) =>
    String(Math.round(100 * Number(number)) / 100),
  );
  const digest = createHash("sha256").update(rounded).digest("hex");
  return { picture, svg, shownWidth, pixelWidth: Math.max(2 * shownWidth, width), source: digest };
}

/** A picture of the gallery, and its drawing. */
import { createHash } from "node:crypto";
import type { Figure } from "../../figures/output/figure.js";
import { toSvg } from "../../figures/output/svg.js";
import { withoutTextLengths } from "../../figures/output/text-length.js";
import { recordedExperiment } from "../../literature/recorded-experiments.js";
import { recorded, type RecordedSearch, recordedSearches } from "../../literature/recorded-searches.js";
import type { WholeStudy } from "../../study/whole-study.js";

/** What is recorded with the project, read once. */
export interface RecordedStudies {
  /** The recorded searches at laptop scale, which can be compared. */
  readonly searches: Readonly<Record<RecordedSearch, WholeStudy>>;
  /** The evolution that pictures of one search show. */
  readonly evolution: WholeStudy;
}

/** The groups in the page's order, each with an introduction. */
export const galleryGroups = Object.freeze({
  Architectures:
    "A genotype in every form. To draw another one: `npx hiernas draw best --form all --out drawings`, with `trivial`, `random:SEED`, a genotype's or a study's file instead of `best`. In a notebook, hover over a picture for details.",
  "Mutation and evolution": "The last four show the recorded hierarchical evolution: every step is a real training.",
  "The experiments' figures":
    "Of one search: an [evolution at study scale](../../data/experiments). Of several: the [recorded searches](../../data/recorded-searches) at laptop scale. Both on CIFAR-10, and not the paper's numbers. For your own study: `npx hiernas figures study.sqlite --out figures --format svg,pdf`.",
  "A training run":
    "From a [training of minutes](../../data/sample-run) on the bundled images. For your own run: `npx hiernas figures RUN --out figures`.",
  "Networks and costs": "The networks around a cell, the costs of its parts, and the cost of a training step.",
  "Known modules": "Hand-designed modules in the same representation, drawn by the same code.",
  "The talk":
    "Drawings with type for a slide: `npx hiernas deck` makes the talk of [talk.md](../talk.md) with them. Those with steps advance there with the arrow key.",
});

/** A group of the gallery. */
export type GalleryGroup = keyof typeof galleryGroups;

/** One picture of the gallery. */
export interface GalleryPicture {
  /** The name of its file, without `.png`. */
  readonly name: string;
  readonly group: GalleryGroup;
  readonly title: string;
  /** What the picture shows, without numbers that a longer search would change. */
  readonly sentence: string;
  /** How to make it: a command, or lines for a notebook after an import from "hiernas" and its lists. */
  readonly code: string;
  readonly figure: (studies: RecordedStudies) => Figure;
  /** Whether what it shows has been measured; always, by default. The gallery shows it once it has. */
  readonly isMeasured?: (studies: RecordedStudies) => boolean;
}

/** The greatest width of a picture on the page, in pixels. */
const MOST_WIDTH = 880;

/** A picture as SVG text, its width on the page, and a digest of its contents. */
export interface DrawnPicture {
  readonly picture: GalleryPicture;
  readonly svg: string;
  readonly shownWidth: number;
  /** The width of the PNG: twice that on the page, and at least the figure's own. */
  readonly pixelWidth: number;
  readonly source: string;
}

/** Those of `pictures` that can be drawn from what has been measured. */
export function measuredPictures(
  pictures: readonly GalleryPicture[],
  studies: RecordedStudies,
): readonly GalleryPicture[] {
  return pictures.filter(({ isMeasured }) => isMeasured?.(studies) ?? true);
}

/** Reads the recorded searches for the gallery. Throws InputError when one is missing. */
export async function readRecordedStudies(): Promise<RecordedStudies> {
  const studies: (readonly [string, WholeStudy])[] = [];
  for (const name of recordedSearches) studies.push([name, await recorded(name)]);
  const searches = Object.freeze(Object.fromEntries(studies)) as RecordedStudies["searches"];
  return Object.freeze({ searches, evolution: await recordedExperiment("study", "hierarchical-evolution") });
}

/**
 * Draws a picture as SVG. Pictures are compared by `source`, a digest of that text: unlike the bytes of a PNG, which
 * depend on the processor and on Node, it is the same on every machine. It rounds coordinates to a hundredth of a
 * pixel, since versions of Node may differ in the last digit of a logarithm.
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

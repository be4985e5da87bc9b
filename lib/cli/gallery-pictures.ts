/** Every picture of the gallery, as data. Ours. */
import type { RecordedSearch } from "../study/recorded-searches.js";
import type { FigureRows } from "../study/figure-rows.js";
import type { StudyIndividual } from "../study/study-store.js";
import type { Figure } from "../figures/figure.js";
import { chartPictures } from "./gallery-charts.js";
import { drawingPictures } from "./gallery-drawings.js";

/** A recorded search as its pictures need it. Ours. */
export interface RecordedStudy {
  readonly figures: FigureRows;
  readonly individuals: readonly StudyIndividual[];
}

/** The recorded searches, read once. Ours. */
export type RecordedStudies = Readonly<Record<RecordedSearch, RecordedStudy>>;

/** The groups in the page's order, each with a line about it. Ours. */
export const galleryGroups = Object.freeze({
  Architectures:
    "A genotype in every form; for any other: `npx hiernas draw best --form all --out drawings`, with `trivial`, `random:SEED`, a genotype's or a study's file for `best`. In a notebook they tell more to a pointer that rests on them.",
  "Mutation and evolution": "The later ones draw the recorded hierarchical evolution: real trainings, at laptop scale.",
  "The experiments' figures":
    "From the [recorded searches](../../data/recorded-searches), at laptop scale on CIFAR-10: not the paper's numbers. Of any study: `npx hiernas figures study.sqlite --out figures --format svg,pdf`.",
  "Networks and costs": "The networks around a cell, what its parts cost, and what a training step costs.",
  "Known modules": "Modules that people made, in the same representation and drawn by the same code.",
});

/** A heading of the gallery. Ours. */
export type GalleryGroup = keyof typeof galleryGroups;

/** One picture of the gallery. Ours. */
export interface GalleryPicture {
  /** Of its file, without `.png`. */
  readonly name: string;
  readonly group: GalleryGroup;
  readonly title: string;
  /** What one sees. Without numbers that a longer search would change. */
  readonly sentence: string;
  /** What makes it: a command, or lines for a notebook after an import from "hiernas". */
  readonly code: string;
  readonly figure: (studies: RecordedStudies) => Figure;
}

/** All pictures, group by group. Ours. */
export const galleryPictures: readonly GalleryPicture[] = Object.freeze(
  Object.keys(galleryGroups).flatMap((name) =>
    [...drawingPictures, ...chartPictures].filter(({ group }) => group === name),
  ),
);

/** The forms in which `hiernas draw` draws a genotype or a study. */
import { drawDifference } from "../figures/architectures/draw-difference.js";
import { drawIcicle, drawTreemap } from "../figures/architectures/draw-costs.js";
import { drawFamilyTree } from "../figures/evolution/draw-family-tree.js";
import { drawGenotype } from "../figures/architectures/draw-genotype.js";
import { drawLineage } from "../figures/evolution/draw-lineage.js";
import { drawMatrix } from "../figures/architectures/draw-matrix.js";
import { drawCell, drawMotif } from "../figures/architectures/draw-motif.js";
import type { DrawingConfig } from "../figures/architectures/drawing-config.js";
import { drawMutation } from "../figures/architectures/draw-mutation.js";
import { drawNetwork } from "../figures/architectures/draw-network.js";
import { drawReplay } from "../figures/evolution/draw-replay.js";
import { drawStep } from "../figures/evolution/draw-step.js";
import { drawTree } from "../figures/architectures/draw-tree.js";
import { drawInitialization } from "../figures/talk/draw-initialization.js";
import { drawMutationDraws } from "../figures/talk/draw-mutation-draws.js";
import { drawUnfolded } from "../figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../figures/architectures/explore-genotype.js";
import type { Figure } from "../figures/output/figure.js";
import type { StepPictureRow } from "../figures/evolution/step-lanes.js";
import type { FamilyRow } from "../figures/evolution/lineage.js";
import { matrixLatex } from "../figures/architectures/matrix-latex.js";
import type { Genotype } from "../genotype/genotype.js";
import type { Space } from "../genotype/space.js";
import { sampleMutation } from "../genotype/mutate.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { createRandom } from "../random.js";

/** What to draw, and the options for it. */
export interface DrawRequest {
  readonly genotype: Genotype;
  /** The space of the form initialization. */
  readonly space: Space;
  /** Title and the like. */
  readonly config: DrawingConfig;
  readonly of: "parameterCount" | "multiplyAdds";
  /** The level of the motif for the forms motif, matrix and latex; by default the cell's. */
  readonly level?: number;
  readonly motif: number;
  readonly open?: number;
  /** The seed of the mutation. */
  readonly seed: number;
}

/** Forms of one genotype as figures. */
export const genotypeForms: { readonly [form: string]: (request: DrawRequest) => Figure } = Object.freeze({
  genotype: ({ genotype, config }: DrawRequest) => drawGenotype(genotype, config),
  cell: ({ genotype, config }: DrawRequest) => drawCell(genotype, config),
  motif: ({ genotype, config, level = 2, motif }: DrawRequest) => drawMotif(genotype, { ...config, level, motif }),
  explore: ({ genotype, config }: DrawRequest) => exploreGenotype(genotype, config),
  unfolded: ({ genotype, config, open }: DrawRequest) => drawUnfolded(genotype, { ...config, open }),
  network: ({ genotype, config }: DrawRequest) => drawNetwork(genotype, config),
  tree: ({ genotype, config }: DrawRequest) => drawTree(genotype, config),
  treemap: ({ genotype, config, of }: DrawRequest) => drawTreemap(genotype, { ...config, of }),
  icicle: ({ genotype, config, of }: DrawRequest) => drawIcicle(genotype, { ...config, of }),
  matrix: ({ genotype, config, level, motif }: DrawRequest) => drawMatrix(genotype, { ...config, level, motif }),
  mutation: ({ genotype, config, seed }: DrawRequest) =>
    drawMutation(genotype, sampleMutation(genotype, createRandom(seed)), config),
  "mutation-draws": ({ genotype, config, seed }: DrawRequest) =>
    drawMutationDraws(genotype, sampleMutation(genotype, createRandom(seed)), config),
  initialization: ({ space, seed }: DrawRequest) => drawInitialization(space, seed),
});

/** The form of two genotypes. */
export const DIFFERENCE = "difference";

/** Two genotypes as one drawing; `names` are what the command calls them. */
export function drawDifferenceOf(
  { genotype, config }: DrawRequest,
  other: Genotype,
  names: readonly [string, string],
): Figure {
  return drawDifference(genotype, other, { primitives: config.primitives, key: config.key, names });
}

/** What a form of a study draws. */
export interface StudyRequest {
  readonly rows: readonly StepPictureRow[];
  /** The individual, by default that of the best network. */
  readonly step?: number;
  /** Whether it must fit a slide, where type is large. */
  readonly isSlide: boolean;
}

/** As many changes as fit a slide, and the height of a tree there. */
const SLIDE = { changes: 6, tree: 300 };

/** Forms of a study. */
export const studyForms: { readonly [form: string]: (request: StudyRequest) => Figure } = Object.freeze({
  lineage: ({ rows, step, isSlide }: StudyRequest) =>
    drawLineage(rows, { step, ...(isSlide ? { form: "changes", trivial: false, last: SLIDE.changes } : {}) }),
  family: ({ rows, isSlide }: StudyRequest) =>
    // Without genotypes it has no cell to click below it.
    isSlide ? drawFamilyTree(rows.map(withoutGenotype), { height: SLIDE.tree }) : drawFamilyTree(rows),
  replay: ({ rows }: StudyRequest) => drawReplay(rows),
  step: ({ rows, step }: StudyRequest) => drawStep(rows, { step }),
});

function withoutGenotype(row: StepPictureRow): FamilyRow {
  const { genotype: _, ...rest } = row;
  return rest;
}

/** The form that is text. */
export const LATEX = "latex";

/** The matrix of the request's motif as LaTeX. */
export function drawLatex({ genotype, level, motif }: DrawRequest): string {
  return matrixLatex(genotype, { level, motif });
}

/** All forms, for help texts. */
export const formNames: readonly string[] = Object.freeze([
  ...Object.keys(genotypeForms),
  DIFFERENCE,
  LATEX,
  ...Object.keys(studyForms),
]);

/** Throws InputError unless `form` is a form or `all`. */
export function checkForm(form: string): void {
  if (form === "all" || formNames.includes(form)) return;
  throw new InputError(`--form: got ${printable(form)}, must be one of ${formNames.join(", ")}, or all`);
}

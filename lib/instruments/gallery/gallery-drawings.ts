/** The gallery's drawings of fixed genotypes, which are also the tests' reference pictures. */
import { drawIcicle, drawTreemap } from "../../figures/architectures/draw-costs.js";
import { drawDifference } from "../../figures/architectures/draw-difference.js";
import { drawGenotype } from "../../figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../figures/architectures/draw-matrix.js";
import { drawModules } from "../../figures/architectures/draw-modules.js";
import { drawCell, drawMotif } from "../../figures/architectures/draw-motif.js";
import { drawMutation } from "../../figures/architectures/draw-mutation.js";
import { drawNetwork } from "../../figures/architectures/draw-network.js";
import { drawPrimitives } from "../../figures/architectures/draw-primitives.js";
import { drawTree } from "../../figures/architectures/draw-tree.js";
import { drawUnfolded } from "../../figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../figures/architectures/explore-genotype.js";
import type { Figure } from "../../figures/output/figure.js";
import { initialize, trivialGenotype } from "../../genotype/initialize.js";
import { applyMutation } from "../../genotype/mutate.js";
import { moduleByName } from "../../genotype/known-modules.js";
import { publishedCell } from "../../genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../genotype/space.js";
import { imagenetNetwork, largeNetwork } from "../../network/network-config.js";
import { createRandom } from "../../random.js";
import type { GalleryPicture } from "./gallery-picture.js";

/** A picture that needs no study. */
export type DrawingPicture = Omit<GalleryPicture, "figure"> & { readonly figure: () => Figure };

const sparse = () => initialize(hierarchicalSpace, createRandom(1), 25).genotype;
const SPARSE = "initialize(hierarchicalSpace, createRandom(1), 25).genotype";

const difference = { level: 2, motif: 5, predecessor: 2, successor: 4, before: 6, after: 1 };
const DIFFERENCE = "{ level: 2, motif: 5, predecessor: 2, successor: 4, before: 6, after: 1 }";

/** Drawings of primitives, genotypes, mutations, networks, costs and known modules. */
export const drawingPictures: readonly DrawingPicture[] = Object.freeze([
  {
    name: "primitives",
    group: "Architectures",
    title: "The six primitives",
    sentence: "Each has one colour and one short sign, the same in every picture; none means no edge.",
    code: "show(drawPrimitives());",
    figure: () => drawPrimitives(),
  },
  {
    name: "matrix",
    group: "Architectures",
    title: "An adjacency matrix",
    sentence:
      "The published cell as the deck typesets matrices: rows are predecessors, columns successors, a dot means no edge; `matrixLatex` writes the same for a paper.",
    code: "show(drawMatrix(publishedCell));",
    figure: () => drawMatrix(publishedCell),
  },
  {
    name: "motif",
    group: "Architectures",
    title: "A motif",
    sentence: "A small graph of primitives from source to sink; nodes concatenate their inputs.",
    code: "show(drawMotif(publishedCell, { level: 2, motif: 1 }));",
    figure: () => drawMotif(publishedCell, { level: 2, motif: 1 }),
  },
  {
    name: "motif-dead-edges",
    group: "Architectures",
    title: "Edges that lead nowhere",
    sentence: "Edges on no path from source to sink are pale: they are pruned and cost nothing.",
    code: "show(drawMotif(initialize(hierarchicalSpace, createRandom(7)).genotype, { level: 2, motif: 2 }));",
    figure: () => drawMotif(initialize(hierarchicalSpace, createRandom(7)).genotype, { level: 2, motif: 2 }),
  },
  {
    name: "cell-channels",
    group: "Architectures",
    title: "A cell with its channels",
    sentence: "The cell's edges carry motifs; each node shows the number of channels concatenated there.",
    code: "show(drawCell(publishedCell, { channels: true }));",
    figure: () => drawCell(publishedCell, { channels: true }),
  },
  {
    name: "genotype",
    group: "Architectures",
    title: "A whole genotype: the published cell",
    sentence:
      "The cell is a graph of motifs, the motifs are graphs of primitives; motifs that the cell does not use are pale (wiring: a public reading of the paper's drawing, not in the deck).",
    code: `show(drawGenotype(publishedCell, { title: "The published cell and its motifs" }));`,
    figure: () => drawGenotype(publishedCell, { title: "The published cell and its motifs" }),
  },
  {
    name: "genotype-trivial",
    group: "Architectures",
    title: "The trivial genotype",
    sentence: "The starting point of initialization: chains of identities.",
    code: "show(drawGenotype(trivialGenotype(hierarchicalSpace)));",
    figure: () => drawGenotype(trivialGenotype(hierarchicalSpace)),
  },
  {
    name: "genotype-sparse",
    group: "Architectures",
    title: "A random genotype",
    sentence: "The trivial genotype after a few random mutations.",
    code: `show(drawGenotype(${SPARSE}));`,
    figure: () => drawGenotype(sparse()),
  },
  {
    name: "genotype-flat",
    group: "Architectures",
    title: "A flat genotype",
    sentence: "One graph of eleven nodes with up to 55 edges, and no hierarchy to make it readable.",
    code: "show(drawGenotype(initialize(flatSpace, createRandom(3)).genotype));",
    figure: () => drawGenotype(initialize(flatSpace, createRandom(3)).genotype),
  },
  {
    name: "explore",
    group: "Architectures",
    title: "A cell that opens",
    sentence: "In a notebook, a click on a motif opens it beside the cell and marks the edges that carry it.",
    code: "show(exploreGenotype(publishedCell));",
    figure: () => exploreGenotype(publishedCell),
  },
  {
    name: "unfolded-one",
    group: "Architectures",
    title: "One motif unfolded",
    sentence: "One motif is drawn in place where the cell uses it; the others stay closed.",
    code: "show(drawUnfolded(publishedCell, { open: [4] }));",
    figure: () => drawUnfolded(publishedCell, { open: [4] }),
  },
  {
    name: "unfolded",
    group: "Architectures",
    title: "Everything unfolded",
    sentence: "Every motif is drawn in place: all operations of one cell.",
    code: "show(drawUnfolded(publishedCell));",
    figure: () => drawUnfolded(publishedCell),
  },
  {
    name: "tree",
    group: "Architectures",
    title: "What a cell is made of",
    sentence:
      "From the cell through its motifs to its operations, with what closes motifs; a band is as wide as it has operations.",
    code: "show(drawTree(publishedCell));",
    figure: () => drawTree(publishedCell),
  },
  {
    name: "mutation",
    group: "Mutation and evolution",
    title: "A mutation",
    sentence: "Before and after, with the changed edge marked in graph and matrix; no node moves.",
    code: "show(drawMutation(publishedCell, { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 }));",
    figure: () =>
      drawMutation(publishedCell, { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 }),
  },
  {
    name: "mutation-adds",
    group: "Mutation and evolution",
    title: "A mutation that adds an edge",
    sentence: "The cell's edge 1→3 was none and now carries a motif.",
    code: `const genotype = ${SPARSE};\nshow(drawMutation(genotype, { level: 3, motif: 1, predecessor: 1, successor: 3, before: 0, after: 3 }));`,
    figure: () => drawMutation(sparse(), { level: 3, motif: 1, predecessor: 1, successor: 3, before: 0, after: 3 }),
  },
  {
    name: "difference",
    group: "Mutation and evolution",
    title: "Two genotypes on one layout",
    sentence: "What both have is grey; an edge of one alone has that one's colour.",
    code: `const child = applyMutation(publishedCell, ${DIFFERENCE});\nshow(drawDifference(publishedCell, child, { names: ["parent", "child"] }));`,
    figure: () =>
      drawDifference(publishedCell, applyMutation(publishedCell, difference), { names: ["parent", "child"] }),
  },
  {
    name: "network-small",
    group: "Networks and costs",
    title: "The small CIFAR-10 network",
    sentence:
      "Stem, groups of cells and classifier, with strides, channels and shapes: the network that a search trains.",
    code: "show(drawNetwork(publishedCell));",
    figure: () => drawNetwork(publishedCell),
  },
  {
    name: "network-large",
    group: "Networks and costs",
    title: "The large CIFAR-10 network",
    sentence: "The same cell, repeated more often and wider.",
    code: "show(drawNetwork(publishedCell, { network: largeNetwork }));",
    figure: () => drawNetwork(publishedCell, { network: largeNetwork }),
  },
  {
    name: "network-imagenet",
    group: "Networks and costs",
    title: "The ImageNet network",
    sentence: "Four groups of the same cell behind a stem that reduces the resolution.",
    code: "show(drawNetwork(publishedCell, { network: imagenetNetwork }));",
    figure: () => drawNetwork(publishedCell, { network: imagenetNetwork }),
  },
  {
    name: "treemap",
    group: "Networks and costs",
    title: "Where the parameters are",
    sentence: "Areas show parameters: the network's parts, the cell's edges, the primitives in their motifs.",
    code: "show(drawTreemap(publishedCell));",
    figure: () => drawTreemap(publishedCell),
  },
  {
    name: "icicle",
    group: "Networks and costs",
    title: "Where the multiply-adds are",
    sentence: "The same parts in rows from the network down to primitives; widths show multiply-adds.",
    code: 'show(drawIcicle(publishedCell, { of: "multiplyAdds" }));',
    figure: () => drawIcicle(publishedCell, { of: "multiplyAdds" }),
  },
  {
    name: "modules",
    group: "Known modules",
    title: "Four hand-designed modules",
    sentence: "Each caption says which parts are outside the paper's space.",
    code: "show(drawModules());",
    figure: () => drawModules(),
  },
  {
    name: "inception-treemap",
    group: "Known modules",
    title: "An Inception module's parameters",
    sentence: "A user's own primitive, here the 5×5 convolution, is drawn and counted like the paper's.",
    code: 'const { genotype, primitives } = moduleByName("inception");\nshow(drawTreemap(genotype, { primitives }));',
    figure: () => {
      const { genotype, primitives } = moduleByName("inception");
      return drawTreemap(genotype, { primitives });
    },
  },
] satisfies readonly DrawingPicture[]);

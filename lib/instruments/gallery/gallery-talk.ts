/** The gallery's drawings made for a talk. */
import { publishedCell } from "../../genotype/published.js";
import { initialize } from "../../genotype/initialize.js";
import { flatSpace, hierarchicalSpace } from "../../genotype/space.js";
import { createRandom } from "../../random.js";
import { drawArcs } from "../../figures/talk/draw-arcs.js";
import { drawAssembly, drawMatrixAndGraph } from "../../figures/talk/draw-assembly.js";
import { drawClassicNetworks } from "../../figures/talk/draw-classic-networks.js";
import { drawFlatAndHierarchical } from "../../figures/talk/draw-flat-and-hierarchical.js";
import { drawInceptionV3 } from "../../figures/talk/draw-inception-v3.js";
import { drawInitialization } from "../../figures/talk/draw-initialization.js";
import { drawMutationDraws } from "../../figures/talk/draw-mutation-draws.js";
import { drawNetworkRow } from "../../figures/talk/draw-network-row.js";
import { drawController } from "../../figures/talk/draw-controller.js";
import { drawTournament } from "../../figures/talk/draw-tournament.js";
import { drawSearchMethods } from "../../figures/talk/draw-search-methods.js";
import type { DrawingPicture } from "./gallery-drawings.js";

const flat = () => initialize(flatSpace, createRandom(3)).genotype;
const FLAT = "initialize(flatSpace, createRandom(3)).genotype";
const MUTATION = { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 };

/** Drawings for slides: large type, and those with steps advance in a deck. */
export const talkPictures: readonly DrawingPicture[] = Object.freeze([
  {
    name: "talk-classic-networks",
    group: "The talk",
    title: "AlexNet and VGG-16",
    sentence: "Networks as chains of layers, before anybody searched for graphs (from memory of the papers).",
    code: "show(drawClassicNetworks());",
    figure: () => drawClassicNetworks(),
  },
  {
    name: "talk-inception-v3",
    group: "The talk",
    title: "The whole Inception-v3",
    sentence: "Every operation a square: how complex networks made by hand had become (from memory of the paper).",
    code: "show(drawInceptionV3());",
    figure: () => drawInceptionV3(),
  },
  {
    name: "talk-search-methods",
    group: "The talk",
    title: "Ways to search, with their cost",
    sentence: "The deck's methods as a tree; errors are the deck's, GPU-days from memory of the papers.",
    code: "show(drawSearchMethods());",
    figure: () => drawSearchMethods(),
  },
  {
    name: "talk-arcs",
    group: "The talk",
    title: "A flat network as arcs",
    sentence: "Eleven nodes in a row and nearly all edges that there can be.",
    code: `show(drawArcs(${FLAT}));`,
    figure: () => drawArcs(flat()),
  },
  {
    name: "talk-matrix-and-graph",
    group: "The talk",
    title: "A matrix and its graph",
    sentence: "The published cell twice: as the matrix that is stored, and as the graph that it stands for.",
    code: "show(drawMatrixAndGraph(publishedCell));",
    figure: () => drawMatrixAndGraph(publishedCell),
  },
  {
    name: "talk-assembly",
    group: "The talk",
    title: "From primitives to a cell",
    sentence: "Level by level: primitives make motifs, motifs make the cell. In a deck a key press adds a level.",
    code: "show(drawAssembly(publishedCell));",
    figure: () => drawAssembly(publishedCell),
  },
  {
    name: "talk-mutation-draws",
    group: "The talk",
    title: "The four draws of a mutation",
    sentence: "Level, motif, two nodes, operation; in a deck one after the other.",
    code: `const mutation = { level: 2, motif: 1, predecessor: 1, successor: 4, before: 3, after: 4 };
show(drawMutationDraws(publishedCell, mutation));`,
    figure: () => drawMutationDraws(publishedCell, MUTATION),
  },
  {
    name: "talk-initialization",
    group: "The talk",
    title: "Initialization",
    sentence: "One genotype after 0, 10, 100 and 1,000 mutations, all in the same places.",
    code: "show(drawInitialization(hierarchicalSpace));",
    figure: () => drawInitialization(hierarchicalSpace),
  },
  {
    name: "talk-tournament",
    group: "The talk",
    title: "Tournament selection",
    sentence: "A random 5 %, the fittest of it, its mutated copy; in a deck step by step.",
    code: "show(drawTournament());",
    figure: () => drawTournament(),
  },
  {
    name: "talk-controller",
    group: "The talk",
    title: "The asynchronous search",
    sentence: "Controller, queue, workers and memory; nobody waits for a generation.",
    code: "show(drawController());",
    figure: () => drawController(),
  },
  {
    name: "talk-network-row",
    group: "The talk",
    title: "A network in a row",
    sentence: "The small network from image to classes, with what each stage gives and its share of the parameters.",
    code: "show(drawNetworkRow(publishedCell));",
    figure: () => drawNetworkRow(publishedCell),
  },
  {
    name: "talk-flat-and-hierarchical",
    group: "The talk",
    title: "Flat beside hierarchical",
    sentence: "Two cells as arcs, in the same colours: what is the best type of cell?",
    code: `show(drawFlatAndHierarchical(${FLAT}, publishedCell));`,
    figure: () => drawFlatAndHierarchical(flat(), publishedCell),
  },
] satisfies readonly DrawingPicture[]);

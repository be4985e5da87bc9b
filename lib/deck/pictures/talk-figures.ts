/** Drawings made for the talk. */
import { assemblySteps, drawAssembly, drawMatrixAndGraph } from "../../figures/talk/draw-assembly.js";
import { drawArcs } from "../../figures/talk/draw-arcs.js";
import { drawClassicNetworks } from "../../figures/talk/draw-classic-networks.js";
import { drawCover } from "../../figures/talk/draw-cover.js";
import { drawFlatAndHierarchical } from "../../figures/talk/draw-flat-and-hierarchical.js";
import { drawInceptionV3 } from "../../figures/talk/draw-inception-v3.js";
import { controllerSteps, drawController } from "../../figures/talk/draw-controller.js";
import { drawInitialization, initializationSteps } from "../../figures/talk/draw-initialization.js";
import { drawMutationDraws, mutationSteps } from "../../figures/talk/draw-mutation-draws.js";
import { drawNetworkRow } from "../../figures/talk/draw-network-row.js";
import { drawSearchMethods } from "../../figures/talk/draw-search-methods.js";
import { drawTournament, tournamentSteps } from "../../figures/talk/draw-tournament.js";
import { type ErrorBar, errorBars } from "../../figures/talk/error-bars.js";
import type { Figure } from "../../figures/output/figure.js";
import { colours } from "../../figures/output/theme.js";
import type { Genotype } from "../../genotype/genotype.js";
import { genotypeFromText } from "../../genotype/genotype-from-text.js";
import { initialize } from "../../genotype/initialize.js";
import { sampleMutation, type Mutation } from "../../genotype/mutate.js";
import { NONE } from "../../genotype/motif.js";
import { flatSpace, spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { publishedCifar, publishedImagenet } from "../../literature/published-results.js";
import { networkByName } from "../../network/network-config.js";
import { createRandom } from "../../random.js";
import type { DeckData } from "../deck-data.js";
import type { FigureCall } from "../outline/outline.js";
import { still } from "./architecture-figures.js";
import type { DeckFigure } from "./deck-figure.js";
import { genotypeOf, numberOf } from "./figure-call.js";
import type { NativeChart, Picture } from "./picture.js";

/** A figure that key presses advance if its call says `steps`. */
function stepped({ words }: FigureCall, figure: Figure, steps: number): Picture {
  return { kind: "drawing", figure, steps: words.includes("steps") ? steps : 0 };
}

const withoutSteps = (call: FigureCall): FigureCall => ({
  ...call,
  words: call.words.filter((word) => word !== "steps"),
});

/** Whether a mutation alters an operation of a level-2 motif, the kind that shows most. */
const isTelling = ({ level, before, after }: Mutation): boolean =>
  level === 2 && before !== after && before !== NONE && after !== NONE;

/** The first mutation from `seed` on that tells most; the first of all if none of a thousand does. */
function someMutation(genotype: Genotype, seed: number): Mutation {
  for (let tried = 0; tried < 1_000; tried++) {
    const mutation = sampleMutation(genotype, createRandom(seed + tried));
    if (isTelling(mutation)) return mutation;
  }
  return sampleMutation(genotype, createRandom(seed));
}

/** The deck's own example of a matrix: four nodes L, M, N and O, and three motifs. Deck, "Hierarchical representation". */
const deckExample: Genotype = genotypeFromText([["1→2 conv1", "1→2 sep", "1→2 max"], "1→2 m1, 1→3 m2, 2→4 m2, 3→4 m3"]);

/** A flat genotype to set beside a hierarchical one: the best of a study of the flat space, or a random one. */
function someFlat({ studies }: DeckData, seed: number): Genotype {
  const found = studies.find(({ study }) => study.best?.genotype.levels.length === 1);
  return found?.study.best?.genotype ?? initialize(flatSpace, createRandom(seed)).genotype;
}

/** A model's name without its authors, for a bar. */
const shortName = (name: string): string =>
  name
    .replace(/ \([^)]*et al[^)]*\)| \([^)]*, \d{4}\w?\)| \([^)]*&[^)]*\)/g, "")
    .replace("Evolutionary search, hier. repr.", "Hierarchical");

function errorsOf(name: string, words: string, measure: string, rows: readonly ErrorBar[]): DeckFigure {
  const labels = rows.map((row) => row.name);
  const series = { name: `${measure}, %`, labels, values: rows.map(({ error }) => error), colour: colours.blue };
  const native: NativeChart = {
    ...{ kind: "bar", series: [series], xTitle: "model", yTitle: `${measure}, %` },
    domain: [0, Math.ceil(Math.max(...series.values) * 1.15)],
    marked: rows.flatMap(({ isPapers }, index) => (isPapers ? [index] : [])),
  };
  return {
    ...{ name, words, settings: [] },
    draw: () => ({ kind: "chart", named: { name, draw: (size) => errorBars(rows, measure, { ...size }) }, native }),
  };
}

/** The drawings of the talk. */
export const talkFigures: readonly DeckFigure[] = Object.freeze([
  {
    ...{ name: "classic-networks", words: "AlexNet and VGG-16, layer by layer", settings: [] },
    draw: () => still(drawClassicNetworks()),
  },
  { ...{ name: "inception-v3", words: "the whole Inception-v3", settings: [] }, draw: () => still(drawInceptionV3()) },
  {
    ...{ name: "search-methods", words: "ways to search, as a tree with their cost", settings: [] },
    draw: () => still(drawSearchMethods()),
  },
  {
    ...{ name: "assembly", words: "a cell put together by levels; steps", settings: ["space", "mutations"] },
    draw: (call, data) => stepped(call, drawAssembly(genotypeOf(withoutSteps(call), data)), assemblySteps),
  },
  {
    ...{
      name: "matrix-and-graph",
      words: "a motif as a matrix beside its graph",
      settings: ["level", "motif", "space"],
    },
    draw: (call, data) => {
      const place = { level: numberOf(call, "level", 2, 9), motif: numberOf(call, "motif", 1, 64) };
      if (call.words[0] === "deck") return still(drawMatrixAndGraph(deckExample, { nodeNames: ["L", "M", "N", "O"] }));
      return still(drawMatrixAndGraph(genotypeOf(call, data), place));
    },
  },
  {
    ...{
      name: "mutation-draws",
      words: "the four draws of a mutation; steps",
      settings: ["seed", "space", "mutations"],
    },
    draw: (call, data) => {
      const genotype = genotypeOf(withoutSteps(call), data);
      const mutation = someMutation(genotype, numberOf(call, "seed") ?? 1);
      return stepped(call, drawMutationDraws(genotype, mutation), mutationSteps);
    },
  },
  {
    ...{
      name: "initialization",
      words: "the trivial genotype after 0 to 1,000 mutations; steps",
      settings: ["space", "seed"],
    },
    draw: (call) => {
      const space = spaceByName(call.settings.space ?? "hierarchical");
      return stepped(call, drawInitialization(space, numberOf(call, "seed")), initializationSteps);
    },
  },
  {
    ...{ name: "tournament", words: "a tournament; steps", settings: [] },
    draw: (call) => stepped(call, drawTournament(), tournamentSteps),
  },
  {
    ...{ name: "controller", words: "the asynchronous search with its workers; steps", settings: ["workers"] },
    draw: (call) => stepped(call, drawController(numberOf(call, "workers", 1, 8)), controllerSteps),
  },
  {
    ...{ name: "cover", words: "a cell down to its primitives, without words", settings: ["space", "mutations"] },
    draw: (call, data) => still(drawCover(genotypeOf(call, data))),
  },
  {
    ...{ name: "arcs", words: "a cell as arcs over its nodes", settings: ["space", "mutations"] },
    draw: (call, data) => still(drawArcs(genotypeOf(call, data))),
  },
  {
    ...{
      name: "network-row",
      words: "a whole network in a row: small, large or imagenet",
      settings: ["space", "mutations"],
    },
    draw: (call, data) => {
      const [network = "small", ...words] = call.words;
      return still(drawNetworkRow(genotypeOf({ ...call, words }, data), { network: networkByName(network) }));
    },
  },
  errorsOf(
    "errors-cifar-10",
    "the deck's errors on CIFAR-10 as bars",
    "CIFAR-10 error",
    publishedCifar.map(({ name, isPapers, cifarError }) => ({
      name: shortName(name),
      isPapers,
      error: cifarError.value,
    })),
  ),
  errorsOf(
    "errors-imagenet",
    "the deck's top-1 errors on ImageNet as bars",
    "top-1 error",
    publishedImagenet.map(({ name, isPapers, top1Error }) => ({
      name: shortName(name),
      isPapers,
      error: top1Error.value,
    })),
  ),
  {
    ...{ name: "flat-and-hierarchical", words: "a flat and a hierarchical genotype, side by side", settings: ["seed"] },
    draw: (call, data) => {
      const hierarchical = genotypeOf(call, data);
      if (hierarchical.levels.length === 1) throw new InputError("the genotype is flat; a hierarchical one goes first");
      return still(drawFlatAndHierarchical(someFlat(data, numberOf(call, "seed") ?? 3), hierarchical));
    },
  },
] satisfies readonly DeckFigure[]);

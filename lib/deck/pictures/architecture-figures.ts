/** Drawings of architectures. */
import { drawTreemap } from "../../figures/architectures/draw-costs.js";
import { drawGenotype } from "../../figures/architectures/draw-genotype.js";
import { drawMatrix } from "../../figures/architectures/draw-matrix.js";
import { drawModules } from "../../figures/architectures/draw-modules.js";
import { drawCell, drawMotif } from "../../figures/architectures/draw-motif.js";
import type { DrawingConfig } from "../../figures/architectures/drawing-config.js";
import { drawMutation } from "../../figures/architectures/draw-mutation.js";
import { drawNetwork } from "../../figures/architectures/draw-network.js";
import { drawPrimitives } from "../../figures/architectures/draw-primitives.js";
import { drawUnfolded } from "../../figures/architectures/draw-unfolded.js";
import { exploreGenotype } from "../../figures/architectures/explore-genotype.js";
import type { Shape } from "../../figures/architectures/drawing.js";
import { drawingFigure, drawingOf } from "../../figures/architectures/paint-drawing.js";
import type { Figure } from "../../figures/output/figure.js";
import { legible, plainIds } from "../../figures/talk/talk-parts.js";
import type { Genotype } from "../../genotype/genotype.js";
import { knownModules, moduleByName } from "../../genotype/known-modules.js";
import { sampleMutation } from "../../genotype/mutate.js";
import { networkByName } from "../../network/network-config.js";
import { createRandom } from "../../random.js";
import type { FigureCall } from "../outline/outline.js";
import type { DeckFigure } from "./deck-figure.js";
import { genotypeOf, numberOf } from "./figure-call.js";
import type { Picture } from "./picture.js";

const GENOTYPE = ["space", "mutations", "network", "channels"];

/** A figure that never waits for a key press. */
export const still = (figure: Figure): Picture => ({ kind: "drawing", figure, steps: 0 });

function configOf({ settings }: FigureCall): DrawingConfig {
  return {
    ...(settings.title === undefined ? {} : { title: settings.title }),
    ...(settings.network === undefined ? {} : { network: networkByName(settings.network) }),
    channels: settings.channels === "yes",
  };
}

function ofGenotype(
  name: string,
  words: string,
  draw: (genotype: Genotype, config: DrawingConfig, call: FigureCall) => Figure,
  more: readonly string[] = [],
): DeckFigure {
  return {
    ...{ name, words, settings: [...GENOTYPE, ...more] },
    draw: (call, data) => still(draw(genotypeOf(call, data), configOf(call), call)),
  };
}

/** A cell that opens, with type for a slide: motifs by their numbers, and a shorter hint. */
function exploreOnSlide(genotype: Genotype, config: DrawingConfig): Figure {
  const figure = exploreGenotype(genotype, config);
  const drawing = drawingOf(figure);
  if (drawing === undefined) return figure;
  const { shapes } = legible({ ...drawing, shapes: plainIds(drawing.shapes) });
  const larger = shapes.map((shape): Shape => {
    if (shape.kind !== "text" || shape.size >= 13) return shape;
    return { ...shape, size: 13.4, text: shape.text.startsWith("click") ? "click an edge" : shape.text };
  });
  return drawingFigure(figure.title, figure.description, { ...drawing, shapes: larger });
}

const place = (call: FigureCall) => ({
  level: numberOf(call, "level", 2, 9),
  motif: numberOf(call, "motif", 1, 64),
});

/** The drawings that take a genotype, and those of primitives and known modules. */
export const architectureFigures: readonly DeckFigure[] = Object.freeze([
  {
    ...{ name: "primitives", words: "the six primitive operations", settings: [] },
    draw: () => still(drawPrimitives()),
  },
  ofGenotype("cell", "a cell as a graph of motifs", (genotype, config) => drawCell(genotype, config)),
  ofGenotype(
    "motif",
    "a motif as a graph",
    (genotype, config, call) => drawMotif(genotype, { ...config, ...place(call) }),
    ["level", "motif"],
  ),
  ofGenotype(
    "matrix",
    "a motif as a matrix",
    (genotype, config, call) => drawMatrix(genotype, { ...config, ...place(call) }),
    ["level", "motif"],
  ),
  ofGenotype("genotype", "a cell and its motifs", (genotype, config) => drawGenotype(genotype, config)),
  ofGenotype("explore", "a cell whose motifs open with a click", (genotype, config) =>
    exploreOnSlide(genotype, config),
  ),
  ofGenotype("unfolded", "a cell down to its primitives", (genotype, config) => drawUnfolded(genotype, config)),
  ofGenotype("network", "the whole network around a cell", (genotype, config) => drawNetwork(genotype, config)),
  ofGenotype("treemap", "where a network's parameters are", (genotype, config) => drawTreemap(genotype, config)),
  ofGenotype(
    "mutation",
    "a mutation, before and after",
    (genotype, config, call) =>
      drawMutation(genotype, sampleMutation(genotype, createRandom(numberOf(call, "seed") ?? 1)), config),
    ["seed"],
  ),
  {
    ...{ name: "modules", words: "hand-designed modules: inception, residual, dense, xception", settings: [] },
    draw: ({ words }) => still(drawModules(words.length === 0 ? knownModules : words.map(moduleByName))),
  },
] satisfies readonly DeckFigure[]);

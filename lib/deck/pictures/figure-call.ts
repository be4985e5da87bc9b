/** The arguments of a figure in an outline. */
import type { Genotype } from "../../genotype/genotype.js";
import { initialize, trivialGenotype } from "../../genotype/initialize.js";
import { publishedCell } from "../../genotype/published.js";
import { spaceByName } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { createRandom } from "../../random.js";
import { type DeckData, pickStudy } from "../deck-data.js";
import type { FigureCall } from "../outline/outline.js";

/** A whole number among a figure's settings; undefined without it. Throws InputError for anything else. */
export function numberOf({ settings }: FigureCall, key: string, least = 0, most = 1e6): number | undefined {
  const text = settings[key];
  if (text === undefined) return undefined;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= least && value <= most) return value;
  throw new InputError(`${key}: got ${printable(text)}, must be a whole number from ${least} to ${most}`);
}

/**
 * The genotype that a figure's first word names: `best` (the published cell), `found` (the study's best network),
 * `step:N` (an individual of the study), `trivial` or `random:SEED`. Throws InputError for another word, and where the
 * study has no such genotype.
 */
export function genotypeOf(call: FigureCall, data: DeckData, fallback = "best"): Genotype {
  const [word = fallback] = call.words;
  const space = spaceByName(call.settings.space ?? "hierarchical");
  const [, kind, number] = /^(random|step):(\d+)$/.exec(word) ?? [];
  if (kind === "random") return initialize(space, createRandom(Number(number)), numberOf(call, "mutations")).genotype;
  if (word === "best") return publishedCell;
  if (word === "trivial") return trivialGenotype(space);
  if (word === "found") {
    const { study } = pickStudy(data, call.settings.study);
    if (study.best === undefined) throw new InputError(NOTHING_SCORED);
    return study.best.genotype;
  }
  if (kind === "step") {
    const row = pickStudy(data, call.settings.study).study.population.find(({ step }) => step === Number(number));
    if (row !== undefined) return row.genotype;
    throw new InputError(`the study has no step ${number}`);
  }
  throw new InputError(`got ${printable(word)}, a genotype is best, found, step:NUMBER, trivial or random:SEED`);
}

/** Why a figure of a study without results cannot be drawn. */
export const NOTHING_SCORED = "the study has no scored evaluation yet";

/** Which short protocol predicts long training, as measured in `data/study-protocol`. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { dataFolder } from "../files/project-folder.js";
import { readFileText } from "../files/read-file.js";
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";
import { finiteNumber, parseJson, parseWith, positiveNumber, type Schema, wholeNumber } from "../input/schema.js";
import type { ProtocolRank } from "../rows/protocol-rank.js";
import type { ShortAndLong } from "../rows/short-and-long.js";

/** One rank correlation of a short protocol. */
export interface StudyRank extends ProtocolRank {
  /** Of the protocol's training steps, the share after which it was scored: 1 is a whole training. */
  readonly share: number;
}

/** The measurements of short protocols so far. */
export interface StudyProtocolData {
  /** The finished short trainings, and how many are planned; both 0 while none is recorded. */
  readonly trainings: { readonly done: number; readonly planned: number };
  /** How well each protocol ranks genotypes by each score, on each set of genotypes. */
  readonly ranks: readonly StudyRank[];
  /** Those of them that `rankByCost` draws: whole trainings, to the long ones at c0 = 16, by scores that a search can use. */
  readonly curve: readonly StudyRank[];
  /** The mean accuracies of each genotype by each short protocol and by long trainings, for `shortAgainstLong`. */
  readonly shortAndLong: readonly ShortAndLong[];
}

const share = finiteNumber(0, 1);
const correlation = finiteNumber(-1, 1);
// The name of a protocol says all its settings, that of two rungs those of two protocols.
const words: Schema<string> = v.pipe(v.string(), v.minLength(1), v.maxLength(400));
const rankSchema: Schema<StudyRank> = v.object({
  ...{ protocol: words, space: words, comparedTo: words, rankedBy: words, processorSeconds: positiveNumber() },
  ...{ correlation, lower: correlation, upper: correlation, genotypes: v.optional(wholeNumber()) },
  ...{ share, givenParameters: v.optional(correlation) },
});
const shortAndLongSchema: Schema<ShortAndLong> = v.object({
  ...{ name: words, space: words, protocol: words, short: share, long: share, parameterCount: positiveNumber() },
});
const schema: Schema<Omit<StudyProtocolData, "curve">> = v.object({
  trainings: v.object({ done: wholeNumber(), planned: wholeNumber() }),
  ranks: v.array(rankSchema),
  shortAndLong: v.array(shortAndLongSchema),
});

/** What the curve compares to, the scores and the genotypes in it, as `summarize.mjs` names them. */
const TRUTH = "long trainings, c0 = 16";
const SCORES = ["accuracy", "scoring loss", "training loss, last tenth"];
const SETS = ["hierarchical, random", "hierarchical, better half", "flat"];
// A training scored before its end was scored while its learning rate was high.
const isInCurve = ({ share: trained, comparedTo, rankedBy, space }: StudyRank): boolean =>
  trained === 1 && comparedTo === TRUTH && SCORES.includes(rankedBy) && SETS.includes(space);

/** The rank correlation that a protocol for studies should reach: over random genotypes, and among good ones. */
export const studyProtocolAim: Readonly<Record<string, number>> = Object.freeze({
  "hierarchical, random": 0.75,
  "hierarchical, better half": 0.5,
});

/** The name of `studyProtocol` among the compared protocols. */
export const studyProtocolName = "8 channels, 16×16, batch 64, rate 0.2, 1400 training steps";

/**
 * What `summarize.mjs` of `data/study-protocol` made of the measurements; empty lists while there is no such file. Throws
 * InputError when it is damaged.
 */
export function readStudyProtocol(file: string = join(dataFolder("study-protocol"), "study.json")): StudyProtocolData {
  if (typeof file !== "string") throw new InputError(`study protocol: got ${shown(file)}, must be a path`);
  if (!existsSync(file)) return withCurve({ trainings: { done: 0, planned: 0 }, ranks: [], shortAndLong: [] });
  try {
    return withCurve(parseWith(schema, parseJson(readFileText(file), file), file));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`${error.message}; make it again with node data/study-protocol/summarize.mjs`);
  }
}

function withCurve(data: Omit<StudyProtocolData, "curve">): StudyProtocolData {
  return Object.freeze({ ...data, curve: Object.freeze(data.ranks.filter(isInCurve)) });
}

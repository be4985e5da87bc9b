/** All rows behind a study's figures, shared by notebooks and the command line. */
import { trainedNetworks } from "../rows/trained-networks.js";
import { curveRows, type StudyCurves } from "../rows/curve-rows.js";
import { type DiversityRow, diversityRows } from "../rows/diversity-rows.js";
import { type MutationRow, mutationRows } from "../rows/mutation-rows.js";
import type { Genotype } from "../genotype/genotype.js";
import { printable } from "../input/printable.js";
import { bestOfRows, type StudyRow } from "../rows/study-row.js";
import { isOpenEnded } from "./stop-rules.js";
import type { Study } from "./study.js";
import { studyName } from "./study-name.js";
import { type Work, workRows } from "../rows/work-rows.js";

/** The data of a study's figures. Plain data. */
export interface FigureRows {
  /** The search's name in legends. */
  readonly name: string;
  /** The total number of individuals of the finished study; of one that only stop rules end, those so far. */
  readonly steps: number;
  /** The accuracy of guessing, 1 / classes; null if fitness is not an accuracy. */
  readonly chance: number | null;
  /** One line: space, method, protocol, data, seed. */
  readonly origin: string;
  /** One row per evaluated individual, by step. */
  readonly rows: readonly StudyRow[];
  readonly mutations: readonly MutationRow[];
  readonly diversity: readonly DiversityRow[];
  readonly work: Work;
  readonly curves: StudyCurves;
  /** The genotype of the best network, by the mean of its trainings; empty until something is scored. */
  readonly fittest: readonly { readonly name: string; readonly genotype: Genotype }[];
}

/** The most characters of `origin`. */
const ORIGIN_LENGTH = 1_000;

/** The rows of all of a study's figures. Reads every individual once. */
export async function figureRows(study: Study): Promise<FigureRows> {
  const settings = await study.settings();
  const [rows, individuals] = [await study.rows(), await study.individuals()];
  const best = bestOfRows(rows);
  const fittest = individuals.flatMap(({ step, genotype }) =>
    step === best?.step ? [{ name: "best found", genotype }] : [],
  );
  const isAccuracy = settings.fitness === "training";
  const source = isAccuracy
    ? `${settings.protocol.name} protocol on ${settings.data.replace(/^CIFAR-10 .*/, "CIFAR-10")}`
    : `fitness ${settings.fitness}`;
  return Object.freeze({
    name: studyName(settings),
    steps: isOpenEnded(settings.steps) ? rows.length : settings.steps,
    chance: isAccuracy ? 1 / settings.protocol.network.classCount : null,
    origin: printable(`${studyName(settings)}; ${source}; seed ${settings.seed}`, ORIGIN_LENGTH),
    rows,
    mutations: mutationRows(rows, settings.space),
    diversity: diversityRows(individuals),
    work: workRows(rows),
    curves: curveRows(individuals, trainedNetworks(rows)),
    fittest: Object.freeze(fittest),
  });
}

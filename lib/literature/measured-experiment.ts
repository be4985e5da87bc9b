/** One repeat of an experiment: what it found, and how that did in the final tests. */
import { sum } from "simple-statistics";
import { meanAndSpread } from "../evaluation/evaluation.js";
import { protocolFromData, sameProtocol } from "../evaluation/protocol-data.js";
import type { FinalTestRow } from "../rows/final-test-row.js";
import type { NetworkMean, TrainedRow } from "../rows/network-mean.js";
import type { BestNetwork } from "../rows/study-row.js";
import { seedNoise, trainedNetworks } from "../rows/trained-networks.js";
import type { ExperimentFile } from "../study/experiments/experiment-folder.js";
import { finalistsOf } from "../study/experiments/finalists.js";
import { type ExperimentScale, experimentScales } from "../study/experiments/scales.js";
import type { FinalTest } from "../study/final-test/read-final-test.js";
import type { StudySettings } from "../study/store/study-settings.js";
import { readStudy } from "../study/study.js";

/** The final test of some networks. Errors and standard deviations are fractions, 0 to 1. */
export interface TestedNetworks {
  /** The mean of the networks' mean errors. */
  readonly error: number;
  /** The standard deviation of the networks' means; null for one network. */
  readonly networkSpread: number | null;
  /** The standard deviation of one network's trainings, pooled; null if none was trained twice. */
  readonly seedSpread: number | null;
  readonly networks: number;
  /** The number of scored trainings. */
  readonly trainings: number;
  readonly failed: number;
}

/** Both final tests of some networks; null until one of them is measured. */
export interface BothTests {
  /** All at the protocol's width, c0 = 16. */
  readonly test: TestedNetworks | null;
  /** Each at the width that gives it the published cell's parameters. */
  readonly equalParametersTest: TestedNetworks | null;
}

/** The measurements of one repeat of an experiment. */
export interface MeasuredSearch extends BothTests {
  readonly repeat: number;
  /** The number of evaluations so far, failed ones included. */
  readonly evaluations: number;
  /** The experiment's number of steps at its scale; if that is none of `experimentScales`, the study's own. */
  readonly steps: number;
  /** Trainings of the search and of confirming its best networks. */
  readonly trainings: number;
  /** The best network by its mean; null if nothing is chosen (random architectures) or scored. */
  readonly best: (NetworkMean & { readonly parameterCount: number }) | null;
  /** If nothing is chosen: the mean fitness of the scored networks, 0 to 1, and their standard deviation. */
  readonly drawn: { readonly mean: number; readonly spread: number; readonly networks: number } | null;
}

/** The final tests of a folder; undefined until they are made. */
export interface FinalTests {
  readonly test: FinalTest | undefined;
  readonly equal: FinalTest | undefined;
}

/** A repeat's measurements and its finalists. */
export interface MeasuredExperiment {
  readonly search: MeasuredSearch;
  /** The phenotype hashes of its finalists. */
  readonly hashes: readonly string[];
}

/** Measures a study of an experiment. Throws InputError as `readStudy` does. */
export async function measureExperiment(file: ExperimentFile, tests: FinalTests): Promise<MeasuredExperiment> {
  return readStudy(file.path, async (study) => {
    const [rows, summary, settings] = [await study.rows(), await study.summary(), await study.settings()];
    const { length } = file.experiment;
    const finalists = await finalistsOf(study, file.experiment);
    const hashes = finalists.map(({ hash }) => hash);
    const trained = sum(rows.map(({ trainingCount, reusedFrom }) => (reusedFrom === null ? trainingCount : 0)));
    const search = Object.freeze({
      ...{ repeat: file.repeat, evaluations: summary.evaluated },
      steps: scaleOf(settings)?.steps[length] ?? settings.steps,
      trainings: trained + summary.confirmations.trainings,
      best: length === "draws" || summary.best === null ? null : meanOf(summary.best),
      drawn: length === "draws" ? drawnOf(rows) : null,
      ...testsOf(hashes, tests),
    });
    return { search, hashes };
  });
}

function meanOf(best: BestNetwork): MeasuredSearch["best"] {
  const { hash, step, trainingCount, mean, error, expected, parameterCount } = best;
  return Object.freeze({ hash, step, trainingCount, mean, error, expected, parameterCount });
}

/** Identifies the scale by its protocol, not by a name. */
function scaleOf({ protocol, fitness }: StudySettings): ExperimentScale | undefined {
  if (fitness !== "training") return undefined;
  const own = protocolFromData(protocol);
  return experimentScales.find((scale) => sameProtocol(scale.protocol, own));
}

function drawnOf(rows: readonly TrainedRow[]): MeasuredSearch["drawn"] {
  const means = trainedNetworks(rows).map((network) => network.mean);
  return means.length === 0 ? null : { ...meanAndSpread(means), networks: means.length };
}

/** The final tests of the networks with these hashes. */
export function testsOf(hashes: readonly string[], { test, equal }: FinalTests): BothTests {
  return { test: testedOf(hashes, test), equalParametersTest: testedOf(hashes, equal) };
}

/** A network that two searches found has rows under both names, but counts once. */
function testedOf(hashes: readonly string[], test: FinalTest | undefined): TestedNetworks | null {
  const byTraining = new Map<string, FinalTestRow>();
  for (const row of test?.rows ?? []) {
    if (hashes.includes(row.hash)) byTraining.set(`${row.hash} ${row.seed}`, row);
  }
  const rows = [...byTraining.values()];
  const trained = rows.flatMap(({ hash, accuracy }, index) =>
    accuracy === null ? [] : [{ step: index + 1, hash, fitness: accuracy }],
  );
  if (trained.length === 0) return null;
  const means = trainedNetworks(trained).map((network) => network.mean);
  const { mean, spread } = meanAndSpread(means);
  return Object.freeze({
    error: 1 - mean,
    networkSpread: means.length > 1 ? spread : null,
    seedSpread: seedNoise(trained).spread,
    networks: means.length,
    trainings: trained.length,
    failed: rows.length - trained.length,
  });
}

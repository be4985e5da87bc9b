/** What one repeat of an experiment found, and what the final tests say of it. */
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

/** The final test of some networks. Errors and deviations are fractions, 0 to 1. */
export interface TestedNetworks {
  /** The mean over the networks of the mean over each one's trainings. */
  readonly error: number;
  /** The standard deviation between the networks' means; null for one network. */
  readonly networkSpread: number | null;
  /** The standard deviation between a network's trainings, pooled; null where none was trained twice. */
  readonly seedSpread: number | null;
  readonly networks: number;
  /** Scored ones. */
  readonly trainings: number;
  readonly failed: number;
}

/** Both final tests of some networks; null where none of them is measured. */
export interface BothTests {
  /** At c0 = 16 each. */
  readonly test: TestedNetworks | null;
  /** Each as wide as it must be to have the published cell's parameters. */
  readonly equalParametersTest: TestedNetworks | null;
}

/** One repeat of an experiment as it was measured. */
export interface MeasuredSearch extends BothTests {
  readonly repeat: number;
  /** Evaluations that there are, failed ones among them. */
  readonly evaluations: number;
  /** Those that the experiment has at its scale; where that is none of `experimentScales`, those that it was run with. */
  readonly steps: number;
  /** Those of the search, and those that confirmed its best networks. */
  readonly trainings: number;
  /** The best network by its mean; null where nothing is chosen (random architectures) or scored. */
  readonly best: (NetworkMean & { readonly parameterCount: number }) | null;
  /** Where nothing is chosen: the mean fitness of the scored networks, 0 to 1, and the standard deviation between them. */
  readonly drawn: { readonly mean: number; readonly spread: number; readonly networks: number } | null;
}

/** The final tests of a folder; undefined while there is none. */
export interface FinalTests {
  readonly test: FinalTest | undefined;
  readonly equal: FinalTest | undefined;
}

/** A repeat and its finalists. */
export interface MeasuredExperiment {
  readonly search: MeasuredSearch;
  /** Its finalists' networks. */
  readonly hashes: readonly string[];
}

/** Reads a study of an experiment. Throws InputError as `readStudy` does. */
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

/** The scale is known by what the protocol is, not by its name. */
function scaleOf({ protocol, fitness }: StudySettings): ExperimentScale | undefined {
  if (fitness !== "training") return undefined;
  const own = protocolFromData(protocol);
  return experimentScales.find((scale) => sameProtocol(scale.protocol, own));
}

function drawnOf(rows: readonly TrainedRow[]): MeasuredSearch["drawn"] {
  const means = trainedNetworks(rows).map((network) => network.mean);
  return means.length === 0 ? null : { ...meanAndSpread(means), networks: means.length };
}

/** What the final tests say of the networks of these hashes. */
export function testsOf(hashes: readonly string[], { test, equal }: FinalTests): BothTests {
  return { test: testedOf(hashes, test), equalParametersTest: testedOf(hashes, equal) };
}

/** Two searches may have found one network, and then it has rows under both names: it counts once. */
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

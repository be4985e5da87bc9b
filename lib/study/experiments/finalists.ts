/** The finalists of the experiments: what their searches found, and the cells to compare them with. */
import { trivialGenotype } from "../../genotype/initialize.js";
import { publishedCell } from "../../genotype/published.js";
import { hierarchicalSpace } from "../../genotype/space.js";
import { longProtocol, type Protocol } from "../../evaluation/protocol.js";
import { dataName } from "../../dataset/data-name.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { checkObject } from "../../input/settings.js";
import { planNetwork } from "../../network/plan-network.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { trainedNetworks } from "../../rows/trained-networks.js";
import { FINALISTS } from "../confirm-finalists.js";
import { type Candidate, compareOnTest, type FinalTestConfig } from "../final-test/compare-on-test.js";
import { readStudy, type Study } from "../study.js";
import { equalChannels } from "./equal-parameters.js";
import { checkAlike, type ExperimentFile, experimentFiles, finalistsPath } from "./experiment-folder.js";
import type { Experiment } from "./experiments.js";

/** The cells that finalists are compared with; no search found them here. */
export const references: readonly Candidate[] = Object.freeze([
  Object.freeze({ name: "published cell", genotype: publishedCell }),
  Object.freeze({ name: "trivial cell", genotype: trivialGenotype(hierarchicalSpace) }),
]);

/** The seeds of the finalists' trainings. */
const finalistSeeds: readonly number[] = Object.freeze([1, 2, 3]);

/** The parameter count at equal parameters: the published cell's at c0 = 16. */
const equalParameters: number = planNetwork(publishedCell, longProtocol.network).parameterCount;

/** A finalist of a study. */
export interface FinalistOfStudy {
  /** The individual that first had its network. */
  readonly step: number;
  readonly hash: string;
}

/**
 * The finalists of a study, none before its last step: its three best networks (`trainedNetworks`), or, if it only draws,
 * everything that it drew.
 */
export async function finalistsOf(study: Study, { length }: Experiment): Promise<readonly FinalistOfStudy[]> {
  const rows = await study.rows();
  if (rows.length < (await study.settings()).steps) return [];
  const steps =
    length === "draws"
      ? rows.map(({ step }) => step)
      : trainedNetworks(rows)
          .slice(0, FINALISTS)
          .map(({ step }) => step);
  const byStep = new Map(rows.map((row) => [row.step, row.hash]));
  return steps.map((step) => ({ step, hash: byStep.get(step) as string }));
}

/** Settings of {@link testFinalists}. */
export interface TestFinalistsConfig extends Pick<FinalTestConfig, "signal" | "onProgress"> {
  /** The folder of the experiments. */
  readonly folder: string;
  /** `sample` or a folder with CIFAR-10: the images of the experiments. */
  readonly data: string;
  readonly workers: number;
  /** Whether widths are chosen so that every network has the published cell's parameters, within 10 %. Default: no. */
  readonly atEqualParameters?: boolean;
  /** How they are trained, once per seed. Default: the long protocol. */
  readonly protocol?: Protocol;
}

/** The result of {@link testFinalists}. */
export interface FinalistsTest {
  readonly path: string;
  readonly rows: readonly FinalTestRow[];
  /** One line for each study or network that was left out, with the reason. */
  readonly leftOut: readonly string[];
}

/**
 * Trains the finalists of a folder's experiments at length, each with three seeds, and scores them once on the test
 * images, which played no part in any choice: the three best networks of each search by their mean, all random
 * architectures, the published cell and the trivial cell. The rows are stored in a file of the folder as they finish;
 * calling again continues and repeats no training. Throws InputError for a folder without experiments or whose studies
 * differ in protocol or images, for other images than theirs, and what `compareOnTest` throws.
 */
export async function testFinalists(config: TestFinalistsConfig): Promise<FinalistsTest> {
  checkObject("finalists", config);
  const { folder, data, atEqualParameters = false, protocol = longProtocol, ...rest } = config;
  const files = experimentFiles(folder);
  if (files.length === 0) throw new InputError(`${printable(folder)}: holds no experiment; run one first`);
  const shared = await readStudy(files[0].path, (study) => study.settings());
  await checkAlike(files, { ...shared, data: dataName(data) });
  const leftOut: string[] = [];
  const found: Candidate[] = [];
  for (const file of files) {
    const own = await candidatesOf(file);
    if (own.length === 0) leftOut.push(`${file.experiment.name}, repeat ${file.repeat}: is not done`);
    found.push(...own);
  }
  const candidates = [...found, ...references].flatMap((candidate): readonly Candidate[] => {
    if (!atEqualParameters) return [candidate];
    const channels = equalChannels(candidate.genotype, protocol.network, equalParameters);
    if (channels !== undefined) return [{ ...candidate, channels }];
    leftOut.push(`${candidate.name}: no width gives ${equalParameters} parameters within 10 %`);
    return [];
  });
  const path = finalistsPath(folder, atEqualParameters);
  const rows = await compareOnTest({ ...rest, path, candidates, seeds: finalistSeeds, protocol, data });
  return Object.freeze({ path, rows, leftOut: Object.freeze(leftOut) });
}

async function candidatesOf({ experiment, repeat, path }: ExperimentFile): Promise<readonly Candidate[]> {
  return readStudy(path, async (study) => {
    const candidates: Candidate[] = [];
    for (const { step } of await finalistsOf(study, experiment)) {
      const individual = await study.individual(step);
      if (individual === undefined) throw new Error(`${path}, step ${step}: a finalist, but not recorded`);
      candidates.push({ name: `${experiment.name}, repeat ${repeat}, step ${step}`, genotype: individual.genotype });
    }
    return candidates;
  });
}

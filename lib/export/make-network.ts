/** A run's trained network, and a genotype with initial weights, ready for export. */
import { computeNormalization, type Normalization } from "../dataset/normalize.js";
import { loadSample } from "../dataset/sample.js";
import { describeProtocol } from "../evaluation/describe-protocol.js";
import { protocolFromData } from "../evaluation/protocol-data.js";
import { phenotypeHash } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { parseGenotype } from "../genotype/genotype-file.js";
import { allPrimitives } from "../genotype/primitive-data.js";
import type { Primitive } from "../genotype/primitive.js";
import { initialWeights } from "../graph/session/initial-weights.js";
import type { TrainedWeights } from "../graph/session/classifier.js";
import { checkCount, InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import type { NetworkConfig } from "../network/network-config.js";
import type { Plan } from "../network/plan.js";
import { planNetwork } from "../network/plan-network.js";
import { createRandom } from "../random.js";
import { readTrainedWeights, type Run } from "../training/read-run.js";
import type { ExportedNetwork, ExportOrigin } from "./exported-network.js";
import { networkTensors } from "./network-tensors.js";

/** What a network is made of, apart from its weights. */
export interface NetworkParts {
  readonly genotype: Genotype;
  /** Its `imageSize` is that of pictures. */
  readonly config: NetworkConfig;
  readonly primitives: readonly Primitive[];
  readonly normalization: Normalization;
  readonly classNames: readonly string[];
  readonly origin: ExportOrigin;
}

/**
 * The network of training number `training` of a run, with its trained weights; `given` are primitives that the run has
 * not recorded. Throws InputError when that training is not finished or failed, when its file is damaged, and as
 * {@link allPrimitives}.
 */
export function networkOfRun(run: Run, training: number, given?: readonly Primitive[]): ExportedNetwork {
  const { settings, images, result, path } = run;
  if (typeof path !== "string" || typeof result !== "object") {
    throw new InputError("run: must be what readRun gives");
  }
  checkCount("run: training", training, 1, limits.trainings);
  const protocol = protocolFromData(settings.protocol);
  const { network, scoringSize, trainingSteps } = protocol;
  const finished = result.trainings.find((each) => each.training === training);
  if (finished === undefined) {
    throw new InputError(
      `${printable(path)}: training ${training} is not finished, and its normalization averages are measured at its end; finish it with npx hiernas train --out`,
    );
  }
  const trained = readTrainedWeights(run, training);
  const tested = result.trainings.filter(({ accuracy }) => accuracy !== null).length;
  const parts: NetworkParts = {
    genotype: parseGenotype(JSON.stringify(settings.genotype)),
    config: { ...network, imageSize: { ...network.imageSize, ...scoringSize } },
    primitives: allPrimitives(settings.primitives ?? [], given, printable(path)),
    normalization: images.normalization,
    classNames: images.classNames,
    origin: {
      kind: "trained",
      ...{ training, trainingCount: result.trainingCount, trainingSteps, data: settings.data },
      ...{ trainingImages: images.training, testImages: images.test },
      ...{
        accuracy: finished.accuracy ?? 0,
        topFiveAccuracy: finished.topFiveAccuracy,
        mean: result.mean ?? 0,
        spread: result.spread ?? 0,
        tested,
      },
      ...{ begun: run.begun.at, hiernas: run.begun.hiernas, protocol: protocolWords(run) },
    },
  };
  return assemble(parts, () => trained);
}

/** How a genotype without training is exported. */
export interface InitialConfig {
  readonly network: NetworkConfig;
  readonly seed: number | string;
  readonly primitives: readonly Primitive[];
}

/**
 * A genotype's network with initial weights, means of 0 and variances of 1: not trained. Colours are normalized as the
 * bundled sample's, and classes named after its, where there are ten. Throws InputError as `planNetwork` does.
 */
export function initialNetwork(genotype: Genotype, { network, seed, primitives }: InitialConfig): ExportedNetwork {
  // Before the sample is read, which takes a while.
  planNetwork(genotype, network, primitives);
  const sample = loadSample();
  const { classCount, imageSize } = network;
  const isColour = imageSize.channels === sample.training.channels;
  const half = Array.from({ length: imageSize.channels }, () => 127.5);
  const parts: NetworkParts = {
    ...{ genotype, config: network, primitives },
    normalization: isColour ? computeNormalization(sample.training) : { mean: half, standardDeviation: half },
    classNames:
      classCount === sample.classNames.length
        ? sample.classNames
        : Array.from({ length: classCount }, (_, label) => `class ${label + 1}`),
    origin: { kind: "initial", seed },
  };
  return assemble(parts, (plan) => {
    const averages = new Float32Array(plan.averageCount);
    for (const { averages: own } of plan.operations)
      if (own !== undefined) averages.fill(1, own.offset + own.channels, own.offset + 2 * own.channels);
    return { weights: initialWeights(plan, createRandom(seed).split("weights")), averages };
  });
}

/** A network of its parts and its weights. */
export function assemble(parts: NetworkParts, weightsOf: (plan: Plan) => TrainedWeights): ExportedNetwork {
  const { genotype, config, primitives, normalization, classNames, origin } = parts;
  const plan = planNetwork(genotype, config, primitives);
  const { height, width, channels } = config.imageSize;
  return {
    ...{ genotype, config, plan, hash: phenotypeHash(genotype), classNames, origin },
    primitives: genotype.primitives.map((name) => primitives.find((each) => each.name === name) as Primitive),
    tensors: networkTensors(plan, config.cellsPerGroup, weightsOf(plan)),
    preprocessing: { height, width, channels, normalization },
  };
}

function protocolWords({ settings, images }: Run): Readonly<Record<string, string>> {
  const [...rows] = describeProtocol({ ...settings.protocol, name: "run" });
  const words = Object.fromEntries(rows.map(({ setting, run: told }) => [setting, told]));
  return {
    ...words,
    ...(settings.accumulate > 1 && {
      "parts of a batch": `${settings.accumulate}, each normalized by its own statistics`,
    }),
    "validation images": images.validation === 0 ? "trained on too" : `${images.validation}, kept apart`,
    seed: String(settings.seed),
  };
}

/** Settings of a run as a caller gives them, checked and completed. */
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import * as v from "valibot";
import { devicesOf } from "../evaluation/child-environment.js";
import { checkProtocol } from "../evaluation/check-protocol.js";
import { machineMemory } from "../evaluation/machine-memory.js";
import type { Protocol } from "../evaluation/protocol.js";
import { protocolData, protocolForData, protocolFromData } from "../evaluation/protocol-data.js";
import { defaultThreads } from "../evaluation/threads.js";
import type { PreparationProgress } from "../dataset/pictures/prepare-pictures.js";
import { phenotypeHash } from "../genotype/canonical.js";
import type { Genotype } from "../genotype/genotype.js";
import { genotypeToJson, parseGenotype } from "../genotype/genotype-file.js";
import type { Primitive } from "../genotype/primitive.js";
import { allPrimitives, ownPrimitives } from "../genotype/primitive-data.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import { functionValue, parseWith, type Schema, seedValue, signalValue, wholeNumber } from "../input/schema.js";
import { checkObject } from "../input/settings.js";
import { planNetwork } from "../network/plan-network.js";
import type { RunDescription } from "./describe-run.js";
import { largeProtocol } from "./large-protocol.js";
import type { RunCurvePoint } from "../rows/run-curve.js";
import { hasRun, readRunFile } from "./run-folder.js";
import type { RunProgress, RunTask } from "./run-messages.js";

/** How far a run is, with its curve so far. */
export interface RunState extends RunProgress {
  /** All points so far, for a live chart. */
  readonly points: readonly RunCurvePoint[];
}

/** Settings of {@link runTraining}. Those of a run that exists may be left out; those given must be its own. */
export interface RunTrainingConfig {
  /** The run's folder: made when it is missing, and resumed when it holds this run. */
  readonly path: string;
  /** What to train. Required for a new run. */
  readonly genotype?: Genotype;
  /** How to train it; `trainingCount` is the number of trainings. Default: {@link largeProtocol}. */
  readonly protocol?: Protocol;
  /**
   * `sample`, or a folder with CIFAR-10, IDX files (Fashion-MNIST) or pictures. The number of classes is the data's.
   * Default: `sample`.
   */
  readonly data?: string;
  /**
   * How many training images are the validation split, if the folder does not say so. Default: 10,000 of CIFAR-10, the
   * paper's; otherwise a fifth.
   */
  readonly validationCount?: number;
  /** Whether a picture that cannot be used is an error. Default: it is skipped, with a warning. */
  readonly strict?: boolean;
  /**
   * How many pictures are decoded at once beside the training, where they are not all in memory (a `resizedCrop`).
   * Default: the cores.
   */
  readonly decoders?: number;
  /** Determines everything random. Default: 1. */
  readonly seed?: number | string;
  /**
   * Takes each batch in so many parts, which needs the memory of one. Each part is normalized by its own statistics, so
   * the result differs from that of whole batches. Default: 1.
   */
  readonly accumulate?: number;
  /**
   * Keeps the validation images apart and scores them every so many training steps, to watch; nothing is chosen by
   * them. Default: they are trained on too, as in the paper (section 4.2), and nothing is scored before the end.
   */
  readonly validateEvery?: number;
  /** The most training steps between two checkpoints; one is also written every 15 minutes. Default: 500. */
  readonly checkpointEvery?: number;
  /** How many checkpoints are kept. Default: 3. */
  readonly keep?: number;
  /** TensorFlow's threads. Default: what `npx hiernas doctor` measured to pay off here, otherwise the cores. */
  readonly threads?: number;
  /** The CUDA device to train on; training on the CPU is then an error. Default: what TensorFlow finds. */
  readonly device?: string;
  /** The most memory the training may be predicted to take, in bytes. Default: the machine's, less this process's. */
  readonly memoryBytes?: number;
  /**
   * Primitives that the genotype uses, besides the paper's and plain 3×3 and 5×5 convolutions. The folder records them,
   * so that resuming and exporting need them no more; but one whose channels are no multiples of its input's and of C
   * must be given each time.
   */
  readonly primitives?: readonly Primitive[];
  /** Ends the training after its current training step, once a checkpoint is written. */
  readonly signal?: AbortSignal;
  /** Called while a folder's pictures are read for the first time. */
  readonly onPreparation?: (progress: PreparationProgress) => void;
  /** Called before the first training step with what the run takes. */
  readonly onBegin?: (description: RunDescription) => void;
  /** Called at most about five times a second, and at every point of the curve. */
  readonly onProgress?: (state: RunState) => void;
  /** Called for what is worth knowing and stops nothing, such as a damaged checkpoint. Default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/** The settings that have defaults, apart from those of the machine. */
export const runTrainingDefaults = Object.freeze({
  protocol: largeProtocol,
  data: "sample",
  seed: 1,
  accumulate: 1,
  checkpointEvery: 500,
  keep: 3,
});

const schema = v.object({
  path: v.pipe(v.string("must be a folder"), v.minLength(1, "must be a folder")),
  data: v.optional(v.pipe(v.string("must be sample or a folder"), v.minLength(1, "must be sample or a folder"))),
  validationCount: v.optional(wholeNumber(1)),
  strict: v.optional(v.boolean("must be true or false")),
  decoders: v.optional(wholeNumber(1, limits.decoders)),
  seed: v.optional(seedValue()),
  accumulate: v.optional(wholeNumber(1, limits.batchSize)),
  validateEvery: v.optional(wholeNumber(1, limits.trainingSteps)),
  checkpointEvery: v.optional(wholeNumber(1, limits.trainingSteps)),
  keep: v.optional(wholeNumber(1, limits.checkpoints)),
  threads: v.optional(wholeNumber(1, limits.threads)),
  device: v.optional(v.string("must be a CUDA device, as CUDA_VISIBLE_DEVICES names it")),
  memoryBytes: v.optional(wholeNumber(1)),
  signal: v.optional(signalValue()),
  onPreparation: v.optional(functionValue<NonNullable<RunTrainingConfig["onPreparation"]>>()),
  onBegin: v.optional(functionValue<NonNullable<RunTrainingConfig["onBegin"]>>()),
  onProgress: v.optional(functionValue<NonNullable<RunTrainingConfig["onProgress"]>>()),
  onWarning: v.optional(functionValue<NonNullable<RunTrainingConfig["onWarning"]>>()),
}) satisfies Schema<unknown>;

/** A run ready for its child process. */
export interface ResolvedRun {
  readonly task: RunTask;
  readonly strict: boolean;
  readonly decoders: number;
  readonly device: string | undefined;
}

/**
 * Checks the settings and completes them: from the run in the folder if there is one, otherwise by defaults. Throws
 * InputError for an invalid setting, a new run without a genotype, more parts than images in a batch, and a genotype or
 * network that gives no plan.
 */
export function resolveRun(config: RunTrainingConfig): ResolvedRun {
  checkObject("training", config);
  const checked = parseWith(schema, config, "training");
  const { path } = checked;
  const file = hasRun(path) ? readRunFile(path) : undefined;
  const kept = file?.settings;
  const genotype = config.genotype ?? (kept && parseGenotype(JSON.stringify(kept.genotype)));
  if (genotype === undefined) {
    throw new InputError(`${printable(path)}: holds no run to resume; give a genotype to begin one`);
  }
  const asked = config.protocol ?? (kept ? protocolFromData(kept.protocol) : runTrainingDefaults.protocol);
  checkProtocol(asked);
  const dataPath = checked.data ?? file?.begun.dataPath ?? runTrainingDefaults.data;
  const protocol = protocolForData(asked, dataPath);
  const accumulate = checked.accumulate ?? kept?.accumulate ?? runTrainingDefaults.accumulate;
  if (accumulate > protocol.batchSize) {
    throw new InputError(
      `training: accumulate: got ${accumulate}, must be at most the batch size, ${protocol.batchSize}`,
    );
  }
  const primitives = allPrimitives(kept?.primitives ?? [], config.primitives, printable(path));
  const plan = planNetwork(genotype, protocol.network, primitives);
  const own = kept === undefined ? ownPrimitives(genotype, primitives) : (kept.primitives ?? []);
  const threads = checked.threads ?? defaultThreads(1);
  const device = checked.device ?? devicesOf()[0];
  return {
    device,
    strict: checked.strict ?? false,
    decoders: checked.decoders ?? availableParallelism(),
    task: {
      path: resolve(path),
      settings: {
        genotype: JSON.parse(genotypeToJson(genotype)) as unknown,
        hash: phenotypeHash(genotype),
        ...(own.length > 0 && { primitives: own }),
        protocol: protocolData(protocol),
        // The child, which reads the images, names them.
        data: dataPath,
        validationCount: checked.validationCount ?? kept?.validationCount,
        seed: checked.seed ?? kept?.seed ?? runTrainingDefaults.seed,
        accumulate,
        validateEvery: checked.validateEvery ?? kept?.validateEvery ?? null,
      },
      plan,
      dataPath: dataPath === "sample" ? dataPath : resolve(dataPath),
      checkpointEvery: checked.checkpointEvery ?? runTrainingDefaults.checkpointEvery,
      keep: checked.keep ?? runTrainingDefaults.keep,
      threads,
      memoryBytes: checked.memoryBytes ?? machineMemory() - process.memoryUsage.rss(),
      gpu: protocol.gpu,
      needsGpu: checked.device !== undefined,
    },
  };
}

/** What a worker evaluates with. */
import { dataName } from "../../dataset/data-name.js";
import type { PreparationProgress } from "../../dataset/pictures/prepare-pictures.js";
import type { Evaluation } from "../../evaluation/evaluation.js";
import { prepareProtocol, protocolFromData } from "../../evaluation/protocol-data.js";
import { openWorkerPool } from "../../evaluation/worker-pool.js";
import type { Genotype } from "../../genotype/genotype.js";
import type { Space } from "../../genotype/space.js";
import { InputError } from "../../input/errors.js";
import { shown } from "../../input/printable.js";
import { planNetwork } from "../../network/plan-network.js";
import { completeEvaluation, type OwnEvaluation } from "../own-evaluation.js";
import { spaceOf } from "../replay-study.js";
import type { StudyAddress } from "../store/study-address.js";
import type { StudySettings } from "../store/study-settings.js";
import type { EvaluationJob } from "./evaluation-job.js";

/** How a worker evaluates. */
export interface EvaluatorConfig {
  /** Where this machine has the study's images: `sample`, or a folder. Default: `sample`. */
  readonly data?: string;
  /** Evaluations at once. Default: what doctor measured to pay off on this machine. */
  readonly workers?: number;
  /** TensorFlow's threads in each, as in the worker pool. */
  readonly threadsPerWorker?: number;
  /** CUDA devices that evaluations take turns on, as in the worker pool. */
  readonly devices?: readonly string[];
  /** The study's own fitness function, for studies that have one. */
  readonly evaluate?: (
    genotype: Genotype,
    config: Pick<EvaluationJob, "seed" | "step" | "trainingCount"> & { readonly signal: AbortSignal },
  ) => Promise<OwnEvaluation>;
  /** The study's name for that function. Default: `own`. */
  readonly evaluateName?: string;
  /** The study's space, if it has primitives of your own. */
  readonly space?: Space;
  /** Ends the worker once the evaluations that it began are answered. */
  readonly signal?: AbortSignal;
  readonly onPreparation?: (progress: PreparationProgress) => void;
  /** Called for what is worth knowing and stops nothing. Default: `console.warn`. */
  readonly onWarning?: (message: string) => void;
}

/** Evaluates as a study demands, on this machine. */
export interface Evaluator {
  readonly evaluate: (
    genotype: Genotype,
    told: Pick<EvaluationJob, "seed" | "step" | "trainingCount"> & { readonly signal: AbortSignal },
  ) => Promise<Evaluation>;
  readonly close: () => Promise<void>;
}

/** What evaluates as the study demands. Throws InputError when this machine cannot. */
export async function openEvaluator(
  { place }: StudyAddress,
  settings: StudySettings,
  config: EvaluatorConfig & { readonly workers: number },
): Promise<Evaluator> {
  const own = config.evaluate === undefined ? "training" : (config.evaluateName ?? "own");
  if (settings.fitness !== own) {
    throw new InputError(
      `${place}: its fitness is ${shown(settings.fitness)}, this worker's ${shown(own)}: give the same`,
    );
  }
  const { primitives } = config.space ?? spaceOf(place, settings);
  const recorded = protocolFromData(settings.protocol);
  const { evaluate } = config;
  if (evaluate !== undefined) {
    return {
      evaluate: async (genotype, told) => {
        const began = performance.now();
        return completeEvaluation(await evaluate(genotype, told), told.step, () => {
          const { parameterCount, multiplyAdds } = planNetwork(genotype, recorded.network, primitives);
          return { parameterCount, multiplyAdds, evaluationMillis: Math.round(performance.now() - began) };
        });
      },
      close: () => Promise.resolve(),
    };
  }
  const { data = "sample", signal, onPreparation: onProgress, onWarning, workers, threadsPerWorker, devices } = config;
  const protocol = await prepareProtocol(recorded, data, { signal, onProgress, onWarning });
  const images = dataName(data);
  if (images !== settings.data) {
    throw new InputError(
      `${place}: its images are ${settings.data}, this machine's are ${images}: give their folder by --data`,
    );
  }
  return openWorkerPool({ protocol, data, workers, threadsPerWorker, devices, primitives });
}

/** Classifies images in a child process of their own. */
import { join } from "node:path";
import { describeEnd } from "../evaluation/failure.js";
import { shownWords } from "../evaluation/last-words.js";
import { type ErrorData, errorFromData } from "../evaluation/messages.js";
import { lastWords, startChild } from "../evaluation/start-child.js";
import { defaultThreads } from "../evaluation/threads.js";
import type { Batch } from "../graph/session/batch.js";
import type { TrainedWeights } from "../graph/session/classifier.js";
import { removeGraphFoldersOf } from "../graph/session/graph-folder.js";
import { InputError } from "../input/errors.js";
import type { Plan } from "../network/plan.js";

/** What the child is told. */
export interface ClassifyTask {
  readonly plan: Plan;
  readonly trained: TrainedWeights;
  readonly batches: readonly Pick<Batch, "images" | "shape">[];
}

/** What it answers: the probabilities of each batch, `[batch, classes]`, or what went wrong. */
export type ClassifyAnswer = { readonly probabilities: readonly Float32Array[] } | { readonly error: ErrorData };

/**
 * The probability of each class for each image of each batch, `[batch, classes]`, row-major. Rejects with InputError
 * when TensorFlow is missing and when the process dies, for example for want of memory.
 */
export async function classifyApart(task: ClassifyTask): Promise<readonly Float32Array[]> {
  const { child, outputs } = startChild(join(__dirname, "classify-main.js"), { threads: defaultThreads(1) });
  try {
    const answer = await new Promise<ClassifyAnswer>((resolve, reject) => {
      child.once("message", resolve);
      child.once("error", reject);
      child.once("close", (code, signal) => {
        const how = describeEnd({ code, signal });
        const words = shownWords(lastWords({ outputs }));
        reject(new InputError(`predict: its process ended with ${how}; it said last: ${words}`));
      });
      child.send(task, () => {});
    });
    if ("error" in answer) throw errorFromData(answer.error, "predict");
    return answer.probabilities;
  } finally {
    child.kill("SIGKILL");
    if (child.pid !== undefined) removeGraphFoldersOf(child.pid);
  }
}

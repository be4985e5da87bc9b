/** The child process that classifies, so that TensorFlow neither blocks its parent nor writes into its output. */
import { errorToData } from "../evaluation/messages.js";
import { openClassifier } from "../graph/session/classifier.js";
import type { ClassifyAnswer, ClassifyTask } from "./classify-apart.js";

// An interrupt reaches the whole process group; the parent decides what it means.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", (task: ClassifyTask) => void answer(task));

async function answer(task: ClassifyTask): Promise<void> {
  const message = await classify(task);
  process.send?.(message, undefined, undefined, () => process.exit(0));
}

async function classify({ plan, trained, batches }: ClassifyTask): Promise<ClassifyAnswer> {
  try {
    const classifier = await openClassifier(plan, trained);
    return { probabilities: batches.map((batch) => classifier.classify(batch)) };
  } catch (error) {
    return { error: errorToData(error) };
  }
}

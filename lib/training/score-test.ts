/** The test images, classified once by a trained network. */
import { setImmediate } from "node:timers/promises";
import { scoringBatchesOf } from "../dataset/image-batches.js";
import { openClassifier, type TrainedWeights } from "../graph/session/classifier.js";
import type { Plan } from "../network/plan.js";
import type { RunData } from "./run-data.js";
import type { TestPredictions } from "../rows/prediction-rows.js";

/** What a network made of the test images. */
export interface TestScore {
  readonly accuracy: number;
  /**
   * The share of images whose class is among the five that the network finds likeliest; undefined when there are at
   * most ten classes, where it says little.
   */
  readonly topFiveAccuracy?: number;
  /** Mean softmax cross-entropy, in nats. */
  readonly testLoss: number;
  readonly test: TestPredictions;
}

/** Classifies all test images in batches of `batchSize`; calls `checkpoint`, which may throw, before each. */
export async function scoreTest(
  plan: Plan,
  trained: TrainedWeights,
  { test, normalization, classNames }: Pick<RunData, "test" | "normalization" | "classNames">,
  batchSize: number,
  checkpoint: () => void,
): Promise<TestScore> {
  const predicted: number[] = [];
  const probabilities: number[] = [];
  const labelProbabilities: number[] = [];
  let [loss, amongFive] = [0, 0];
  const classifier = await openClassifier(plan, trained);
  try {
    for await (const batch of scoringBatchesOf(test, { batchSize, normalization, reuse: true })) {
      checkpoint();
      const all = classifier.classify(batch);
      batch.labels.forEach((label, index) => {
        const row = all.subarray(index * plan.classCount, (index + 1) * plan.classCount);
        const most = row.indexOf(Math.max(...row));
        predicted.push(most);
        probabilities.push(fiveDigits(row[most]));
        labelProbabilities.push(fiveDigits(row[label]));
        // Of equally likely classes the first counts as likelier, as in the choice of the likeliest.
        const likelier = row.filter((each, at) => each > row[label] || (each === row[label] && at < label)).length;
        if (likelier < TOP) amongFive++;
        loss -= Math.log(Math.max(row[label], Number.MIN_VALUE));
      });
      await setImmediate();
    }
  } finally {
    classifier.dispose();
  }
  const labels = [...test.labels];
  const correct = labels.filter((label, index) => label === predicted[index]).length;
  return {
    accuracy: correct / labels.length,
    ...(plan.classCount > 2 * TOP && { topFiveAccuracy: amongFive / labels.length }),
    testLoss: loss / labels.length,
    test: { classNames, labels, predicted, probabilities, labelProbabilities },
  };
}

/** ImageNet's measure beside the first. */
const TOP = 5;

const fiveDigits = (probability: number): number => Number(probability.toPrecision(5));

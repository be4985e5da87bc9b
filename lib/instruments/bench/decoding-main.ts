/** A process of the decoding benchmark, whose libuv has as many threads as decoders: its task comes by message. */
import { setImmediate } from "node:timers/promises";
import { median } from "simple-statistics";
import { computePictureNormalization, openPictureData } from "../../dataset/pictures/load-pictures.js";
import { pictureTrainingBatches } from "../../dataset/pictures/picture-batches.js";
import { initialWeights } from "../../graph/session/initial-weights.js";
import { openTrainingSession } from "../../graph/session/training-session.js";
import { createRandom } from "../../random.js";
import type { DecodingTask, DecodingTimes } from "./bench-decoding.js";

/** The least seconds of decoding alone; short enough that a whole table takes a minute. */
const ALONE_SECONDS = 4;
const ALONE_BATCH = 16;
const LEARNING_RATE = 0.01;

async function measure({ folder, plan, batchSize, trainingSteps }: DecodingTask): Promise<DecodingTimes> {
  const { height, width } = plan.imageSize;
  const { all } = openPictureData(folder, { height, width }, { seed: 1, validationCount: 0 });
  const normalization = await computePictureNormalization(all);
  const augmentation = { resizedCrop: { height, width }, flip: true };
  const settings = { augmentation, normalization, random: createRandom(1) };

  const alone = pictureTrainingBatches(all, { ...settings, batchSize: ALONE_BATCH });
  await alone.next();
  const began = performance.now();
  let count = 0;
  while (performance.now() - began < 1_000 * ALONE_SECONDS) count += (await alone.next()).value.labels.length;
  const aloneSeconds = (performance.now() - began) / 1_000;
  await alone.return(undefined as never);

  const session = await openTrainingSession(plan, batchSize);
  try {
    session.setWeights(initialWeights(plan, createRandom(1)));
    const batches = pictureTrainingBatches(all, { ...settings, batchSize });
    const [needed, waited, whole]: number[][] = [[], [], []];
    // As a training does; the first step, in which nothing was decoded ahead and memory is new, is not counted.
    for (let trainingStep = 0; trainingStep <= trainingSteps; trainingStep++) {
      const start = performance.now();
      const { value: batch } = await batches.next();
      const ready = performance.now();
      session.train(batch, LEARNING_RATE);
      const end = performance.now();
      await setImmediate();
      if (trainingStep === 0) continue;
      waited.push(ready - start);
      whole.push(end - start);
    }
    await batches.return(undefined as never);
    const { value: batch } = await pictureTrainingBatches(all, { ...settings, batchSize }).next();
    for (let trainingStep = 0; trainingStep < trainingSteps; trainingStep++) {
      const start = performance.now();
      session.train(batch, LEARNING_RATE);
      needed.push(performance.now() - start);
    }
    return {
      decodedPerSecond: count / aloneSeconds,
      neededPerSecond: (1_000 * batchSize) / median(needed),
      trainedPerSecond: (1_000 * batchSize) / median(whole),
      waitedShare: median(waited) / median(whole),
      engine: session.engine,
      memoryBytes: process.resourceUsage().maxRSS * 1_024,
    };
  } finally {
    session.dispose();
  }
}

process.once("message", (task: DecodingTask) => {
  measure(task).then(
    (times) => process.send?.({ times }, () => process.exit(0)),
    (error: unknown) => process.send?.({ message: String((error as Error).message) }, () => process.exit(1)),
  );
});

// The child process of measure.mjs: one training with as many scores as possible. The final score is exactly the
// library's (without warm-up). There are also scores of averaged weights, and both at earlier looks. Looks use a second
// training session, so that they do not affect the training.
import { scoringBatches, trainingBatches } from "../../build/lib/dataset/batches.js";
import { limitImages } from "../../build/lib/dataset/images.js";
import { recordCurve } from "../../build/lib/evaluation/curve.js";
import { prepareData } from "../../build/lib/evaluation/prepare-data.js";
import { initialWeights } from "../../build/lib/graph/session/initial-weights.js";
import { learningRateAt } from "../../build/lib/graph/session/learning-rate.js";
import { openTrainingSession } from "../../build/lib/graph/session/training-session.js";
import { createRandom } from "../../build/lib/random.js";

/** The images that an early look scores, and its recalibration batches. */
const LOOK_IMAGES = 2_500;
const LOOK_BATCHES = 5;
/** The number of times that weights enter the average during a training. */
const AVERAGED = 400;
/** The weights at training step t enter with a factor of about t³, so that the average covers about the last fifth. */
const POWER = 3;

// An interrupt reaches the whole process group; the parent handles it.
process.on("SIGINT", () => {});
// Exits normally, so that the graph's folder is removed.
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

process.once("message", async (task) => {
  const result = await trainAndLook(task);
  process.send(result, () => process.exit(0));
});

async function trainAndLook({ plan, protocol, seed, scoreOn, curvePoints, data: folder, looks, warmUp }) {
  const data = prepareData({ protocol, data: folder, scoreOn });
  const seconds = stopwatch();
  const { momentum, weightDecay, batchSize, trainingSteps } = protocol;
  const session = await openTrainingSession(plan, batchSize, { momentum, weightDecay });
  const random = createRandom(seed).split("training", 1);
  session.setWeights(initialWeights(plan, random.split("weights")));
  const buildSeconds = seconds();

  const looker = await openTrainingSession(plan, batchSize, { momentum, weightDecay });
  const early = { ...data, scoring: limitImages(data.scoring, LOOK_IMAGES, createRandom("looks")) };
  let lookSeconds = seconds();

  const batches = trainingBatches(data.training, {
    batchSize,
    augmentation: { ...protocol.augmentation, resize: undefined },
    normalization: data.normalization,
    random: random.split("batches"),
    reuse: true,
  });
  const curve = recordCurve(trainingSteps, curvePoints);
  const average = averageOfWeights(plan.parameterCount);
  const stride = Math.max(1, Math.floor(trainingSteps / AVERAGED));
  const seen = [];
  let trainSeconds = 0;
  for (let step = 1; step <= trainingSteps; step++) {
    const rate = learningRateAt(protocol.schedule, step - 1, trainingSteps) * Math.min(1, step / (warmUp + 1));
    const { loss } = session.train(batches.next().value, rate);
    curve.add(loss);
    if (!Number.isFinite(loss)) {
      const message = `training step ${step} of ${trainingSteps}: the loss is ${loss}`;
      return {
        status: "failed",
        reason: "lossNotFinite",
        message,
        ...counts(plan),
        processorSeconds: trainSeconds + seconds(),
      };
    }
    if (step % stride === 0) average.add(session.weights());
    await new Promise(setImmediate);
    const share = looks.find((each) => Math.round(each * trainingSteps) === step);
    if (share === undefined) continue;
    trainSeconds += seconds();
    const atLook = random.split("look");
    const raw = share < 1 && look(looker, session.weights(), early, protocol, LOOK_BATCHES, atLook);
    const averaged = look(
      looker,
      average.weights(),
      share < 1 ? early : data,
      protocol,
      protocol.recalibrationBatches,
      atLook,
    );
    seen.push({ trainingStep: step, ...(raw && { raw }), averaged });
    lookSeconds += seconds();
  }
  trainSeconds += seconds();
  const final = look(session, undefined, data, protocol, protocol.recalibrationBatches, random);
  const scoreSeconds = seconds();
  return {
    status: "scored",
    ...final,
    looks: seen,
    // The mean loss since the previous point, in nats.
    curve: curve.points().map(({ trainingStep, loss }) => [trainingStep, loss]),
    ...counts(plan),
    // The cost of an evaluation by this protocol, without looks.
    processorSeconds: round(buildSeconds + trainSeconds + scoreSeconds),
    buildSeconds: round(buildSeconds),
    trainSeconds: round(trainSeconds),
    scoreSeconds: round(scoreSeconds),
    lookSeconds: round(lookSeconds),
    engine: session.engine,
  };
}

/** Recalibrates and scores `weights` (default: the session's) like the library after a training. */
function look(session, weights, data, protocol, recalibrationBatches, random) {
  const { scoringBatchSize: batchSize, augmentation } = protocol;
  const { normalization, scoring } = data;
  if (weights !== undefined) session.setWeights(weights);
  const batches = trainingBatches(data.recalibration, {
    batchSize,
    augmentation: { flip: augmentation.flip },
    normalization,
    random: random.split("recalibration"),
    reuse: true,
  });
  for (let count = 1; count <= recalibrationBatches; count++) session.calibrate(batches.next().value, 1 / count);
  let correct = 0;
  let loss = 0;
  for (const batch of scoringBatches(scoring, { batchSize, normalization, reuse: true })) {
    const scored = session.score(batch);
    correct += scored.correct;
    loss += scored.loss * batch.labels.length;
  }
  return { accuracy: correct / scoring.count, scoringLoss: Number((loss / scoring.count).toPrecision(6)) };
}

/**
 * A running average without a fixed length: the n-th vector enters by (p + 1) / (n + p), which weights it by about the
 * p-th power of n (polynomial decay; Shamir and Zhang, 2013).
 */
function averageOfWeights(length) {
  const mean = new Float64Array(length);
  let count = 0;
  return {
    add(weights) {
      const share = (POWER + 1) / (++count + POWER);
      for (let index = 0; index < length; index++) mean[index] += share * (weights[index] - mean[index]);
    },
    weights: () => Float32Array.from(mean),
  };
}

/** Returns the processor seconds since the last call. */
function stopwatch() {
  let last = process.cpuUsage();
  return () => {
    const { user, system } = process.cpuUsage(last);
    last = process.cpuUsage();
    return (user + system) / 1e6;
  };
}

const counts = ({ parameterCount, multiplyAdds }) => ({ parameterCount, multiplyAdds });
const round = (value) => Number(value.toFixed(2));

/** hiernas as a contender: a child process of the benchmark that trains on request. */
import { sum } from "d3-array";
import { createInterface } from "node:readline";
import { scoringBatches, trainingBatches } from "../../dataset/batches.js";
import { evaluatePlan } from "../../evaluation/evaluate-plan.js";
import { prepareData, type PreparedData } from "../../evaluation/prepare-data.js";
import type { Batch } from "../../graph/session/batch.js";
import { initialWeights } from "../../graph/session/initial-weights.js";
import { loadBinding, wrapBinding } from "../../graph/session/tensorflow.js";
import { openTrainingSession, type TrainingSession } from "../../graph/session/training-session.js";
import { InputError } from "../../input/errors.js";
import { createRandom } from "../../random.js";
import type { Evaluated, FromContender, Opened, Scored, ToContender, Trained } from "./contender-messages.js";

/** Small enough that no network diverges in a benchmark. */
const LEARNING_RATE = 0.01;

type Open = Extract<ToContender, { kind: "open" }>;

interface Opening {
  readonly message: Open;
  readonly data: PreparedData;
  readonly session: TrainingSession;
}

let opening: Opening | undefined;
/** By batch size, so that sizes can take turns. */
const streams = new Map<number, Iterator<Batch>>();
let nativeMillis = 0;

// An interrupt reaches the whole process group; the parent handles it.
process.on("SIGINT", () => {});
// So that exit handlers remove the graph's folder.
process.on("SIGTERM", () => process.exit(143));
process.stdout.on("error", () => {});

let last = Promise.resolve();
createInterface({ input: process.stdin })
  .on("line", (line) => {
    last = last.then(() => answer(JSON.parse(line) as ToContender));
  })
  .on("close", () => void last.then(() => process.exit(0)));

async function answer(message: ToContender): Promise<void> {
  let said: FromContender;
  try {
    said = await answerTo(message);
  } catch (error) {
    const isInput = error instanceof InputError;
    said = { kind: "error", message: error instanceof Error ? error.message : String(error), isInput };
  }
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

function answerTo(message: ToContender): FromContender | Promise<FromContender> {
  if (message.kind === "open") return open(message);
  if (opening === undefined) throw new Error("got a request before it was opened");
  switch (message.kind) {
    case "train":
      return train(opening, message.batchSize);
    case "score":
      return score(opening);
    case "evaluate":
      return evaluate(opening, message.seed);
  }
}

async function open(message: Open): Promise<Opened> {
  const { plan, protocol, data: source, graph = "fastest" } = message;
  const data = prepareData({ protocol, data: source, scoreOn: "validation" });
  const { momentum, weightDecay, batchSize } = protocol;
  const session = await openTrainingSession(plan, batchSize, { momentum, weightDecay, graph });
  session.setWeights(initialWeights(plan, createRandom(1).split("bench")));
  opening = { message, data, session };
  timeNativeCalls();
  const { engineName, device, engine } = session;
  const [fused] = engine.split(",");
  const versions = {
    tensorflow: loadBinding().TF_Version,
    node: process.versions.node,
    device,
    // Of several contenders only this one has any of its own.
    ...(engineName === "fused" ? { engine: fused } : {}),
  };
  return { kind: "opened", engine: engineName, versions };
}

/** Sums the time in TensorFlow's session, so that the overhead around it can be measured. */
function timeNativeCalls(): void {
  wrapBinding((binding) => {
    const runSavedModel = (...args: Parameters<typeof binding.runSavedModel>) => {
      const start = performance.now();
      try {
        return binding.runSavedModel(...args);
      } finally {
        nativeMillis += performance.now() - start;
      }
    };
    // The binding's properties are read-only.
    return Object.create(binding, { runSavedModel: { value: runSavedModel } }) as typeof binding;
  });
}

function train({ message, data, session }: Opening, batchSize: number): Trained {
  const stream = streams.get(batchSize) ?? beginBatches(message, data, batchSize);
  nativeMillis = 0;
  const start = performance.now();
  const batch = stream.next().value as Batch;
  const dataMillis = performance.now() - start;
  const { loss } = session.train(batch, LEARNING_RATE);
  return { kind: "trained", millis: performance.now() - start, dataMillis, nativeMillis, loss };
}

function beginBatches({ protocol }: Open, data: PreparedData, batchSize: number): Iterator<Batch> {
  const augmentation = { ...protocol.augmentation, resize: undefined };
  const random = createRandom(1).split("batches", batchSize);
  const config = { batchSize, augmentation, normalization: data.normalization, random, reuse: true };
  const stream = trainingBatches(data.training, config);
  streams.set(batchSize, stream);
  return stream;
}

function score({ message, data, session }: Opening): Scored {
  const config = { batchSize: message.protocol.scoringBatchSize, normalization: data.normalization };
  const stream: Iterator<Batch> = scoringBatches(data.scoring, config);
  const start = performance.now();
  session.score(stream.next().value as Batch);
  return { kind: "scored", millis: performance.now() - start };
}

async function evaluate({ message, data }: Opening, seed: string): Promise<Evaluated> {
  const { plan, protocol, graph = "fastest" } = message;
  const trainingStepMillis: number[] = [];
  const { signal } = new AbortController();
  const start = performance.now();
  let before = start;
  const onTrainingStep = (): void => {
    const now = performance.now();
    trainingStepMillis.push(now - before);
    before = now;
  };
  const evaluation = await evaluatePlan({ plan, seed, protocol, data, graph, onTrainingStep, signal });
  const millis = performance.now() - start;
  if (evaluation.status === "failed") throw new Error(evaluation.message);
  const trainings = evaluation.trainings;
  const scoreMillis = sum(trainings, (each) => each.scoreMillis);
  // The first training step also waits for the graph: its time is the training's total less the other steps.
  const trainMillis = sum(trainings, (each) => each.trainMillis);
  trainingStepMillis[0] = Math.max(0, trainMillis - sum(trainingStepMillis.slice(1)));
  return { kind: "evaluated", millis, trainingStepMillis, scoreMillis, accuracy: evaluation.fitness };
}

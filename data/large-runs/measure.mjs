// The large runs. After `npm run setup`, from the project's folder: `node data/large-runs/measure.mjs CIFAR-10-FOLDER
// [--minutes 20] [--runs out/large-runs] [--try]`. Each finished run is one line of results.jsonl; whatever ends the
// script, the same command goes on where it was, within a run too. `--try` trains ten training steps a run and writes
// its results beside the runs' folders, to see that everything works.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "simple-statistics";
import { studyProtocol } from "../../build/lib/evaluation/protocol.js";
import { openWorkerPool } from "../../build/lib/evaluation/worker-pool.js";
import { runLines } from "../../build/lib/rows/run-curve.js";
import { readRun } from "../../build/lib/training/read-run.js";
import { runTime } from "../../build/lib/training/run-status.js";
import { runTraining } from "../../build/lib/training/run-training.js";
import { openJournal, readJournal } from "../journal.mjs";
import { primitives, readCandidates } from "./candidates.mjs";
import { protocolOf, THREADS, validateEvery } from "./protocol.mjs";
import { planRuns, tasksOf } from "./tasks.mjs";

const options = {
  minutes: { type: "string", default: "20" },
  runs: { type: "string", default: path.join("out", "large-runs") },
  try: { type: "boolean", default: false },
};
const { values, positionals } = parseArgs({ options, allowPositionals: true });
const [data] = positionals;
const minutes = Number(values.minutes);
if (data === undefined || !(minutes > 0)) {
  console.error(
    "usage: node data/large-runs/measure.mjs CIFAR-10-FOLDER [--minutes 20] [--runs out/large-runs] [--try]\n" +
      "(the official binary files)",
  );
  process.exit(2);
}
const own = path.dirname(fileURLToPath(import.meta.url));
const runs = path.resolve(values.runs, values.try ? "try" : ".");
const records = values.try ? runs : own;
mkdirSync(runs, { recursive: true });
const candidates = readCandidates();

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => stopping.abort());
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);

/** The processor milliseconds of a training step: the median of several intervals of a run that is then given up. */
async function processorMillisPerStep({ name, genotype, channels }) {
  const [steps, every] = values.try ? [6, 2] : [42, 6];
  const folder = path.join(runs, "calibration");
  rmSync(folder, { recursive: true, force: true });
  const enough = new AbortController();
  const ended = runTraining({
    ...{ path: folder, genotype, primitives, protocol: protocolOf(channels, 1_000), data, threads: THREADS },
    ...{ checkpointEvery: every, keep: 1, onWarning: say, signal: AbortSignal.any([enough.signal, stopping.signal]) },
    onProgress: ({ trainingStep }) => trainingStep >= steps && enough.abort(),
  });
  await ended.catch((error) => {
    if (!enough.signal.aborted || stopping.signal.aborted) throw error;
  });
  const saved = readRun(folder).log.filter(
    ({ event, trainingStep }) => event === "checkpoint" && trainingStep % every === 0,
  );
  const millis = saved.slice(1).map((each, index) => (each.processorMillis - saved[index].processorMillis) / every);
  rmSync(folder, { recursive: true });
  const one = Number(median(millis).toPrecision(4));
  say(`${name}: ${one} ms of processor time a training step`);
  return one;
}

/** The plan of an earlier start, or one from measured times. */
async function readPlan() {
  const file = path.join(records, "plan.json");
  if (existsSync(file)) {
    const plan = JSON.parse(readFileSync(file, "utf8"));
    if (!values.try && plan.minutes !== minutes) {
      throw new Error(`${file}: is for ${plan.minutes} minutes, got ${minutes}; give that, or remove plan and results`);
    }
    return plan;
  }
  const cells = [];
  for (const each of candidates) {
    cells.push({ name: each.name, processorMillisPerStep: await processorMillisPerStep(each) });
  }
  const measured = planRuns(cells, { minutes, cores: THREADS });
  const tiny = { sameTrainingSteps: 10, cells: cells.map((each, index) => ({ ...each, trainingSteps: 10 + 10 * (index % 2) })) };
  const plan = values.try ? { ...measured, ...tiny } : measured;
  writeFileSync(file, `${JSON.stringify(plan, undefined, 1)}\n`);
  return plan;
}

/** The search's own measure of each cell: its short training, five times. */
async function measureFitness() {
  const file = path.join(records, "fitness.jsonl");
  const done = new Set(readJournal(file).map(({ hash, seed }) => `${hash} ${seed}`));
  const wanted = [...new Map(candidates.map((each) => [each.hash, each])).values()].flatMap(({ name, hash, genotype }) =>
    Array.from({ length: values.try ? 1 : 5 }, (_, index) => ({ name, hash, genotype, seed: index + 1 })),
  );
  const left = wanted.filter(({ hash, seed }) => !done.has(`${hash} ${seed}`));
  if (left.length === 0) return;
  const append = openJournal(file);
  const protocol = values.try ? { ...studyProtocol, trainingSteps: 3 } : studyProtocol;
  const pool = openWorkerPool({ protocol, data, workers: THREADS, primitives });
  try {
    await Promise.all(
      left.map(async ({ name, hash, genotype, seed }) => {
        const config = { seed: `large-runs/fitness/${seed}`, signal: stopping.signal };
        const { status, fitness, message } = await pool.evaluate(genotype, config);
        if (status === "failed") throw new Error(`${name}: its short training failed: ${message}`);
        append({ name, hash, seed, fitness });
      }),
    );
  } finally {
    await pool.close();
  }
  say(`${left.length} short trainings`);
}

const rounded = (value, digits = 4) => Number(value.toPrecision(digits));

/** What a finished run comes down to. */
function lineOf({ candidate, seed, budget, trainingSteps }, run) {
  const { name, hash, channels } = candidate;
  const { begun, network, settings, curve, result, log } = run;
  const [{ accuracy, testLoss, reason }] = result.trainings;
  const { trainMillis, processorMillis } = runTime(run);
  const lines = runLines(curve);
  const points = (images, measure) =>
    lines
      .filter((line) => line.images === images && line.measure === measure)
      .flatMap((line) => line.curve.map(({ trainingStep, value }) => [trainingStep, rounded(value)]));
  const { hiernas, tensorflow, engine, processor, cores, threads } = begun;
  return {
    ...{ name, hash, channels, budget, seed, trainingSteps, batchSize: settings.protocol.batchSize },
    ...{ accuracy, testLoss: testLoss === null ? null : rounded(testLoss, 5), reason },
    ...{ parameterCount: network.parameterCount, multiplyAdds: network.multiplyAdds },
    ...{ trainMillis, processorMillis, starts: log.filter(({ event }) => event === "started").length },
    ...{ hiernas, tensorflow, engine, processor, cores, threads, images: settings.data, begun: begun.at },
    ended: log.at(-1).at,
    loss: points("training", "loss"),
    validationAccuracy: points("validation", "accuracy"),
  };
}

/** Trains a run; after a kill of this script its process may still be writing a checkpoint, which is waited for. */
async function patiently(config) {
  for (let tries = 1; ; tries++) {
    try {
      return await runTraining(config);
    } catch (error) {
      if (!/ trains this run/.test(error.message) || tries === 24) throw error;
      await setTimeout(5_000, undefined, { signal: stopping.signal });
    }
  }
}

async function measureRuns(plan) {
  const file = path.join(records, "results.jsonl");
  const tasks = tasksOf(candidates, plan);
  const done = new Set(readJournal(file).map(({ name, budget, seed }) => `${name}, same ${budget}, seed ${seed}`));
  const append = openJournal(file);
  say(`${tasks.length} runs, ${tasks.filter(({ key }) => done.has(key)).length} of them done`);
  for (const task of tasks.filter(({ key }) => !done.has(key))) {
    const { key, candidate, seed, trainingSteps } = task;
    const folder = path.join(runs, task.folder);
    let heard = 0;
    await patiently({
      ...{ path: folder, genotype: candidate.genotype, primitives, data, seed, threads: THREADS },
      protocol: protocolOf(candidate.channels, trainingSteps, values.try),
      validateEvery: validateEvery(trainingSteps, values.try),
      ...{ keep: 2, checkpointEvery: 200, signal: stopping.signal, onWarning: say },
      onProgress: ({ points }) => {
        const scored = points.filter(({ validationAccuracy }) => validationAccuracy !== undefined);
        if (scored.length <= heard) return;
        heard = scored.length;
        const { trainingStep, validationAccuracy } = scored.at(-1);
        say(`${key}: training step ${trainingStep} of ${trainingSteps}, validation ${rounded(100 * validationAccuracy, 3)} %`);
      },
    });
    const line = lineOf(task, readRun(folder));
    append(line);
    const how = line.accuracy === null ? line.reason : `test error ${rounded(100 * (1 - line.accuracy))} %`;
    say(`${key}: ${how}, ${rounded(line.trainMillis / 60_000, 3)} min`);
  }
}

try {
  const plan = await readPlan();
  await measureFitness();
  await measureRuns(plan);
} catch (error) {
  if (error.name !== "InputError" && !stopping.signal.aborted) throw error;
  say(stopping.signal.aborted ? "stopped; run the same command to resume" : error.message);
  process.exitCode = stopping.signal.aborted ? 130 : 2;
}

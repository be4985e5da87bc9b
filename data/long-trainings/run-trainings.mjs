// Runs a list of trainings in order in one-thread child processes, and appends each finished one as a line to a
// journal. If stopped, it loses only the running trainings; a second run repeats no finished one.
import { fork } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { checkProtocol } from "../../build/lib/evaluation/check-protocol.js";
import { childEnvironment } from "../../build/lib/evaluation/child-environment.js";
import { planNetwork } from "../../build/lib/network/plan-network.js";
import { createRandom } from "../../build/lib/random.js";
import { openJournal, readJournal } from "../journal.mjs";

const trainOne = path.join(path.dirname(fileURLToPath(import.meta.url)), "train-one.mjs");
const keyOf = ({ protocol, hash, channels, seed }) => [protocol.name ?? protocol, hash, channels, seed].join(" ");

/** The lines of every journal in a folder, without incomplete ones. */
export function readJournals(folder) {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".jsonl"));
  return names.flatMap((name) => readJournal(path.join(folder, name)));
}

/**
 * The message to a child, which determines everything. The random numbers depend only on the seed and the network, so
 * that protocols with equal channels are compared from the same initial weights.
 */
function messageOf({ genotype, protocol, hash, seed, scoreOn, extra = {}, curvePoints = 60 }, data) {
  const { network, ...training } = protocol;
  const { path: stream } = createRandom("long-trainings").split("evaluation", seed, hash);
  return {
    plan: planNetwork(genotype, network),
    protocol: training,
    seed: stream,
    scoreOn,
    curvePoints,
    data,
    ...extra,
  };
}

/**
 * Runs those of `tasks` that are not in the journals of `journal`'s folder, in order, `workers` at a time. A task: `{
 * name, hash, genotype, protocol, channels, seed, scoreOn, tier }`, and further data for its `child` (a script that
 * answers like train-one.mjs) as `extra`. Resolves with the number of trainings without a result.
 */
export async function runTrainings({ tasks, journal, data, workers, child = trainOne }) {
  for (const protocol of new Set(tasks.map((task) => task.protocol))) checkProtocol(protocol);
  const done = new Set(readJournals(path.dirname(journal)).map(keyOf));
  const left = tasks.filter((task) => !done.has(keyOf(task)));
  console.log(`${tasks.length} trainings, ${tasks.length - left.length} of them done`);
  const append = openJournal(journal);
  const children = new Set();
  let stopped = false;
  let crashed = 0;
  const stop = () => {
    stopped = true;
    for (const each of children) each.kill("SIGTERM");
  };
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);

  const train = (task) =>
    new Promise((resolve) => {
      const env = childEnvironment({ threads: 1 });
      const running = fork(child, [], { env, serialization: "advanced" });
      children.add(running);
      let answer;
      running.on("message", (message) => (answer = message));
      running.on("exit", (code, signal) => {
        children.delete(running);
        resolve(answer ?? { error: `the process ended with ${signal ?? code}` });
      });
      running.send(messageOf(task, data));
    });

  const work = async () => {
    while (!stopped && left.length > 0) {
      const task = left.shift();
      const { error, ...result } = await train(task);
      if (stopped) return;
      const label = `${new Date().toISOString()} tier ${task.tier}, ${task.name}, ${task.protocol.name}, c0 ${task.channels}, seed ${task.seed}`;
      if (error !== undefined) {
        crashed++;
        console.error(`${label}: ${error}`);
        continue;
      }
      const { name, hash, protocol, channels, seed, scoreOn } = task;
      append({
        protocol: protocol.name,
        name,
        hash,
        channels,
        seed,
        scoreOn,
        ...result,
        date: new Date().toISOString(),
      });
      const { accuracy, processorSeconds } = result;
      console.log(`${label}: ${accuracy ?? result.reason}, ${Math.round(processorSeconds)} s; ${left.length} left`);
    }
  };
  await Promise.all(Array.from({ length: workers }, work));
  if (stopped) console.log("stopped; run the same command to resume");
  return crashed;
}

/** The processor seconds of one training step of a task, measured over a few in a separate child. */
export async function timeTrainingStep(task, data) {
  const protocol = { ...task.protocol, trainingSteps: 12, scoringImages: 250, recalibrationBatches: 1 };
  const running = fork(trainOne, ["--time"], { env: childEnvironment({ threads: 1 }), serialization: "advanced" });
  running.send(messageOf({ ...task, protocol, curvePoints: 12 }, data));
  return new Promise((resolve, reject) => {
    running.on("message", resolve);
    running.on("exit", (code) => reject(new Error(`timing ended with ${code}`)));
  });
}

/** The machine, for the record of a measurement. */
export const machine = () => `${os.availableParallelism()} cores ${os.cpus()[0].model.trim()}, no GPU`;

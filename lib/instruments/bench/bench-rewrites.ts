/** Measures what each rewrite of the graph gains, alone and on top of the others. */
import { setImmediate } from "node:timers/promises";
import { median } from "simple-statistics";
import type { Genotype } from "../../genotype/genotype.js";
import { initialWeights } from "../../graph/session/initial-weights.js";
import { rewriteNames, type RewriteName } from "../../graph/rewrites/table.js";
import { type Batch, openTrainingSession, type TrainingSession } from "../../graph/session/training-session.js";
import type { Plan } from "../../network/plan.js";
import { planNetwork } from "../../network/plan-network.js";
import { createRandom } from "../../random.js";
import { describeMachine, type Machine } from "./machine.js";
import { randomBatch } from "./random-batch.js";
import type { BenchScale } from "./scale.js";
import { abortError } from "../../input/errors.js";

/** Settings of {@link benchRewrites}. */
export interface RewritesBenchConfig {
  /** Measured training steps of each graph, and warm-up steps before them. */
  readonly trainingSteps: number;
  readonly warmUp: number;
  readonly signal?: AbortSignal;
  /** Called after each opened graph and each training step. */
  readonly onProgress?: (done: number, total: number, note: string) => void;
}

/** Twelve training steps each after a warm-up of two. */
export const rewritesBenchDefaults = Object.freeze({ trainingSteps: 12, warmUp: 2 });

/** One graph: medians of a training step, and its start-up times. */
export interface GraphTimes {
  readonly cpuMillis: number;
  readonly wallMillis: number;
  /** Nodes of the TensorFlow graph. */
  readonly nodeCount: number;
  /** The time from plan to session, in milliseconds. */
  readonly openMillis: number;
  /** The time of the first training step, in milliseconds. */
  readonly firstTrainingStepMillis: number;
}

/** The gain of one rewrite. Ratios of processor time; above 1: faster with it. */
export interface RewriteGain {
  readonly name: RewriteName;
  /** This rewrite and no other; many do nothing alone because they work on what others produce. */
  readonly alone: GraphTimes;
  /** All rewrites but this one. */
  readonly without: GraphTimes;
  /** Plain ÷ alone. */
  readonly aloneRatio: number;
  /** All rewrites but this one ÷ all. */
  readonly withOthersRatio: number;
}

/** The result of {@link benchRewrites}. Survives JSON. */
export interface RewritesBench {
  readonly scale: string;
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly trainingSteps: number;
  readonly machine: Machine;
  readonly plain: GraphTimes;
  readonly all: GraphTimes;
  /** Plain ÷ all: processor time, then wall time. */
  readonly ratio: number;
  readonly wallRatio: number;
  readonly rewrites: readonly RewriteGain[];
}

/**
 * Measures the genotype's training steps with the plain graph, with each rewrite alone, with all and with all but one.
 * The graphs take turns in this process on random images, in a new order each round. Processor time is compared because
 * other work on the machine disturbs it less. Rejects with an AbortError when aborted, with InputError when the
 * genotype has no network or TensorFlow is not installed.
 */
export async function benchRewrites(
  genotype: Genotype,
  { name: scale, protocol }: BenchScale,
  config: RewritesBenchConfig,
): Promise<RewritesBench> {
  const { trainingSteps, warmUp, signal, onProgress } = config;
  const { batchSize } = protocol;
  const plan = planNetwork(genotype, protocol.network);
  const machine = describeMachine();
  const kinds: readonly (readonly RewriteName[])[] = [
    [],
    rewriteNames,
    ...rewriteNames.map((name) => [name]),
    ...rewriteNames.map((name) => rewriteNames.filter((other) => other !== name)),
  ];
  const batch = randomBatch(plan, batchSize, createRandom("images"));
  const total = kinds.length * (1 + warmUp + trainingSteps);
  let done = 0;
  const tick = async (): Promise<void> => {
    onProgress?.(++done, total, `${scale} scale`);
    // Training steps block the event loop: let an interrupt in.
    await setImmediate();
    if (signal?.aborted) throw abortError("benchmark: aborted", signal.reason);
  };
  const rigs: Rig[] = [];
  try {
    for (const graph of kinds) {
      rigs.push(await openRig(plan, graph, batch));
      await tick();
    }
    const random = createRandom("order");
    for (let round = 0; round < warmUp + trainingSteps; round++) {
      // Each step leaves its mark on caches and threads, so the order changes every round.
      for (const rig of random.shuffle(rigs)) {
        const times = timeTrainingStep(rig.session, batch);
        if (round >= warmUp) {
          rig.cpu.push(times.cpuMillis);
          rig.wall.push(times.wallMillis);
        }
        await tick();
      }
    }
    const [plain, all, ...others] = rigs.map(summarize);
    const rewrites = rewriteNames.map((name, index): RewriteGain => {
      const [alone, without] = [others[index], others[rewriteNames.length + index]];
      const aloneRatio = plain.cpuMillis / alone.cpuMillis;
      return Object.freeze({ name, alone, without, aloneRatio, withOthersRatio: without.cpuMillis / all.cpuMillis });
    });
    return Object.freeze({
      scale,
      parameterCount: plan.parameterCount,
      batchSize,
      trainingSteps,
      machine,
      plain,
      all,
      ratio: plain.cpuMillis / all.cpuMillis,
      wallRatio: plain.wallMillis / all.wallMillis,
      rewrites: Object.freeze(rewrites),
    });
  } finally {
    for (const { session } of rigs) session.dispose();
  }
}

interface Rig {
  readonly session: TrainingSession;
  readonly openMillis: number;
  readonly firstTrainingStepMillis: number;
  readonly cpu: number[];
  readonly wall: number[];
}

/** Small enough that no network diverges. */
const LEARNING_RATE = 0.001;

async function openRig(plan: Plan, graph: readonly RewriteName[], batch: Batch): Promise<Rig> {
  const start = performance.now();
  const session = await openTrainingSession(plan, batch.labels.length, { graph });
  const openMillis = performance.now() - start;
  session.setWeights(initialWeights(plan, createRandom("bench")));
  const { wallMillis } = timeTrainingStep(session, batch);
  return { session, openMillis, firstTrainingStepMillis: wallMillis, cpu: [], wall: [] };
}

function timeTrainingStep(session: TrainingSession, batch: Batch) {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  session.train(batch, LEARNING_RATE);
  const { user, system } = process.cpuUsage(cpu);
  return { cpuMillis: (user + system) / 1000, wallMillis: performance.now() - wall };
}

function summarize({ session, openMillis, firstTrainingStepMillis, cpu, wall }: Rig): GraphTimes {
  const { nodeCount } = session;
  return Object.freeze({
    cpuMillis: median(cpu),
    wallMillis: median(wall),
    nodeCount,
    openMillis,
    firstTrainingStepMillis,
  });
}

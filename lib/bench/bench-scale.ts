/** All measurements of one network at one scale. Ours. */
import { type Contender, type ContenderCommand, ourCommand, peerCommand, startContender } from "./contender.js";
import type { GraphKind, Stepped, ToContender } from "./contender-messages.js";
import { measureEvaluations, measureSteps, type Team } from "./measure.js";
import type { BenchScale } from "./scale.js";
import { startupShareOf, summarizeTimes, type Times } from "./summarize.js";

/** Names of our side; everything else is a peer. Ours. */
export const OURS = "hiernas";
/** Ours, with the graph as the plan says. Ours. */
export const PLAIN = "hiernas without rewrites";

/** Raw times at one scale; undefined: not asked for. Ours. */
export interface ScaleTimes {
  readonly parameterCount: number;
  readonly batchSize: number;
  /** One process a contender, a training step on two cores (the peer's with one thread as well). */
  readonly bothCores?: readonly Times[];
  /** Two processes of one thread side by side, a training step of each. */
  readonly workers?: readonly Times[];
  /** Two processes of one thread side by side, a whole evaluation of each. */
  readonly evaluations?: readonly Times[];
  /** Shares of our evaluations outside training steps and scoring. */
  readonly startupShares?: readonly number[];
  /** Shares of our training steps outside TensorFlow, on both cores. */
  readonly outsideShares?: readonly number[];
  /** Ours on both cores by batch size. */
  readonly byBatchSize?: Readonly<Record<string, Times>>;
}

interface ScaleConfig {
  readonly threads: readonly (1 | 2)[];
  readonly steps: number;
  readonly warmUp: number;
  readonly evaluations: number;
  readonly python?: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number, note: string) => void;
}

type Open = Extract<ToContender, { kind: "open" }>;

interface Entry {
  readonly command: ContenderCommand;
  readonly graph?: GraphKind;
  readonly isPeer?: boolean;
}

/** Measures at one scale: both cores first, then two workers, then whole evaluations. Its child processes have ended when it settles. Ours. */
export async function benchScale(
  scale: BenchScale,
  open: Open,
  graphs: readonly (GraphKind | undefined)[],
  config: ScaleConfig,
): Promise<{ readonly times: ScaleTimes; readonly versions: Readonly<Record<string, string>> }> {
  const { batchSize } = scale.protocol;
  const { steps, warmUp, evaluations, python, signal } = config;
  const entries = (threads: number, peerThreads: readonly number[]): readonly Entry[] => [
    ...graphs.map((graph) => ({ command: ourCommand(graph === "plain" ? PLAIN : OURS, threads), graph })),
    ...(python === undefined ? [] : peerThreads.map((each) => ({ command: peerCommand(python, each), isPeer: true }))),
  ];
  const both = config.threads.includes(2) ? entries(2, [2, 1]) : [];
  const single = config.threads.includes(1) ? entries(1, [1]) : [];
  const evaluating = scale.hasEvaluation ? single.filter(({ graph }) => graph !== "plain") : [];
  const sizes = both.length > 0 ? scale.batchSizes : [];
  const turns = steps + warmUp;
  // An evaluation lasts about as long as its training steps.
  const weight = scale.protocol.trainingSteps;
  const total =
    (both.length + 2 * single.length + sizes.length) * turns + 2 * evaluating.length * (evaluations + 1) * weight;
  let done = 0;
  const tick = (note: string, by: number) => (team: Team) => {
    done += by;
    config.onProgress(done, total, `${scale.name} scale, ${note}: ${team[0].name}`);
  };
  const versions: Record<string, string> = {};
  const withTeams = async <Result>(
    list: readonly Entry[],
    size: number,
    work: (teams: readonly Team[]) => Promise<Result>,
  ) => {
    const started: Contender[] = [];
    try {
      const teams = list.map(({ command }) => Array.from({ length: size }, () => startContender(command, signal)));
      started.push(...teams.flat());
      const opened = teams.map((team, index) =>
        Promise.all(team.map((each) => each.open({ ...open, graph: list[index].graph }))),
      );
      for (const each of (await Promise.all(opened)).flat()) Object.assign(versions, each.versions);
      return await work(teams);
    } finally {
      await Promise.all(started.map((each) => each.end()));
    }
  };
  const timesOf = (teams: readonly Team[], stepped: readonly (readonly { readonly millis: number }[])[]) =>
    teams.map((team, index) =>
      summarizeTimes(
        { contender: team[0].name, threads: team[0].threads, processes: team.length },
        stepped[index].map(({ millis }) => millis),
      ),
    );

  const onBoth = await when(both.length > 0, () =>
    withTeams(both, 1, async (teams) => {
      const stepped = await measureSteps(teams, { batchSize, steps, warmUp, onStep: tick("both cores", 1) });
      const byBatchSize: Record<string, Times> = {};
      for (const size of sizes) {
        const plan = { batchSize: size, steps, warmUp, onStep: tick(`batch ${size}`, 1) };
        const [ours] = await measureSteps(teams.slice(0, 1), plan);
        [byBatchSize[size]] = timesOf(teams.slice(0, 1), [ours]);
      }
      const outsideShares = stepped[0].map(outsideShareOf);
      return { bothCores: timesOf(teams, stepped), outsideShares, ...(sizes.length > 0 ? { byBatchSize } : {}) };
    }),
  );
  const onWorkers = await when(single.length > 0, () =>
    withTeams(single, 2, async (teams) => {
      const stepped = await measureSteps(teams, { batchSize, steps, warmUp, onStep: tick("two workers", 2) });
      const workers = timesOf(teams, stepped);
      if (evaluating.length === 0) return { workers };
      const chosen = teams.filter((_, index) => evaluating.includes(single[index]));
      const plan = { evaluations, warmUp: 1, onEvaluation: tick("whole evaluations", 2 * weight) };
      const evaluated = await measureEvaluations(chosen, plan);
      return { workers, evaluations: timesOf(chosen, evaluated), startupShares: evaluated[0].map(startupShareOf) };
    }),
  );
  const { parameterCount } = open.plan;
  return { times: Object.freeze({ parameterCount, batchSize, ...onBoth, ...onWorkers }), versions };
}

async function when<Result>(wanted: boolean, work: () => Promise<Result>): Promise<Result | undefined> {
  return wanted ? work() : undefined;
}

function outsideShareOf({ millis, nativeMillis = millis }: Stepped): number {
  return (millis - nativeMillis) / millis;
}

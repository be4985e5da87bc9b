/** All measurements of one network at one scale. */
import { type BothCores, byOurs, measureBothCores, measureOneByOne, timesOf } from "./both-cores.js";
import { findEngine, listContenders, type Opening, withTeams } from "./contender-list.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { Opened } from "./contender-messages.js";
import { measureEvaluations, measureTrainingSteps, type Team } from "./measure.js";
import type { BenchScale } from "./scale.js";
import { startupShareOf, type Times } from "./summarize.js";

/** Raw times at one scale; undefined: not requested. */
export interface ScaleTimes extends Partial<BothCores> {
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly isLarge: boolean;
  /** The engine that this machine uses. */
  readonly engine: EngineName;
  /** Two one-thread processes side by side, training steps of each. */
  readonly workers?: readonly Times[];
  /** Two one-thread processes side by side, whole evaluations of each. */
  readonly evaluations?: readonly Times[];
  /** For hiernas's contenders: the share of each evaluation outside training steps and scoring. */
  readonly startupShares?: Readonly<Record<string, readonly number[]>>;
}

/** Settings of {@link benchScale}. */
export interface ScaleConfig {
  readonly threads: readonly (1 | 2)[];
  readonly trainingSteps: number;
  readonly warmUp: number;
  readonly evaluations: number;
  readonly python?: string;
  readonly signal?: AbortSignal;
  readonly onProgress: (done: number, total: number, note: string) => void;
}

/** Where a training step takes seconds, a single one warms up. */
const LARGE_WARM_UP = 1;

/**
 * Measures at one scale: both cores, then two workers, then whole evaluations; at a large one only both cores. All child
 * processes have ended when it settles.
 */
export async function benchScale(
  scale: BenchScale,
  opening: Opening,
  config: ScaleConfig,
): Promise<{ readonly times: ScaleTimes; readonly versions: Readonly<Record<string, string>> }> {
  const { batchSize } = scale.protocol;
  const { trainingSteps, evaluations, python, signal, threads } = config;
  const { isLarge } = scale;
  const warmUp = isLarge ? Math.min(LARGE_WARM_UP, config.warmUp) : config.warmUp;
  const engine = await findEngine(opening, signal);
  const peerThreads = isLarge ? [2] : [2, 1];
  const both = threads.includes(2) ? listContenders(engine, 2, { python, threads: peerThreads }, !isLarge) : [];
  const single = threads.includes(1) && !isLarge ? listContenders(engine, 1, { python, threads: [1] }) : [];
  const evaluating = scale.hasEvaluation ? single.filter(({ graph }) => graph !== "plain") : [];
  const sized = both.filter(({ graph }) => graph !== undefined && graph !== "plain").length * scale.batchSizes.length;

  // For progress, an evaluation takes as long as its training steps.
  const perEvaluation = scale.protocol.trainingSteps;
  const turns = both.length + sized + 2 * single.length;
  const total = turns * (trainingSteps + warmUp) + 2 * evaluating.length * (evaluations + 1) * perEvaluation;
  let done = 0;
  const tick = (note: string, [{ name }]: Team, by: number): void => {
    done += by;
    config.onProgress(done, total, `${scale.name} scale, ${note}: ${name}`);
  };
  const versions: Record<string, string> = {};
  const learnVersions = (opened: readonly (readonly Opened[])[]): void => {
    for (const each of opened.flat()) Object.assign(versions, each.versions);
  };

  const onBoth = await when(both.length > 0, () =>
    (isLarge ? measureOneByOne : measureBothCores)(both, opening, {
      batchSize,
      batchSizes: scale.batchSizes,
      trainingSteps,
      warmUp,
      signal,
      onOpened: learnVersions,
      onTrainingStep: (note, team) => tick(note, team, 1),
    }),
  );
  const onWorkers = await when(single.length > 0, () =>
    withTeams(
      single,
      2,
      opening,
      async (teams, opened) => {
        learnVersions(opened);
        const trained = await measureTrainingSteps(
          teams.map((team) => ({ team, batchSize })),
          { trainingSteps, warmUp, onTrainingStep: ({ team }) => tick("two workers", team, 2) },
        );
        const workers = teams.map((team, index) => timesOf(team, trained[index]));
        if (evaluating.length === 0) return { workers };
        const chosen = teams.filter((_, index) => evaluating.includes(single[index]));
        const onEvaluation = (team: Team) => tick("whole evaluations", team, 2 * perEvaluation);
        const evaluated = await measureEvaluations(chosen, { evaluations, warmUp: 1, onEvaluation });
        return {
          workers,
          evaluations: chosen.map((team, index) => timesOf(team, evaluated[index])),
          startupShares: byOurs(chosen, evaluated, startupShareOf),
        };
      },
      signal,
    ),
  );
  const { parameterCount } = opening.plan;
  return { times: Object.freeze({ parameterCount, batchSize, isLarge, engine, ...onBoth, ...onWorkers }), versions };
}

async function when<Result>(wanted: boolean, work: () => Promise<Result>): Promise<Result | undefined> {
  return wanted ? work() : undefined;
}

/** All measurements of one network at one scale. */
import { findEngine, isPeer, listContenders, type Opening, PLAIN, withTeams } from "./contender-list.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { Opened, Trained } from "./contender-messages.js";
import { measureEvaluations, measureTrainingSteps, type Team } from "./measure.js";
import type { BenchScale } from "./scale.js";
import { peakMemory } from "./peak-memory.js";
import { startupShareOf, summarizeTimes, type Times } from "./summarize.js";

/** Raw times at one scale; undefined: not requested. */
export interface ScaleTimes {
  readonly parameterCount: number;
  readonly batchSize: number;
  readonly isLarge: boolean;
  /** The engine that this machine uses. */
  readonly engine: EngineName;
  /** One process a contender, a training step on two cores (the peer's with one thread as well). */
  readonly bothCores?: readonly Times[];
  /** Two one-thread processes side by side, training steps of each. */
  readonly workers?: readonly Times[];
  /** Two one-thread processes side by side, whole evaluations of each. */
  readonly evaluations?: readonly Times[];
  /** For hiernas's contenders: the share of each evaluation outside training steps and scoring. */
  readonly startupShares?: Readonly<Record<string, readonly number[]>>;
  /** For hiernas's contenders: the share of each training step outside TensorFlow, on both cores. */
  readonly outsideShares?: Readonly<Record<string, readonly number[]>>;
  /** The most memory of each contender's process on both cores, in bytes; empty where the system does not tell. */
  readonly peakBytes?: Readonly<Record<string, number>>;
  /** For hiernas's contenders except the plain graph, then by batch size, on both cores. */
  readonly byBatchSize?: Readonly<Record<string, Readonly<Record<string, Times>>>>;
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
  const isSized = (team: Team): boolean => isOurs(team) && team[0].name !== PLAIN;
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
    withTeams(
      both,
      1,
      opening,
      async (teams, opened) => {
        learnVersions(opened);
        const trained = await measureTrainingSteps(
          teams.map((team) => ({ team, batchSize })),
          { trainingSteps, warmUp, onTrainingStep: ({ team }) => tick("both cores", team, 1) },
        );
        const peakBytes = Object.fromEntries(
          teams.flatMap(([{ name, pid }]) => {
            const bytes = peakMemory(pid);
            return bytes === undefined ? [] : [[name, bytes]];
          }),
        );
        const bySize = teams
          .filter(isSized)
          .flatMap((team) => scale.batchSizes.map((size) => ({ team, batchSize: size })));
        // Batch sizes take turns too, or a machine that slows down would look like a trend.
        const sizes = await measureTrainingSteps(bySize, {
          trainingSteps,
          warmUp,
          onTrainingStep: (turn) => tick(`batch ${turn.batchSize}`, turn.team, 1),
        });
        const byBatchSize: Record<string, Record<string, Times>> = {};
        for (const [index, { team, batchSize: size }] of bySize.entries())
          (byBatchSize[team[0].name] ??= {})[size] = timesOf(team, sizes[index]);
        return {
          bothCores: teams.map((team, index) => timesOf(team, trained[index])),
          outsideShares: byOurs(teams, trained, outsideShareOf),
          peakBytes,
          ...(bySize.length > 0 ? { byBatchSize } : {}),
        };
      },
      signal,
    ),
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

function timesOf(team: Team, measured: readonly { readonly millis: number }[]): Times {
  const [{ name: contender, threads }] = team;
  return summarizeTimes(
    { contender, threads, processes: team.length },
    measured.map(({ millis }) => millis),
  );
}

function isOurs([{ name: contender }]: Team): boolean {
  return !isPeer({ contender });
}

function byOurs<Measured>(
  teams: readonly Team[],
  measured: readonly (readonly Measured[])[],
  shareOf: (each: Measured) => number,
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    teams.flatMap((team, index) => (isOurs(team) ? [[team[0].name, measured[index].map(shareOf)]] : [])),
  );
}

async function when<Result>(wanted: boolean, work: () => Promise<Result>): Promise<Result | undefined> {
  return wanted ? work() : undefined;
}

function outsideShareOf({ millis, nativeMillis = millis }: Trained): number {
  return (millis - nativeMillis) / millis;
}

/** Training steps of contenders that use both cores, one process each. */
import { type Entry, isPeer, type Opening, PLAIN, withTeams } from "./contender-list.js";
import type { Opened, Trained } from "./contender-messages.js";
import { measureTrainingSteps, type Team } from "./measure.js";
import { peakMemory } from "./peak-memory.js";
import { summarizeTimes, type Times } from "./summarize.js";

/** What is measured on both cores. */
export interface BothCores {
  /** A training step of each contender (the peer's with one thread as well, except at a large scale). */
  readonly bothCores: readonly Times[];
  /** For hiernas's contenders: the share of each training step outside TensorFlow. */
  readonly outsideShares: Readonly<Record<string, readonly number[]>>;
  /** The most memory of each contender's process, in bytes; empty where the system does not tell. */
  readonly peakBytes: Readonly<Record<string, number>>;
  /** For hiernas's contenders except the plain graph, then by batch size. */
  readonly byBatchSize?: Readonly<Record<string, Readonly<Record<string, Times>>>>;
}

/** Settings of {@link measureBothCores}. */
export interface BothCoresConfig {
  readonly batchSize: number;
  /** Batch sizes to compare; empty: none. */
  readonly batchSizes: readonly number[];
  readonly trainingSteps: number;
  readonly warmUp: number;
  readonly signal?: AbortSignal;
  readonly onOpened: (opened: readonly (readonly Opened[])[]) => void;
  readonly onTrainingStep: (note: string, team: Team) => void;
}

/** Opens contenders side by side and lets them take turns. All child processes have ended when it settles. */
export function measureBothCores(
  entries: readonly Entry[],
  opening: Opening,
  { batchSize, batchSizes, trainingSteps, warmUp, signal, onOpened, onTrainingStep }: BothCoresConfig,
): Promise<BothCores> {
  return withTeams(
    entries,
    1,
    opening,
    async (teams, opened) => {
      onOpened(opened);
      const trained = await measureTrainingSteps(
        teams.map((team) => ({ team, batchSize })),
        { trainingSteps, warmUp, onTrainingStep: ({ team }) => onTrainingStep("both cores", team) },
      );
      const peaks = teams.map(([{ name, pid }]) => [name, peakMemory(pid)] as const);
      const sized = teams.filter((team) => isOurs(team) && team[0].name !== PLAIN);
      const bySize = sized.flatMap((team) => batchSizes.map((size) => ({ team, batchSize: size })));
      // Batch sizes take turns too, or a machine that slows down would look like a trend.
      const sizes = await measureTrainingSteps(bySize, {
        trainingSteps,
        warmUp,
        onTrainingStep: (turn) => onTrainingStep(`batch ${turn.batchSize}`, turn.team),
      });
      const byBatchSize: Record<string, Record<string, Times>> = {};
      for (const [index, { team, batchSize: size }] of bySize.entries())
        (byBatchSize[team[0].name] ??= {})[size] = timesOf(team, sizes[index]);
      return {
        bothCores: teams.map((team, index) => timesOf(team, trained[index])),
        outsideShares: byOurs(teams, trained, outsideShareOf),
        peakBytes: Object.fromEntries(peaks.flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]]))),
        ...(bySize.length > 0 ? { byBatchSize } : {}),
      };
    },
    signal,
  );
}

/** The same, one contender after the other, for those that together exceed the memory. */
export async function measureOneByOne(
  entries: readonly Entry[],
  opening: Opening,
  config: BothCoresConfig,
): Promise<BothCores> {
  const all: BothCores[] = [];
  for (const entry of entries) all.push(await measureBothCores([entry], opening, config));
  return {
    bothCores: all.flatMap(({ bothCores }) => bothCores),
    outsideShares: Object.fromEntries(all.flatMap(({ outsideShares }) => Object.entries(outsideShares))),
    peakBytes: Object.fromEntries(all.flatMap(({ peakBytes }) => Object.entries(peakBytes))),
  };
}

/** The times of one team. */
export function timesOf(team: Team, measured: readonly { readonly millis: number }[]): Times {
  const [{ name: contender, threads }] = team;
  return summarizeTimes(
    { contender, threads, processes: team.length },
    measured.map(({ millis }) => millis),
  );
}

/** A share of each measurement of hiernas's teams, by name. */
export function byOurs<Measured>(
  teams: readonly Team[],
  measured: readonly (readonly Measured[])[],
  shareOf: (each: Measured) => number,
): Readonly<Record<string, readonly number[]>> {
  return Object.fromEntries(
    teams.flatMap((team, index) => (isOurs(team) ? [[team[0].name, measured[index].map(shareOf)]] : [])),
  );
}

function isOurs([{ name: contender }]: Team): boolean {
  return !isPeer({ contender });
}

function outsideShareOf({ millis, nativeMillis = millis }: Trained): number {
  return (millis - nativeMillis) / millis;
}

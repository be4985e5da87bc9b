/** Who is measured: ours as the machine uses it, with the engine `rewritten`, with `plain`, and a peer. */
import { type Contender, type ContenderCommand, ourCommand, peerCommand, startContender } from "./contender.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { GraphKind, Opened, ToContender } from "./contender-messages.js";
import type { Team } from "./measure.js";

/** Ours as this machine uses it. */
export const OURS = "hiernas";
/** Ours with the engine `rewritten`, where the machine uses `fused`. */
export const REWRITTEN = "hiernas, rewritten";
/** Ours with the graph as the plan says. */
export const PLAIN = "hiernas, plain";

const NAMES: Readonly<Record<GraphKind, string>> = Object.freeze({ fastest: OURS, rewritten: REWRITTEN, plain: PLAIN });

/** One who is measured. */
export interface Entry {
  readonly command: ContenderCommand;
  /** Left out: a peer. */
  readonly graph?: GraphKind;
}

/** Whether the times are a peer's. */
export function isPeer({ contender }: { readonly contender: string }): boolean {
  return !Object.values(NAMES).includes(contender);
}

/**
 * Ours on `threads` cores first, `rewritten` only where it differs from what the machine uses; then the peer, once for each
 * number of threads.
 */
export function listContenders(
  engine: EngineName,
  threads: number,
  peer: { readonly python?: string; readonly threads: readonly number[] },
): readonly Entry[] {
  const graphs: readonly GraphKind[] = engine === "fused" ? ["fastest", "rewritten", "plain"] : ["fastest", "plain"];
  const { python } = peer;
  return [
    ...graphs.map((graph) => ({ command: ourCommand(NAMES[graph], threads), graph })),
    ...(python === undefined ? [] : peer.threads.map((each) => ({ command: peerCommand(python, each) }))),
  ];
}

/** What an opening says to every contender. */
export type Opening = Omit<Extract<ToContender, { kind: "open" }>, "graph">;

/** The engine that this machine uses for this plan. Rejects as `startContender` says. */
export async function findEngine(opening: Opening, signal?: AbortSignal): Promise<EngineName> {
  const [entry] = listContenders("rewritten", 1, { threads: [] });
  return withTeams([entry], 1, opening, (_, [[{ engine = "rewritten" }]]) => Promise.resolve(engine), signal);
}

/** Starts `size` processes of each, opens them all, works with them and ends them. Rejects as `startContender` says. */
export async function withTeams<Result>(
  entries: readonly Entry[],
  size: number,
  opening: Opening,
  work: (teams: readonly Team[], opened: readonly (readonly Opened[])[]) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  const started: Contender[] = [];
  const start = (command: ContenderCommand): Contender => {
    const contender = startContender(command, signal);
    started.push(contender);
    return contender;
  };
  try {
    const teams = entries.map(({ command }) => Array.from({ length: size }, () => start(command)));
    const opened = teams.map((team, index) =>
      Promise.all(team.map((each) => each.open({ ...opening, graph: entries[index].graph }))),
    );
    return await work(teams, await Promise.all(opened));
  } finally {
    await Promise.all(started.map((each) => each.end()));
  }
}

/** The contenders: hiernas as the machine uses it, with the engine `rewritten`, with the graph `plain`, and a peer. */
import { type Contender, type ContenderCommand, ourCommand, peerCommand, startContender } from "./contender.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { GraphKind, Opened, ToContender } from "./contender-messages.js";
import type { Team } from "./measure.js";

/** hiernas with the engine that this machine uses. */
export const OURS = "hiernas";
/** hiernas with the engine `rewritten`, if the machine uses `fused`. */
export const REWRITTEN = "hiernas, rewritten";
/** hiernas with the plain graph, straight from the plan. */
export const PLAIN = "hiernas, plain";

const NAMES: Readonly<Record<GraphKind, string>> = Object.freeze({ fastest: OURS, rewritten: REWRITTEN, plain: PLAIN });

/** A contender and its graph. */
export interface Entry {
  readonly command: ContenderCommand;
  /** Absent for a peer. */
  readonly graph?: GraphKind;
}

/** Whether the times are a peer's. */
export function isPeer({ contender }: { readonly contender: string }): boolean {
  return !Object.values(NAMES).includes(contender);
}

/**
 * hiernas on `threads` cores first, `rewritten` only if the machine uses another engine, the plain graph if wanted; then
 * the peer, once per number of threads.
 */
export function listContenders(
  engine: EngineName,
  threads: number,
  peer: { readonly python?: string; readonly threads: readonly number[] },
  hasPlain = true,
): readonly Entry[] {
  const graphs: readonly GraphKind[] = engine === "fused" ? ["fastest", "rewritten", "plain"] : ["fastest", "plain"];
  const { python } = peer;
  const wanted = graphs.filter((graph) => hasPlain || graph !== "plain");
  return [
    ...wanted.map((graph) => ({ command: ourCommand(NAMES[graph], threads), graph })),
    ...(python === undefined ? [] : peer.threads.map((each) => ({ command: peerCommand(python, each) }))),
  ];
}

/** The opening message to every contender, but for its graph. */
export type Opening = Omit<Extract<ToContender, { kind: "open" }>, "graph">;

/** The engine that this machine uses for this plan. Rejects as `startContender` says. */
export async function findEngine(opening: Opening, signal?: AbortSignal): Promise<EngineName> {
  const [entry] = listContenders("rewritten", 1, { threads: [] });
  return withTeams([entry], 1, opening, (_, [[{ engine = "rewritten" }]]) => Promise.resolve(engine), signal);
}

/**
 * Starts `size` processes per entry, opens them, passes them to `work` and ends them. Rejects like `startContender`.
 */
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

/** What an exported network is, in a few words. */
import type { ExportedNetwork } from "./exported-network.js";

/** For example `The large network (c0 = 64, N = 2) around the cell of genotype 1f3a…`, and where its weights come from. */
export function titleWords({ config, hash, origin }: ExportedNetwork): string {
  const network = `The ${config.name} network (c0 = ${config.channels}, N = ${config.cellsPerGroup}) around genotype ${hash}`;
  return origin.kind === "trained" ? `${network}, trained` : `${network}, with initial weights: not trained`;
}

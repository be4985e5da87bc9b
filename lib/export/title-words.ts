/** What an exported network is, in a few words. */
import type { ExportedNetwork } from "./exported-network.js";

/** For example `The large network (c0 = 64, N = 2) around genotype 045a3f84f1033fe8`. */
export function titleWords({ config, hash }: ExportedNetwork): string {
  return `The ${config.name} network (c0 = ${config.channels}, N = ${config.cellsPerGroup}) around genotype ${hash}`;
}

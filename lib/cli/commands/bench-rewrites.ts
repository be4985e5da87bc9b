/** `hiernas bench rewrites`: what each rewrite of the graph brings on this machine. Ours. */
import { benchRewrites, defaultRewritesBench, type RewritesBench } from "../../bench/bench-rewrites.js";
import { printRewritesBench } from "../../bench/print-rewrites-bench.js";
import { laptopScale, publishedScale } from "../../bench/scale.js";
import { spaceByName } from "../../genotype/space.js";
import { readGenotype } from "../genotype-argument.js";
import { beginTerminalProgress } from "../terminal-progress.js";

/** The options of `bench` that it knows. Ours. */
export interface BenchRewritesOptions {
  readonly json?: boolean;
  readonly genotype: string;
  readonly space: string;
  readonly scale?: string;
  readonly steps?: number;
}

/** Measures, and gives what is to be printed: lines, or JSON with a list under `rewrites`, one entry a scale. Ours. */
export async function runBenchRewrites(options: BenchRewritesOptions, signal: AbortSignal): Promise<string> {
  const { json, genotype: given, space, scale, steps = defaultRewritesBench.steps } = options;
  const genotype = readGenotype(given, spaceByName(space));
  const found: RewritesBench[] = [];
  for (const each of [publishedScale, laptopScale].filter(({ name }) => (scale ?? name) === name)) {
    const line = beginTerminalProgress("bench", 1_000);
    try {
      const onProgress = (done: number, total: number, note: string): void =>
        line.update(Math.round((1_000 * done) / total), note);
      found.push(await benchRewrites(genotype, each, { ...defaultRewritesBench, steps, signal, onProgress }));
    } finally {
      line.end();
    }
  }
  if (json !== true) return printRewritesBench(found);
  return `${JSON.stringify({ genotype: given, space, rewrites: found }, null, 1)}\n`;
}

/** The benchmark of the rewrites as text for a terminal. */
import type { GraphTimes, RewriteGain, RewritesBench } from "./bench-rewrites.js";
import { processorWords } from "./machine.js";

/** The results, one rewrite per line. */
export function printRewritesBench(found: readonly RewritesBench[]): string {
  return found.map((each) => `${print(each).join("\n")}\n`).join("\n");
}

function print({ scale, parameterCount, batchSize, trainingSteps, machine, ratio, rewrites, ...found }: RewritesBench) {
  const line = (name: string, { cpuMillis, wallMillis, nodeCount }: GraphTimes, note = ""): string =>
    `  ${name.padEnd(26)}${cpuMillis.toFixed(1).padStart(8)} ms ${wallMillis.toFixed(1).padStart(8)} ms ${String(nodeCount).padStart(7)}  ${note}`.trimEnd();
  const times = (value: number): string => `×${value.toFixed(2)}`;
  const ranked = [...rewrites].sort((one, other) => other.withOthersRatio - one.withOthersRatio);
  const list = (title: string, of: (gain: RewriteGain) => GraphTimes, by: (gain: RewriteGain) => number) => [
    ` ${title}`,
    ...ranked.map((gain) => line(gain.name, of(gain), times(by(gain)))),
  ];
  return [
    `${processorWords(machine)}, ${machine.cores} cores, load ${machine.load.toFixed(2)} before the start`,
    `${scale} scale: ${parameterCount} parameters, batch ${batchSize}, medians of ${trainingSteps} training steps: processor time, wall time, nodes`,
    line("plain", found.plain),
    line("all rewrites", found.all, `${times(ratio)} (wall time ${times(found.wallRatio)})`),
    ...list(
      "all but one: the speed-up from adding it",
      ({ without }) => without,
      (gain) => gain.withOthersRatio,
    ),
    ...list(
      "one alone: the speed-up over plain",
      ({ alone }) => alone,
      (gain) => gain.aloneRatio,
    ),
  ];
}

/**
 * Runs as a separate process, on the toy fitness, and prints what happens, a line each: `node run-remote.js controller
 * ADDRESS STEPS [AT_ONCE]`, or `node run-remote.js worker ADDRESS MILLIS`, of which each evaluation takes MILLIS.
 */
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import { runWorker } from "../../../lib/study/remote/run-worker.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { toyStudy } from "../toy-study.js";

// Ends with its parent, however that ends.
process.stdin.on("end", () => process.exit(1)).resume();
(process.stdin as Partial<Socket>).unref?.();

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([role, path, given, atOnce = "8"]: readonly string[]): Promise<void> {
  const stop = new AbortController();
  process.on("SIGTERM", () => stop.abort());
  if (role === "controller") {
    const { evaluate: _, ...toy } = toyStudy;
    let isFirst = true;
    const { summary } = await runStudy({
      ...{ ...toy, path, steps: Number(given), remote: true, workers: Number(atOnce) },
      ...{ signal: stop.signal, onWarning: say },
      onProgress: ({ finished }) => {
        if (isFirst) say("begun");
        isFirst = false;
        if (finished !== null) say(`evaluated ${finished}`);
      },
    });
    return say(`done ${summary.evaluated}`);
  }
  const { answered, late } = await runWorker({
    ...{ path, workers: 2, signal: stop.signal, evaluateName: toyStudy.evaluateName, onMessage: say, onWarning: say },
    evaluate: async (genotype, told) => {
      say(`begun ${told.step}`);
      await setTimeout(Number(given));
      return toyStudy.evaluate(genotype, told);
    },
  });
  say(`answered ${answered}, late ${late}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  say(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});

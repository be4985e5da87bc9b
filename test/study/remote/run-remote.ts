/**
 * Runs as a separate process: `node run-remote.js controller|worker ADDRESS STEPS MILLIS`, on the toy fitness, each
 * evaluation of which takes MILLIS; prints what happens, a line each.
 */
import { setTimeout } from "node:timers/promises";
import { runWorker } from "../../../lib/study/remote/run-worker.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { toyStudy } from "../toy-study.js";

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main([role, path, steps, millis]: readonly string[]): Promise<void> {
  if (role === "controller") {
    const { evaluate: _, ...toy } = toyStudy;
    const { summary } = await runStudy({
      ...{ ...toy, path, steps: Number(steps), remote: true, workers: 8, onWarning: say },
      onProgress: ({ finished }) => finished !== null && say(`evaluated ${finished}`),
    });
    return say(`done ${summary.evaluated}`);
  }
  const stop = new AbortController();
  process.on("SIGTERM", () => stop.abort());
  const { answered, late } = await runWorker({
    ...{ path, workers: 2, signal: stop.signal, evaluateName: toyStudy.evaluateName, onMessage: say, onWarning: say },
    evaluate: async (genotype, told) => {
      say("begun");
      await setTimeout(Number(millis));
      return toyStudy.evaluate(genotype, told);
    },
  });
  say(`answered ${answered}, late ${late}`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  say(`${error.name}: ${error.message}`);
  process.exitCode = 1;
});

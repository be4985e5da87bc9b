/**
 * Runs as a separate process: `node run-toy-study.js PATH STEPS [HELD_STEP]` runs the toy study, prints `evaluated N`
 * after each record, and holds one step forever.
 */
import { runStudy } from "../../lib/study/run-study.js";
import { toyStudy } from "./toy-study.js";

async function main([path, steps, held]: readonly string[]): Promise<void> {
  await runStudy({
    ...toyStudy,
    ...{ path, steps: Number(steps) },
    evaluate: async (genotype, config) => {
      if (config.step === Number(held)) {
        process.stdout.write(`held ${config.step}\n`);
        // Needs a listener: a pending promise that nothing refers to is collected, and the study's lock with it.
        await new Promise((resolve) => process.stdin.resume().once("end", resolve));
      }
      return toyStudy.evaluate(genotype, config);
    },
    onProgress: ({ finished }) => {
      if (finished !== null) process.stdout.write(`evaluated ${finished}\n`);
    },
  });
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stdout.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 1;
});

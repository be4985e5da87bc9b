/** `hiernas best`: the fittest genotype of a study. */
import type { Command } from "commander";
import { genotypeToJson } from "../../genotype/genotype-file.js";
import { InputError } from "../../input/errors.js";
import { bestOf, readStudy } from "../../study/study.js";

/** Adds `best` to the program. */
export function addBest(program: Command): void {
  program
    .command("best")
    .description("prints the fittest genotype of a study as JSON; what is said of it goes to stderr")
    .argument("<study>", "the study's file")
    .addHelpText("after", "\nExample:\n  npx hiernas best study.sqlite > genotype.json")
    .action(async (path: string) => {
      const best = await readStudy(path, bestOf);
      if (best === undefined)
        throw new InputError(`${path}: holds no scored evaluation yet; npx hiernas status ${path}`);
      const fitness = best.evaluation.status === "scored" ? best.evaluation.fitness.toFixed(4) : "";
      process.stderr.write(
        `step ${best.step}: fitness ${fitness}, ${best.evaluation.parameterCount} parameters, network ${best.hash}\n`,
      );
      process.stdout.write(genotypeToJson(best.genotype));
    });
}

/** `hiernas best`: the genotype of the best network of a study. */
import type { Command } from "commander";
import { genotypeToJson } from "../../genotype/genotype-file.js";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import { meanWords, ruleWords } from "../../rows/network-words.js";
import { bestOf, readStudy } from "../../study/study.js";
import { pathOption } from "../output.js";
import { shellWord } from "../shell-word.js";

/** Adds `best` to the program. */
export function addBest(program: Command): void {
  program
    .command("best")
    .description(
      "prints the genotype of the best network of a study, by the mean of all its trainings, as JSON; the mean goes to stderr",
    )
    .argument("<study>", "the study's file or address", pathOption("study"))
    .addHelpText("after", "\nExample:\n  npx hiernas best study.sqlite > genotype.json")
    .action(async (path: string) => {
      const { best, settings } = await readStudy(path, async (study) => ({
        best: await bestOf(study),
        settings: await study.settings(),
      }));
      if (best === undefined)
        throw new InputError(
          `${printable(path)}: holds no scored evaluation yet; npx hiernas status ${shellWord(path)}`,
        );
      const { network } = best;
      const config = { isAccuracy: settings.fitness === "training" };
      process.stderr.write(
        `network ${best.hash}: ${meanWords(network, config)}, first at step ${best.step}, ${network.parameterCount} parameters; ${ruleWords(network, config)}\n`,
      );
      process.stdout.write(genotypeToJson(best.genotype));
    });
}

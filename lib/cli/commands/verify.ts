/** `hiernas verify`: whether everything that a study records agrees. */
import type { Command } from "commander";
import { InputError } from "../../input/errors.js";
import { printable, visible } from "../../input/printable.js";
import { counted } from "../../input/quantity.js";
import { readStudy } from "../../study/study.js";
import { type StudyCheck, verifyStudy } from "../../study/verify-study.js";
import { pathOption } from "../output.js";

/** Adds `verify` to the program. */
export function addVerify(program: Command): void {
  program
    .command("verify")
    .description(
      "checks a study without changing it: that nothing is missing, that networks, costs, fitnesses and seeds are what genotypes, trainings and the study's seed give, and that the search, repeated with its recorded evaluations, proposes the same individuals; works while it runs",
    )
    .argument("<study>", "a study's file or address", pathOption("study"))
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  npx hiernas verify study.sqlite")
    .action(async (path: string, options: { readonly json?: boolean }) => {
      const checks = await readStudy(path, (study) => verifyStudy(study));
      process.stdout.write(options.json ? `${JSON.stringify(checks, null, 1)}\n` : checks.map(toLines).join(""));
      const problems = checks.reduce((sum, each) => sum + each.problems.length, 0);
      if (problems > 0) {
        const rule = "restore it from a copy, or trust only what the other checks cover";
        throw new InputError(`${printable(path)}: ${counted(problems, "disagreement")}; ${rule}`);
      }
    });
}

/** The most problems printed for one check. */
const MOST_PROBLEMS = 20;

function toLines({ name, extent, isChecked, problems }: StudyCheck): string {
  const found = problems.length === 0 ? "agree" : counted(problems.length, "disagreement");
  const head = isChecked ? `${extent}: ${found}` : `not checked: ${extent}`;
  const shown = problems.slice(0, MOST_PROBLEMS);
  const more = problems.length > shown.length ? [`and ${problems.length - shown.length} more`] : [];
  return [`${name.padEnd(9)} ${visible(head)}`, ...[...shown, ...more].map((line) => `          ${visible(line)}`)]
    .map((line) => `${line}\n`)
    .join("");
}

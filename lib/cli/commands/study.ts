/** `hiernas study`: copies studies, and exports them for other programs. */
import { type Command, Option } from "commander";
import { printable } from "../../input/printable.js";
import { copyStudy } from "../../study/copy-study.js";
import {
  exportStudy,
  type StudyExportFormat,
  studyExportFormatByName,
  studyExportFormats,
} from "../../study/export-study.js";
import { placeOf } from "../../study/store/study-address.js";
import { readStudy } from "../../study/study.js";
import { pathOption, writeOutput } from "../output.js";

/** Adds `study` to the program. */
export function addStudy(program: Command): void {
  const study = program.command("study").description("copies studies, and exports them for other programs");
  study
    .command("copy")
    .description(
      "copies a study to a new file or server, with every record and time: the copy resumes as the study does",
    )
    .argument("<from>", "the study's file or address", pathOption("from"))
    .argument("<to>", "a new file or address", pathOption("to"))
    .addHelpText("after", "\nExample:\n  npx hiernas study copy study.sqlite 'postgres://host/database?study=name'")
    .action(async (from: string, to: string) => {
      await copyStudy(from, to);
      process.stdout.write(`${printable(placeOf(to))}: a copy of ${printable(placeOf(from))}\n`);
    });
  study
    .command("export")
    .description("writes a table with one row for each evaluated individual")
    .argument("<study>", "the study's file or address", pathOption("study"))
    .addOption(
      new Option("--format <format>", studyExportFormats.map(({ name }) => name).join(", "))
        .argParser(studyExportFormatByName)
        .default(studyExportFormats[0], studyExportFormats[0].name),
    )
    .requiredOption("--out <file>", "the file to write", pathOption("--out"))
    .addHelpText("after", "\nExample:\n  npx hiernas study export study.sqlite --format parquet --out study.parquet")
    .action(async (path: string, { format, out }: { readonly format: StudyExportFormat; readonly out: string }) => {
      writeOutput(await readStudy(path, (read) => exportStudy(read, format)), out);
      process.stdout.write(`${printable(out)}\n`);
    });
}

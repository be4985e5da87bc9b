// Writes the tables of README.md from plan.json, fitness.jsonl and results.jsonl. From the project's folder: `node
// data/large-runs/summarize.mjs`.
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { largeRuns } from "../../build/lib/literature/large-runs.js";
import { transferSentence } from "../../build/lib/rows/transfer-rows.js";

const { rows, recorded, machine } = largeRuns();
const percent = (share) => `${(100 * share).toFixed(2)} %`;
const errorWords = (error) =>
  error === null
    ? "—"
    : `${percent(error.mean)}${error.spread === null ? "" : ` ± ${(100 * error.spread).toFixed(2)}`} (${error.runs})`;
const effort = (error) =>
  error === null
    ? "—"
    : `${error.trainingSteps.toLocaleString("en-US")}, ${error.processorMinutes.toFixed(0)} core-min, ${error.trainMinutes.toFixed(0)} min`;
const head = [
  ...["cell", "c0", "parameters", "multiply-adds, millions", "short training's fitness"],
  ...["test error, same time", "training steps and time", "test error, same training steps", "training steps and time"],
];
const lines = rows.map((row) => [
  ...[row.name, row.channels, row.parameterCount.toLocaleString("en-US"), (row.multiplyAdds / 1e6).toFixed(1)],
  row.fitness === null ? "—" : `${percent(row.fitness.mean)} ± ${(100 * row.fitness.spread).toFixed(2)} (${row.fitness.trainings})`,
  ...[errorWords(row.sameTime), effort(row.sameTime), errorWords(row.sameSteps), effort(row.sameSteps)],
]);
const table = [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
const text =
  rows.length === 0
    ? recorded
    : `${recorded} Means ± standard deviations, with the number of runs; measured on ${machine}.\n\n${table}\n\n${transferSentence(rows)}`;
const readme = path.join(path.dirname(fileURLToPath(import.meta.url)), "README.md");
const [before, after] = [/^[^]*<!-- measured -->\n/, /<!-- end -->[^]*$/].map(
  (part) => part.exec(readFileSync(readme, "utf8"))[0],
);
writeFileSync(readme, `${before}\n${text}\n\n${after}`);
console.log(text);

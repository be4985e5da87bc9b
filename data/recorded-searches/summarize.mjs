// Prints the table of README.md from the study files. From the project's folder: `node
// data/recorded-searches/summarize.mjs`.
import { mean, median } from "simple-statistics";
import { recorded, recordedSearches } from "../../build/lib/literature/recorded-searches.js";

const percent = (share) => `${(100 * share).toFixed(1)} %`;
console.log("| search | evaluations, failed | best fitness, at step | mean of the first and the last quarter | parameters, median | s per evaluation, median | begun, ended (UTC) |");
console.log("|---|---|---|---|---|---|---|");
for (const name of recordedSearches) {
  const { rows } = await recorded(name);
  const scored = rows.filter(({ fitness }) => fitness !== null);
  const best = scored.reduce((one, other) => (other.fitness > one.fitness ? other : one));
  const quarter = Math.floor(scored.length / 4);
  const meanOf = (part) => percent(mean(part.map(({ fitness }) => fitness)));
  const seconds = median(rows.map(({ startedMillis, finishedMillis }) => (finishedMillis - startedMillis) / 1_000));
  const ends = [Math.min(...rows.map((row) => row.startedMillis)), Math.max(...rows.map((row) => row.finishedMillis))];
  const cells = [
    name,
    `${rows.length}, ${rows.length - scored.length}`,
    `${percent(best.fitness)}, ${best.step}`,
    `${meanOf(scored.slice(0, quarter))}, ${meanOf(scored.slice(-quarter))}`,
    median(rows.map(({ parameterCount }) => parameterCount)).toLocaleString("en-US"),
    seconds.toFixed(1),
    ends.map((millis) => new Date(millis).toISOString().slice(0, 16).replace("T", " ")).join(", "),
  ];
  console.log(`| ${cells.join(" | ")} |`);
}

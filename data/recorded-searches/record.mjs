// Runs the recorded searches on CIFAR-10, one after another; if stopped, it resumes. After `npm run setup`, from the
// project's folder: `node data/recorded-searches/record.mjs CIFAR-10-FOLDER [NAME …]`.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { runStudy } from "../../build/lib/study/run-study.js";
import { searches } from "./searches.mjs";

const [data, ...wanted] = process.argv.slice(2);
const names = wanted.length > 0 ? wanted : Object.keys(searches);
if (data === undefined || names.some((name) => !(name in searches))) {
  console.error("usage: node data/recorded-searches/record.mjs CIFAR-10-FOLDER [NAME …] (the official binary files)");
  console.error(`names: ${Object.keys(searches).join(", ")}; without any, all`);
  process.exit(2);
}
const controller = new AbortController();
process.once("SIGINT", () => controller.abort());
process.once("SIGTERM", () => controller.abort());

for (const name of names) {
  let told = 0;
  const file = path.join(path.dirname(fileURLToPath(import.meta.url)), `${name}.sqlite`);
  const { summary } = await runStudy({
    ...searches[name],
    path: file,
    data,
    signal: controller.signal,
    onProgress: ({ evaluated, steps, best }) => {
      if (evaluated < told + 25) return;
      told = evaluated;
      console.log(`${name}: ${evaluated} of ${steps}, best ${best?.fitness?.toFixed(3)}`);
    },
  }).catch((error) => {
    console.error(error.name === "AbortError" ? "stopped; run the same command to resume" : error.message);
    process.exit(1);
  });
  console.log(`${name}: ${summary.evaluated} evaluations, best ${summary.best?.fitness}`);
}

// Records what the figures of a run need: `node data/sample-run/record.mjs RUN_FOLDER` writes run.json.
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { readRun } = require("../../build/lib/training/read-run.js");
const { runFigureRows } = require("../../build/lib/training/run-figure-rows.js");

const [folder] = process.argv.slice(2);
const { trainingSteps, curve, tests } = runFigureRows(readRun(folder));
const digits = (value) => (typeof value === "number" ? Number(value.toPrecision(5)) : value);
const short = (point) => Object.fromEntries(Object.entries(point).map(([key, value]) => [key, digits(value)]));
const record = { name: "published cell", trainingSteps, curve: curve.map(short), tests };
writeFileSync(new URL("run.json", import.meta.url), `${JSON.stringify(record)}\n`);

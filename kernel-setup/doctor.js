"use strict";
// `hiernas doctor`: lists every part of the set-up with its version, its state and the command that fixes it, runs ten
// training steps and reports their device, and reports how many threads pay.

const { listParts } = require("./doctor-parts.js");
const { readOrMeasureThreads, sayThreads } = require("./doctor-threads.js");
const { runSelfTest } = require("./self-test.js");
const { beginProgressLine, sayDuration } = require("./progress-line.js");
const { readSetup } = require("./prepare.js");

const HELP = `hiernas doctor [--json] [--threads]

Lists every part of the set-up: version, state, and the command that fixes it. Then ten training steps of a small
network show on which device and with which kernels training runs. The first time, it also measures for some seconds how
many threads pay for one trainer and how many one-thread workers pay together, and stores that in .setup/threads.json
as the default of evaluations; a new processor is measured again. Nothing else should run meanwhile. Exit code 0:
all is well; 1: something required is missing.

  --json      prints the same as one JSON object, for scripts
  --threads   measures the threads again

Example: npx hiernas doctor --json
`;

const SIGNS = { ready: "ok", missing: "MISSING", outdated: "OUTDATED", optional: "optional", "left out": "left out" };

/**
 * @param {readonly import("./doctor-parts.js").Part[]} parts
 * @returns {string}
 */
function writeTable(parts) {
  const width = Math.max(...parts.map((part) => part.name.length));
  const versionWidth = Math.max(...parts.map((part) => part.version.length));
  return parts
    .map((part) => {
      const line = `${SIGNS[part.state].padEnd(8)}  ${part.name.padEnd(width)}  ${part.version.padEnd(versionWidth)}`;
      const detail = part.detail ? `  ${part.detail}` : "";
      const mend = part.mend ? `\n${" ".repeat(12 + width)}→ ${part.mend}` : "";
      return (line + detail).trimEnd() + mend + "\n";
    })
    .join("");
}

/**
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  if (args.includes("--help") || args.includes("-h")) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = args.find((arg) => arg !== "--json" && arg !== "--threads");
  if (unknown !== undefined) {
    process.stderr.write(`doctor: unknown argument ${unknown}; npx hiernas doctor --help\n`);
    return 2;
  }
  const json = args.includes("--json");
  const setup = readSetup();
  const parts = listParts(setup);
  if (!json) process.stdout.write(writeTable(parts));

  const missing = parts.some((part) => part.state === "missing" || part.state === "outdated");
  const line = beginProgressLine("ten training steps", (seconds) => 10 - seconds);
  const test = setup.training ? await runSelfTest(setup.paths) : null;
  line.end("");
  const ok = !missing && (test === null || test.ok);
  const threads = test?.ok ? await readOrMeasureThreads(setup.paths, { again: args.includes("--threads") }) : null;
  if (json) {
    process.stdout.write(JSON.stringify({ ok, parts, training: test, threads }, null, 2) + "\n");
  } else if (test === null) {
    process.stdout.write("training: left out\n");
  } else if (test.ok) {
    const [first, last] = [test.losses[0] ?? NaN, test.losses.at(-1) ?? NaN];
    process.stdout.write(
      `training: ${test.trainingSteps} training steps (${test.engine}) in ${sayDuration(test.millis / 1000)}, ` +
        `loss ${first.toFixed(3)} → ${last.toFixed(3)}\n`,
    );
  } else {
    process.stdout.write(`training: ${test.reason}\n`);
  }
  if (!json && threads) process.stdout.write(sayThreads(threads));
  if (!json) process.stdout.write(ok ? "all well\n" : "not all well\n");
  return ok ? 0 : 1;
}

module.exports = { main };

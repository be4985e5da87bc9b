"use strict";
// `npm test`: sets up the machine, checks format, lint, imports and types, and runs every test.

const { parseArgs } = require("node:util");
const { prepare, readSetup, sayNotReady, whyUnwritable } = require("./prepare.js");
const { sayDuration } = require("./progress-line.js");
const { runChecks } = require("./tests/checks.js");
const { runTests } = require("./tests/run-tests.js");

const HELP = `npm test [-- --grep WORDS | --fgrep WORDS | --invert]

Sets up the machine, checks format, lint, imports and types, and runs every test. The last line has the counts. With
CI set in the environment, a skipped test is a failure. The options are mocha's; with one of them only matching tests
run, without the checks.

Example: npm test -- --grep tournament
`;

/** @type {import("node:util").ParseArgsConfig["options"]} */
const OPTIONS = {
  grep: { type: "string", short: "g" },
  fgrep: { type: "string", short: "f" },
  invert: { type: "boolean", short: "i" },
  help: { type: "boolean", short: "h" },
};

/**
 * @param {string[]} args
 * @returns {Promise<number>} the exit code
 */
async function main(args) {
  /** @type {import("./tests/test-process.js").Choice & { help?: boolean }} */
  let options;
  try {
    options = parseArgs({ args, options: OPTIONS }).values;
  } catch (error) {
    process.stderr.write(`npm test: ${/** @type {Error} */ (error).message}\n\n${HELP}`);
    return 2;
  }
  const { help, ...choice } = options;
  if (help) {
    process.stdout.write(HELP);
    return 0;
  }
  // The checks write caches into the project's folder.
  const unwritable = args.length === 0 ? whyUnwritable(readSetup().paths) : null;
  if (unwritable !== null) {
    process.stderr.write(`not ready: ${unwritable}\n`);
    return 1;
  }
  const began = Date.now();
  const preparation = await prepare();
  const { made, failed: notReady, training } = preparation;
  if (made.length > 0) process.stderr.write(`set-up took ${sayDuration((Date.now() - began) / 1000)}\n`);
  if (!training)
    process.stderr.write("training was left out: tests that train fail (npm run setup -- --with-training)\n");
  if (notReady.length > 0) process.stderr.write(sayNotReady(preparation));

  const { paths } = readSetup();
  // Nothing can be checked without packages; a library with type errors is compiled anyway. With options, only tests
  // run.
  const packagesReady = !notReady.includes("npm packages");
  const checks = packagesReady && args.length === 0 ? await runChecks(paths) : { passed: 0, failed: 0 };
  const tests = packagesReady ? await runTests(paths, choice) : { passed: 0, failed: 0, skipped: [] };
  const strict = Boolean(process.env["CI"]);
  const passed = checks.passed + tests.passed;
  const failed = notReady.length + checks.failed + tests.failed + (strict ? tests.skipped.length : 0);
  if (strict && tests.skipped.length > 0) process.stdout.write("CI is set: a skipped test is a failure\n");
  const skipped = strict || tests.skipped.length === 0 ? "" : `, ${tests.skipped.length} skipped`;
  process.stdout.write(`${passed} passed, ${failed} failed${skipped}\n`);
  return failed === 0 ? 0 : 1;
}

if (require.main === module) main(process.argv.slice(2)).then((code) => (process.exitCode = code));

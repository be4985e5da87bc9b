"use strict";
// A process that runs test files, one per message, and reports each test. Every file gets a new mocha, so that hooks
// outside a `describe` apply to this file only.

const TEST_MILLIS = 120_000;

/** @typedef {{ grep?: string, fgrep?: string, invert?: boolean }} Choice which tests to run, by mocha's options */
/**
 * @typedef {{ kind: "began", title: string }
 *   | { kind: "passed", title: string, millis: number }
 *   | { kind: "failed", title: string, error: string }
 *   | { kind: "skipped", title: string }
 *   | { kind: "done" }} Report
 */

/** @param {Report} report */
const send = (report) => process.send?.(report);

/**
 * The useful part of an error: the message, and the frames in the project's files.
 * @param {Error} error
 * @returns {string}
 */
function sayError(error) {
  const lines = String(error.stack ?? error).split("\n");
  return lines
    .filter((line) => !/^\s+at .*(node_modules|node:)/.test(line))
    .map((line) => `    ${line}`)
    .join("\n");
}

/**
 * @param {string} file
 * @param {Choice} choice
 */
async function runFile(file, choice) {
  const { default: Mocha } = await import("mocha");
  class SendReporter extends Mocha.reporters.Base {
    /** @param {Mocha.Runner} runner */
    constructor(runner) {
      super(runner);
      runner.on("test", (test) => send({ kind: "began", title: test.fullTitle() }));
      runner.on("pass", (test) => send({ kind: "passed", title: test.fullTitle(), millis: test.duration ?? 0 }));
      runner.on("fail", (test, error) => send({ kind: "failed", title: test.fullTitle(), error: sayError(error) }));
      runner.on("pending", (test) => send({ kind: "skipped", title: test.fullTitle() }));
    }
  }
  const mocha = new Mocha({ ...choice, timeout: TEST_MILLIS, forbidOnly: true, reporter: SendReporter });
  mocha.addFile(file);
  try {
    await mocha.loadFilesAsync();
    await new Promise((resolve) => mocha.run(resolve));
    mocha.dispose();
  } catch (error) {
    send({ kind: "failed", title: file, error: sayError(/** @type {Error} */ (error)) });
  }
  send({ kind: "done" });
}

if (require.main === module) {
  process.on("message", (/** @type {{ file: string, choice: Choice } | "end"} */ message) => {
    // Without the channel, only something left behind by a test can keep the process alive.
    if (message === "end") process.disconnect();
    else void runFile(message.file, message.choice);
  });
}

"use strict";
// A process that runs test files, one message each, and sends what becomes of each test. A mocha of its own for every
// file, so that hooks outside a `describe` are this file's alone.

const TEST_MILLIS = 120_000;

/** @typedef {{ grep?: string, fgrep?: string, invert?: boolean }} Choice which tests run, as mocha's options have it */
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
 * The part of an error that helps: the message, and the frames of the project's own files.
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
    // Without the channel nothing of ours keeps the process alive: what still does was forgotten by a test.
    if (message === "end") process.disconnect();
    else void runFile(message.file, message.choice);
  });
}

"use strict";
// A mocha reporter that names what fails as soon as it fails, shows on a terminal what runs and how long it still takes,
// and writes the counts to the file named by HIERNAS_TEST_COUNTS.

const fs = require("node:fs");
const { beginProgressLine, sayDuration } = require("../progress-line.js");

const SLOW_MILLIS = 10_000;

/** @typedef {{ duration?: number, fullTitle(): string }} Test */
/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {string[]} skipped their titles
 * @property {string} current the title of the test that runs
 * @property {boolean} ended whether mocha came to its end
 */

/**
 * The part of an error that helps: the message, and the frames of our own files.
 * @param {Error} error
 * @returns {string}
 */
function sayError(error) {
  const lines = String(error.stack ?? error).split("\n");
  const ours = lines.filter((line) => !/^\s+at .*(node_modules|node:)/.test(line));
  return ours.map((line) => `    ${line}`).join("\n");
}

/** Mocha makes one of these per run. */
class CountReporter {
  /** @param {{ total: number, on: (event: string, listener: (test: Test, error: Error) => void) => void }} runner */
  constructor(runner) {
    /** @type {Counts} */
    const counts = { passed: 0, failed: 0, skipped: [], current: "", ended: false };
    const done = () => counts.passed + counts.failed + counts.skipped.length;
    const line = beginProgressLine(
      () => `${done()} of ${runner.total}: ${counts.current.slice(0, 50)}`,
      (seconds) => (done() === 0 ? 0 : (seconds / done()) * (runner.total - done())),
    );
    const save = () => {
      const file = process.env["HIERNAS_TEST_COUNTS"];
      if (!file) return;
      // Moved over the old one, because the parent reads it at any time and must never see half of it.
      fs.writeFileSync(`${file}.new`, JSON.stringify(counts));
      fs.renameSync(`${file}.new`, file);
    };
    runner.on("test", (test) => {
      counts.current = test.fullTitle();
      save();
    });
    runner.on("pass", (test) => {
      counts.passed++;
      const millis = test.duration ?? 0;
      if (millis > SLOW_MILLIS) line.say(`slow     ${test.fullTitle()} (${sayDuration(millis / 1000)})`);
      save();
    });
    runner.on("fail", (test, error) => {
      counts.failed++;
      line.say(`FAIL     ${test.fullTitle()}\n${sayError(error)}`);
      save();
    });
    runner.on("pending", (test) => {
      counts.skipped.push(test.fullTitle());
      line.say(`skipped  ${test.fullTitle()}`);
      save();
    });
    runner.on("end", () => {
      counts.ended = true;
      line.end(`tests: ${counts.passed} of ${runner.total} passed (${sayDuration(line.seconds())})`);
      save();
    });
  }
}

module.exports = CountReporter;

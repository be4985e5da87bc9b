import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beginMark, recordWords, shownWords } from "../../lib/evaluation/last-words.js";
import { smokeProtocol } from "../../lib/evaluation/protocol.js";
import { openWorkerPool } from "../../lib/evaluation/worker-pool.js";
import { trivialGenotype } from "../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../lib/genotype/space.js";

describe("recordWords", () => {
  it("counts output written since the evaluation began, however late it arrives", () => {
    const words = recordWords();
    words.add(`a start\n${beginMark(1)}one\n`);
    assert.match(words.text(), /^a start\n.*one\n$/s);
    words.begin(2);
    assert.equal(words.text(), "");
    words.add("late words of one\n");
    const mark = beginMark(2);
    words.add(`more of one${mark.slice(0, 9)}`);
    assert.equal(words.text(), "");
    words.add(`${mark.slice(9)}two\n`);
    assert.equal(words.text(), "two\n");
    words.begin(3);
    assert.equal(words.text(), "");
  });

  it("keeps the end of it", () => {
    const words = recordWords();
    for (let line = 1; line <= 10_000; line++) words.add(`line ${line}\n`);
    assert.ok(words.text().length <= 8_192);
    assert.ok(words.text().endsWith("line 9999\nline 10000\n"));
  });

  it("is shown as one line", () => {
    assert.equal(shownWords(`${beginMark(1)}a\n\n  b\u001b[31m\nc\nd\ne\n`), "b\\x1b[31m / c / d / e");
    assert.equal(shownWords(`${beginMark(1)}\n`), "nothing");
    assert.ok(shownWords("x".repeat(9_999)).length < 200);
  });
});

describe("a child's last words", function () {
  this.timeout(60_000);
  let folder = "";
  const options = process.env.NODE_OPTIONS;
  before(() => (folder = mkdtempSync(join(tmpdir(), "hiernas-words-"))));
  after(() => {
    if (options === undefined) delete process.env.NODE_OPTIONS;
    else process.env.NODE_OPTIONS = options;
    rmSync(folder, { recursive: true });
  });

  it("explain a death by that evaluation's output, never by an earlier one's", async () => {
    const preload = join(folder, "preload.js");
    // Written during a child's first evaluation.
    const complain = `process.on("message", ({ id }) => id === 1 &&
      setImmediate(() => process.stderr.write("Cannot allocate memory for another network\\n")));`;
    writeFileSync(preload, complain);
    process.env.NODE_OPTIONS = `--require ${JSON.stringify(preload)}`;
    const pool = openWorkerPool({ protocol: { ...smokeProtocol, trainingSteps: 50 }, data: "sample", workers: 1 });
    const genotype = trivialGenotype(hierarchicalSpace);
    try {
      let child = 0;
      const first = await pool.evaluate(genotype, { seed: "1", onProgress: ({ processId }) => (child = processId) });
      assert.equal(first.status, "scored");
      const deaths: number[] = [];
      const second = await pool.evaluate(genotype, {
        seed: "2",
        onProgress: ({ processId }) => {
          if (deaths.length > 0) return;
          deaths.push(processId);
          process.kill(processId, "SIGSEGV");
        },
      });
      assert.deepEqual(deaths, [child]);
      // Not out of memory: it starts again and succeeds.
      assert.equal(second.status, "scored", JSON.stringify(second));
    } finally {
      await pool.close();
    }
  });
});

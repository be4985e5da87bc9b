import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { runCommand, shareCommands, startCommand } from "../../cli/command.js";
import { isRunning } from "../../evaluation/processes.js";

const run = (...args: readonly string[]) => runCommand(["bench", ...args], tmpdir());

describe("hiernas bench", () => {
  const runShared = shareCommands(tmpdir);

  for (const [what, args, message] of [
    ["another subject", ["search"], /unknown command 'search'/],
    ["a missing genotype", ["training", "--genotype", "no.json"], /^hiernas: .*no\.json: no such file.*\n$/],
    [
      "an invalid count",
      ["training", "--training-steps", "many"],
      /^hiernas: --training-steps: got many, must be .*\n$/,
    ],
    ["another space", ["training", "--space", "round"], /^hiernas: space: got "round".*\n$/],
    ["another scale", ["training", "--scale", "huge"], /choices are published, laptop, large, large-64, large-128/],
    ["too many threads", ["training", "--threads", "3"], /choices are 1, 2/],
    ["another peer", ["training", "--peer", "jax"], /choices are pytorch/],
    ["a bad list of decoders", ["decoding", "--decoders", "1,x"], /^hiernas: --decoders: got x, must be .*\n$/],
    ["a missing folder", ["decoding", "--data", "nowhere"], /^hiernas: .*nowhere\/train: no such folder\n$/],
    ["a protocol with a peer", ["training", "--protocol", "paper", "--peer", "pytorch"], /^hiernas: .*--peer.*\n$/],
    ["a protocol as a table", ["training", "--protocol", "paper", "--markdown"], /^hiernas: .*--markdown.*\n$/],
    ["two forms at once", ["training", "--json", "--markdown"], /cannot be used with/],
    ["a graph without a protocol", ["training", "--graph", "plain"], /^hiernas: --graph: needs --protocol.*\n$/],
    ["another graph", ["training", "--protocol", "paper", "--graph", "round"], /choices are fastest, rewritten, plain/],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const { code, stdout, stderr } = await runShared("bench", ...args);
      assert.deepEqual([code, stdout], [2, ""]);
      assert.match(stderr, message);
    });
  }

  it("refuses a missing custom Python", async () => {
    process.env.HIERNAS_PYTORCH = "/no/such/python";
    try {
      const { code, stderr } = await run("training", "--peer", "pytorch");
      assert.equal(code, 2);
      assert.match(stderr, /^hiernas: HIERNAS_PYTORCH: \/no\/such\/python: no such file.*\n$/);
    } finally {
      delete process.env.HIERNAS_PYTORCH;
    }
  });

  it("ends its children on Ctrl-C and exits with 130", async () => {
    const args = ["bench", "training", "--genotype", "trivial", "--scale", "laptop", "--training-steps", "1000000"];
    const { child, ended } = startCommand(args, tmpdir());
    const pid = child.pid as number;
    const childrenOf = () =>
      readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    // Another process's children send no event, so this polls; the test's time limit bounds it.
    while (childrenOf().length === 0) await delay(10);
    const children = childrenOf().map(Number);
    child.kill("SIGINT");
    const { code, stderr } = await ended;
    assert.deepEqual([code, stderr], [130, "hiernas: interrupted; nothing is kept\n"]);
    assert.deepEqual(children.filter(isRunning), []);
  });
});

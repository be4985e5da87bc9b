import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";

async function weightsAfterTraining(seed: string, operationsAtOnce: number): Promise<string> {
  const env = { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: String(operationsAtOnce) };
  const stdio = ["ignore", "ignore", "ignore", "ipc"] as const;
  const child = fork(path.join(__dirname, "repetition-child.js"), [seed], { env, stdio: [...stdio] });
  const [message] = await Promise.all([once(child, "message"), once(child, "exit")]);
  return String(message[0]);
}

describe("ten training steps of the rewritten graph", function () {
  this.timeout(60_000);

  // Made when it is first needed, since both tests compare with it.
  let first: Promise<string> | undefined;
  const firstWeights = () => (first ??= weightsAfterTraining("1", 1));

  it("give the same weights bit for bit for the same seed on one thread, others for another seed", async () => {
    const first = await firstWeights();
    assert.match(first, /^[0-9a-f]{64}$/);
    assert.equal(await weightsAfterTraining("1", 1), first);
    assert.notEqual(await weightsAfterTraining("2", 1), first);
  });

  it("give the same weights with two operations at once: sums are added in the order of the graph", async () => {
    for (let run = 0; run < 2; run++) assert.equal(await weightsAfterTraining("1", 2), await firstWeights());
  });
});

/**
 * A process for processes.test.ts: `train SEED` sends a hash of the weights after five training steps, `wait` keeps a
 * loaded graph open, `folder` a folder.
 */
import { createHash } from "node:crypto";
import { publishedCell } from "../../../lib/genotype/published.js";
import { makeGraphFolder } from "../../../lib/graph/session/graph-folder.js";
import { initialWeights } from "../../../lib/graph/session/initial-weights.js";
import { openTrainingSession } from "../../../lib/graph/session/training-session.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

async function main([what, seed]: readonly string[]): Promise<void> {
  if (what === "folder") {
    makeGraphFolder();
    process.send?.("made");
    if (seed === "exit") process.disconnect();
    else stay();
    return;
  }
  const plan = planNetwork(publishedCell, { ...smallNetwork, channels: 4 });
  const session = await openTrainingSession(plan, 8);
  if (what === "wait") {
    process.send?.("loaded");
    stay();
    return;
  }
  const random = createRandom(seed);
  session.setWeights(initialWeights(plan, random));
  for (let trainingStep = 0; trainingStep < 5; trainingStep++) {
    session.train(
      {
        images: Float32Array.from({ length: 8 * 16 * 16 * 3 }, () => random.normal()),
        labels: Int32Array.from({ length: 8 }, () => random.integer(10)),
        shape: [8, 16, 16, 3],
      },
      0.05,
    );
  }
  process.send?.(createHash("sha256").update(session.weights()).digest("hex"));
  session.dispose();
  process.disconnect();
}

/** Until the parent kills it or exits. */
function stay(): void {
  process.on("disconnect", () => process.exit());
}

void main(process.argv.slice(2));

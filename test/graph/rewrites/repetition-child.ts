/**
 * A process for repetition.test.ts: sends a hash of the weights after ten training steps of the rewritten graph from a
 * given seed.
 */
import { createHash } from "node:crypto";
import { publishedCell } from "../../../lib/genotype/published.js";
import { initialWeights } from "../../../lib/graph/session/initial-weights.js";
import { openTrainingSession } from "../../../lib/graph/session/training-session.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const [BATCH, SIDE] = [16, 16];

async function main(seed: string): Promise<void> {
  const plan = planNetwork(publishedCell, { ...smallNetwork, channels: 8 });
  const session = await openTrainingSession(plan, BATCH, { graph: "rewritten" });
  const random = createRandom(seed);
  session.setWeights(initialWeights(plan, random));
  for (let trainingStep = 0; trainingStep < 10; trainingStep++) {
    const images = Float32Array.from({ length: BATCH * SIDE * SIDE * 3 }, () => random.normal());
    const labels = Int32Array.from({ length: BATCH }, () => random.integer(10));
    session.train({ images, labels, shape: [BATCH, SIDE, SIDE, 3] }, 0.05);
  }
  process.send?.(createHash("sha256").update(session.weights()).digest("hex"));
  session.dispose();
  process.disconnect();
}

void main(process.argv[2]);

/**
 * A process that answers a benchmark's messages at once, without TensorFlow, as kernel-setup/pytorch-peer/peer.py and
 * contender-main.ts do. Its argument is the engine that it says it has; without one it is a peer, which has none.
 */
import { createInterface } from "node:readline";
import type { FromContender, ToContender } from "../../../lib/instruments/bench/contender-messages.js";

const engine = process.argv[2] as "fused" | "rewritten" | undefined;

function answerTo(message: ToContender): FromContender {
  switch (message.kind) {
    case "open": {
      const { graph = "fastest" } = message;
      const versions = { [engine === undefined ? "pytorch" : "tensorflow"]: "0.0" };
      return { kind: "opened", versions, ...(engine && { engine: graph === "fastest" ? engine : graph }) };
    }
    case "train":
      return { kind: "trained", millis: 50, dataMillis: 1, ...(engine && { nativeMillis: 40 }), loss: 2 };
    case "score":
      return { kind: "scored", millis: 5 };
    case "evaluate":
      return { kind: "evaluated", millis: 500, trainingStepMillis: [90, 50, 50], scoreMillis: 5, accuracy: 0.5 };
  }
}

createInterface({ input: process.stdin }).on("line", (line) => {
  process.stdout.write(`${JSON.stringify(answerTo(JSON.parse(line) as ToContender))}\n`);
});

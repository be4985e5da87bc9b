// How the long trainings train: the paper's search protocol (section 4.1) at a quarter of its batch, 3,000 training
// steps, one training, and scored on all test images.
import { paperProtocol } from "../../build/lib/evaluation/protocol.js";
import { smallNetwork } from "../../build/lib/network/network-config.js";

/** The network around a cell, with `channels` as c0 (the yardstick: 16). */
export const networkOf = (channels) => ({ ...smallNetwork, channels });

/** No limits: a training that waits or is paused must not be stopped. */
export const longProtocol = {
  ...paperProtocol,
  name: "long",
  network: networkOf(16),
  trainingCount: 1,
  batchSize: 64,
  trainingSteps: 3_000,
  schedule: { kind: "cosine", rate: 0.1 },
  limits: {},
};

/** Protocols for a network that is trained in earnest, after the search. Paper, section 4.2. */
import { paperProtocol, type Protocol } from "../evaluation/protocol.js";
import { byName } from "../input/by-name.js";
import { checkCount } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { largeNetwork } from "../network/network-config.js";

/**
 * The large CIFAR-10 network in full: c0 = 64 (deck; 128 in its last row), N = 2, 80,000 training steps, learning rate
 * 0.1, ÷10 after 40,000, 60,000 and 70,000, momentum 0.9, weight decay 3e-4 (all from memory of the paper, not in the
 * deck). Neither batch size nor augmentation of this training are known here: batches of 128, images shifted by up to 4
 * pixels over a border of zeros (pad and crop) and flipped are the field's usual ones. The paper gives mean and standard
 * deviation of five trainings; one is the default. Paper, section 4.2.
 */
export const largeProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "large",
  network: largeNetwork,
  trainingCount: 1,
  batchSize: 128,
  trainingSteps: 80_000,
  schedule: Object.freeze({ kind: "steps", rate: 0.1, dropAt: Object.freeze([40_000, 60_000, 70_000]), factor: 0.1 }),
  augmentation: Object.freeze({ shift: 4, padding: "zero", flip: true }),
  scoringBatchSize: 100,
  recalibrationBatches: 40,
});

/**
 * The small CIFAR-10 network trained as in the paper's search, once: c0 = 16, N = 1, 5,000 training steps of batch 256.
 * Paper, section 4.1.
 */
export const smallProtocol: Protocol = Object.freeze({
  ...paperProtocol,
  name: "small",
  trainingCount: 1,
  scoringBatchSize: 100,
  recalibrationBatches: 40,
});

/** `small` or `large`, as the command line takes them. Throws InputError for another name. */
export function trainingProtocolByName(name: string): Protocol {
  return byName("network", [smallProtocol, largeProtocol], name);
}

/**
 * `protocol` with another number of training steps; the learning rate drops at the same shares of them. Throws
 * InputError for a number out of bounds.
 */
export function withTrainingSteps(protocol: Protocol, trainingSteps: number): Protocol {
  checkCount("training steps", trainingSteps, 1, limits.trainingSteps);
  const { schedule } = protocol;
  if (schedule.kind !== "steps") return { ...protocol, trainingSteps };
  const share = trainingSteps / protocol.trainingSteps;
  const dropAt = schedule.dropAt.map((at) => Math.round(at * share));
  return { ...protocol, trainingSteps, schedule: { ...schedule, dropAt } };
}

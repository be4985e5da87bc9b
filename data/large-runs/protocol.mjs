// How the large runs are trained: the library's large protocol in the small network, at a batch that gives costly
// networks more training steps in the same time.
import { smallNetwork } from "../../build/lib/network/network-config.js";
import { largeProtocol, withTrainingSteps } from "../../build/lib/training/large-protocol.js";

/** c0 of every cell but the one that is as wide as the published cell has parameters. */
export const CHANNELS = 16;
/** TensorFlow's threads of a run, and the cores whose time it may take. */
export const THREADS = 2;
export const SEEDS = [1, 2];
/** Scorings of the validation images in a run. */
const VALIDATIONS = 10;

/** The network around a cell: N = 1, three groups, 32×32. */
export const networkOf = (channels) => ({ ...smallNetwork, channels });

/** The protocol of a run; `isTry` scores next to nothing. */
export function protocolOf(channels, trainingSteps, isTry = false) {
  const protocol = {
    ...largeProtocol,
    network: networkOf(channels),
    batchSize: 64,
    scoringImages: isTry ? 100 : 1_000,
    recalibrationBatches: isTry ? 2 : 20,
  };
  return withTrainingSteps(protocol, trainingSteps);
}

export const validateEvery = (trainingSteps, isTry = false) => trainingSteps / (isTry ? 2 : VALIDATIONS);

// The protocols to compare, and the reference.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";

const { limits: _limits, ...base } = laptopProtocol;

/** The laptop protocol of version 0.1 with changes, without limits, which would only refuse or stop trainings. */
function candidate(name, { channels = 8, side = 16, ...changes }) {
  const network = { ...base.network, channels, imageSize: { height: side, width: side, channels: 3 } };
  const size = { height: side, width: side };
  const augmentation = { ...base.augmentation, resize: size };
  return {
    ...base,
    batchSize: 32,
    trainingSteps: 150,
    scoringImages: 1_000,
    network,
    augmentation,
    scoringSize: size,
    ...changes,
    name,
    limits: {},
  };
}

const cosine = (rate) => ({ kind: "cosine", rate });

/** The protocols differ in learning rate, training steps, channels and image size. */
export const candidates = [
  candidate("rate 0.03", { schedule: cosine(0.03) }),
  candidate("rate 0.1", { schedule: cosine(0.1) }),
  candidate("450 training steps", { schedule: cosine(0.05), trainingSteps: 450 }),
  candidate("16 channels", { channels: 16, schedule: cosine(0.05) }),
  candidate("16 channels, 8×8, 300 training steps", {
    channels: 16,
    side: 8,
    trainingSteps: 300,
    schedule: cosine(0.05),
  }),
];

/**
 * Leaves out the long candidate for flat cells, which cost four times as much to train: for hierarchical ones, three
 * times the steps ranked no better than two trainings at two thirds of the cost.
 */
export const candidatesOf = (space) => candidates.filter(({ trainingSteps }) => space !== "flat" || trainingSteps < 450);

/**
 * The longer reference training: twice the channels, batch 64, 400 training steps (5.3 times the images), 5,000 scoring
 * images.
 */
export const reference = candidate("reference", {
  channels: 16,
  batchSize: 64,
  trainingSteps: 400,
  schedule: cosine(0.1),
  scoringImages: 5_000,
});

// The short protocols to compare with the long trainings: what one and three core-minutes can buy.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";

const cosine = (rate) => ({ kind: "cosine", rate });

/**
 * c0, the side of the (resized, shifted, flipped) images, the batch size, the peak rate and the training steps. The
 * steps are such that a hierarchical genotype of median cost takes its group's core-minutes.
 */
function candidate(
  group,
  [channels, side, batchSize, rate, trainingSteps],
  { warmUp = 0, constant = false, equal = false } = {},
) {
  const size = { height: side, width: side };
  const words = [
    equal ? "channels by cost" : `${channels} channels`,
    `${side}×${side}`,
    `batch ${batchSize}`,
    `${constant ? "constant rate" : "rate"} ${rate}`,
    ...(warmUp > 0 ? [`warm-up ${warmUp}`] : []),
    `${trainingSteps} training steps`,
  ];
  return {
    group,
    warmUp,
    equal,
    protocol: {
      ...laptopProtocol,
      name: words.join(", "),
      network: { ...laptopProtocol.network, channels, imageSize: { ...size, channels: 3 } },
      batchSize,
      trainingSteps,
      schedule: constant ? { kind: "constant", rate } : cosine(rate),
      augmentation: { ...laptopProtocol.augmentation, resize: size, shift: Math.max(1, side / 8) },
      scoringSize: size,
      scoringImages: 5_000,
      limits: {},
    },
  };
}

/** About one core-minute per evaluation. */
const minute = [
  candidate("minute", [16, 16, 64, 0.1, 660]),
  candidate("minute", [8, 16, 64, 0.2, 1_400]),
  candidate("minute", [16, 16, 64, 0.2, 660], { warmUp: 60 }),
  candidate("minute", [16, 8, 64, 0.1, 1_900]),
  candidate("minute", [8, 24, 64, 0.2, 620]),
  candidate("minute", [16, 24, 64, 0.1, 270]),
  candidate("minute", [16, 16, 64, 0.03, 660]),
  candidate("minute", [16, 16, 32, 0.1, 1_320]),
  candidate("minute", [32, 8, 64, 0.1, 700]),
  candidate("minute", [16, 16, 64, 0.1, 660], { warmUp: 60, constant: true }),
];

/** A third of a core-minute: three trainings per minute, or the first rung. */
const third = [candidate("third", [16, 16, 64, 0.1, 200]), candidate("third", [8, 16, 64, 0.2, 440])];

/** About three core-minutes. */
const three = [
  candidate("three", [16, 16, 64, 0.1, 2_200]),
  candidate("three", [16, 24, 64, 0.1, 900]),
  candidate("three", [8, 16, 64, 0.2, 4_400]),
  candidate("three", [32, 16, 64, 0.1, 740]),
];

/**
 * Like the first one-minute protocol, each genotype with the c0 for which its multiply-adds are closest to the
 * median's.
 */
const equal = [candidate("equal", [16, 16, 64, 0.1, 660], { equal: true })];

/** All candidates. */
export const candidates = [...minute, ...third, ...three, ...equal];

/**
 * The possible c0 at equal cost: the engine is fast at multiples of 8 (a training step takes longer at 12 channels than
 * at 16).
 */
export const EQUAL_CHANNELS = [8, 16, 24, 32, 40, 48];

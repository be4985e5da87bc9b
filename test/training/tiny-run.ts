// A run that trains in a second, and its files as bytes.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { publishedCell } from "../../lib/genotype/published.js";
import type { Protocol } from "../../lib/evaluation/protocol.js";
import { largeProtocol, withTrainingSteps } from "../../lib/training/large-protocol.js";
import type { RunTrainingConfig } from "../../lib/training/run-training-config.js";

const side = { height: 8, width: 8 };

/** The large protocol cut down: c0 = 2, N = 1, 8×8 images, 40 training steps of batch 8. */
export const tinyProtocol: Protocol = withTrainingSteps(
  {
    ...largeProtocol,
    network: { ...largeProtocol.network, channels: 2, cellsPerGroup: 1, imageSize: { ...side, channels: 3 } },
    batchSize: 8,
    augmentation: { resize: side, shift: 1, padding: "zero", flip: true, cutout: 3 },
    trainingImages: 100,
    scoringImages: 50,
    scoringSize: side,
    recalibrationBatches: 2,
  },
  40,
);

/** A run of that protocol with everything that a resumed one could get wrong: parts, validation, several trainings. */
export function tinyRun(path: string, trainingCount = 1): RunTrainingConfig {
  return {
    ...{ path, genotype: publishedCell, protocol: { ...tinyProtocol, trainingCount } },
    ...{ accumulate: 2, validateEvery: 10, checkpointEvery: 7, threads: 1 },
  };
}

/** A digest of each file that says something about the training, by its name: what is of a machine is left out. */
export function runFiles(path: string): Readonly<Record<string, string>> {
  const names = readdirSync(path).filter((name) => /^(curve|result|test|trained)/.test(name));
  return Object.fromEntries(
    names.sort().map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(path, name)))
        .digest("hex"),
    ]),
  );
}

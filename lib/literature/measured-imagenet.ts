/** A run of the ImageNet network as rows beside the deck's. Deck, "Comparison against other models on ImageNet". */
import { meanAndSpread } from "../evaluation/evaluation.js";
import { InputError } from "../input/errors.js";
import { isName, nameRule, printable, shown } from "../input/printable.js";
import { counted } from "../input/quantity.js";
import { checkObject } from "../input/settings.js";
import type { ResultRow } from "../rows/results-table.js";
import type { Run } from "../training/read-run.js";
import { TOP1, TOP5 } from "./published-results.js";

/** A run's errors, and how they were measured. */
export interface MeasuredImagenet {
  /** The top-1 error, then the top-5 error. */
  readonly rows: readonly ResultRow[];
  /** On which pictures, with which network and training, in words. */
  readonly measuredBy: string;
}

/**
 * The rows of a finished run of the ImageNet network, under `name`: they are measured on the run's own pictures at its
 * own scale, which `measuredBy` says, and join the deck's table as measured. Throws InputError for a run of another
 * network, one in which no training is finished or all failed, and a name or a run that is none.
 */
export function measuredImagenet(run: Run, name = "This cell"): MeasuredImagenet {
  checkObject("measured ImageNet: run", run);
  if (!("settings" in run && "result" in run))
    throw new InputError("measured ImageNet: run: must be what readRun gives");
  const { path, settings, images, result } = run;
  const where = printable(path);
  if (!isName(name)) throw new InputError(`measured ImageNet: name: got ${shown(name)}, must be ${nameRule}`);
  const { protocol } = settings;
  if (protocol.network.name !== "imagenet") {
    throw new InputError(`${where}: trains the network ${protocol.network.name}, must be imagenet`);
  }
  const finished = result.trainings.filter(({ accuracy }) => accuracy !== null);
  const row = (measure: string, accuracies: readonly number[]): readonly ResultRow[] => {
    if (accuracies.length === 0) return [];
    const { mean, spread } = meanAndSpread(accuracies);
    return [
      Object.freeze({
        ...{ source: "measured" as const, name, measure, error: 100 * (1 - mean), isPapers: false },
        ...{ spread: accuracies.length > 1 ? 100 * spread : null, trainings: accuracies.length },
      }),
    ];
  };
  if (finished.length === 0) throw new InputError(`${where}: no training is finished; go on with it`);
  const { network, batchSize, trainingSteps } = protocol;
  const { height, width } = network.imageSize;
  return Object.freeze({
    rows: Object.freeze([
      ...row(
        TOP1,
        finished.map(({ accuracy }) => accuracy as number),
      ),
      ...row(
        TOP5,
        finished.flatMap(({ topFiveAccuracy }) => topFiveAccuracy ?? []),
      ),
    ]),
    measuredBy: `${counted(images.test, "picture")} of ${counted(images.classNames.length, "class", "classes")}, not ImageNet's (${printable(settings.data)}); c0 = ${network.channels}, N = ${network.cellsPerGroup}, ${height}×${width}, ${counted(trainingSteps, "training step")} of batch ${batchSize} on ${counted(images.training, "picture")}`,
  });
}

/** Learning rates over a training. Paper, section 4.1 (stepwise). */
import { checkCount, InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { shown } from "../../input/printable.js";
import { checkList, checkObject } from "../../input/settings.js";

/**
 * How the learning rate changes during a training: `constant`; `steps`, multiplied by `factor` at each training step in
 * `dropAt` (the paper: 0.1, multiplied by 0.1 at 4,000 and 4,500 of 5,000); or `cosine`, falling from `rate` to 0 along
 * half a cosine. Paper, section 4.1.
 */
export type Schedule =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "steps"; readonly rate: number; readonly dropAt: readonly number[]; readonly factor: number }
  | { readonly kind: "cosine"; readonly rate: number };

/**
 * The learning rate at training step `trainingStep` (from 0) of `trainingSteps`. Throws InputError when a number of the
 * schedule is not finite, the rate is not above 0, or the training step is not a whole number from 0 to `trainingSteps`
 * − 1. Paper, section 4.1.
 */
export function learningRateAt(schedule: Schedule, trainingStep: number, trainingSteps: number): number {
  checkSchedule(schedule);
  checkCount("learning rate: training steps", trainingSteps, 1, limits.trainingSteps);
  if (!Number.isInteger(trainingStep) || trainingStep < 0 || trainingStep >= trainingSteps) {
    throw new InputError(
      `learning rate: got training step ${shown(trainingStep)}, must be a whole number from 0 to ${trainingSteps - 1}`,
    );
  }
  switch (schedule.kind) {
    case "constant":
      return schedule.rate;
    case "steps":
      return schedule.rate * schedule.factor ** schedule.dropAt.filter((at) => at <= trainingStep).length;
    case "cosine":
      return (schedule.rate * (1 + Math.cos((Math.PI * trainingStep) / trainingSteps))) / 2;
  }
}

/** Throws InputError, saying which number, unless the schedule's numbers are in range. */
function checkSchedule(schedule: Schedule): void {
  checkObject("learning rate: schedule", schedule);
  if (!["constant", "steps", "cosine"].includes(schedule.kind)) {
    throw new InputError(
      `learning rate: schedule: kind: got ${shown(schedule.kind)}, must be "constant", "steps" or "cosine"`,
    );
  }
  if (!Number.isFinite(schedule.rate) || schedule.rate <= 0) {
    throw new InputError(`learning rate: got ${shown(schedule.rate)}, must be a finite number above 0`);
  }
  if (schedule.kind !== "steps") return;
  if (!Number.isFinite(schedule.factor) || schedule.factor <= 0) {
    throw new InputError(`learning rate: got a factor of ${shown(schedule.factor)}, must be a finite number above 0`);
  }
  checkList("learning rate: dropAt", schedule.dropAt);
  for (const at of schedule.dropAt) {
    if (Number.isInteger(at) && at >= 0) continue;
    throw new InputError(`learning rate: drop at ${shown(at)}: must be a training step, a whole number of at least 0`);
  }
}

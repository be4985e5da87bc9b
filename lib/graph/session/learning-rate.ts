/** Learning rates over a training. Paper, section 4.1 (stepwise). */
import { InputError } from "../../input/errors.js";

/**
 * How the learning rate goes over a training: constant; `steps`, multiplied by `factor` from each training step of
 * `dropAt` on (the paper: 0.1, dropped by 0.1 at 4,000 and 4,500 of 5,000); or `cosine`, from `rate` down to 0 along
 * half a cosine. Paper, section 4.1.
 */
export type Schedule =
  | { readonly kind: "constant"; readonly rate: number }
  | { readonly kind: "steps"; readonly rate: number; readonly dropAt: readonly number[]; readonly factor: number }
  | { readonly kind: "cosine"; readonly rate: number };

/**
 * The learning rate of training step `trainingStep` (from 0) of `trainingSteps` in all. Throws InputError when a number
 * of the schedule is not finite or the rate is not above 0, or the step is not a whole number from 0 on below
 * `trainingSteps`. Paper, section 4.1.
 */
export function learningRateAt(schedule: Schedule, trainingStep: number, trainingSteps: number): number {
  checkSchedule(schedule);
  if (!Number.isInteger(trainingStep) || trainingStep < 0 || trainingStep >= trainingSteps) {
    throw new InputError(
      `learning rate: got training step ${trainingStep}, must be a whole number from 0 to ${trainingSteps - 1}`,
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

/** Throws InputError, saying which, unless the schedule's numbers are in range. */
function checkSchedule(schedule: Schedule): void {
  if (!Number.isFinite(schedule.rate) || schedule.rate <= 0) {
    throw new InputError(`learning rate: got ${schedule.rate}, must be a finite number above 0`);
  }
  if (schedule.kind !== "steps") return;
  if (!Number.isFinite(schedule.factor) || schedule.factor <= 0) {
    throw new InputError(`learning rate: got a factor of ${schedule.factor}, must be a finite number above 0`);
  }
  const wrong = schedule.dropAt.find((at) => !Number.isInteger(at) || at < 0);
  if (wrong !== undefined) {
    throw new InputError(`learning rate: drop at ${wrong}: must be a training step, a whole number of at least 0`);
  }
}

/** That confirming trainings belong to individuals, and runs of the study follow each other. */
import { gaps, type Recorded } from "./recorded.js";

/** Confirming trainings of networks that the study has not, or in the wrong order. */
export function checkConfirmations({ individuals, confirmations }: Recorded): readonly string[] {
  const hashes = new Map(individuals.map(({ step, hash }) => [step, hash]));
  return confirmations.flatMap(({ step, hash, training }) =>
    hashes.get(step) === hash
      ? []
      : [
          `confirmation ${training} of step ${step}: is of network ${hash}, step ${step} has ${hashes.get(step) ?? "none"}`,
        ],
  );
}

/** Times when the study ran that are missing, overlap, or have a time without a reason. */
export function checkStops({ stops }: Recorded): readonly string[] {
  return [
    ...gaps(
      "run",
      stops.map(({ number }) => number),
    ),
    ...stops.flatMap(({ number, beganMillis, stoppedMillis, reason }, index) => {
      if ((reason === null) !== (stoppedMillis === null))
        return [`run ${number}: has a reason or an end, must have both or neither`];
      const before = stops[index - 1]?.stoppedMillis ?? 0;
      return beganMillis < before ? [`run ${number}: begins before the one before it stopped`] : [];
    }),
  ];
}

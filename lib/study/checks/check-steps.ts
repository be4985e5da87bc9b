/** That no step, arrival or event is missing. */
import { gaps, type Recorded } from "./recorded.js";

/** What is missing or twice among steps and arrivals. */
export function checkSteps({ settings, individuals, unfinished }: Recorded): readonly string[] {
  const steps = [...individuals, ...unfinished].map(({ step }) => step);
  const problems = [
    ...gaps("step", steps),
    ...gaps(
      "arrival",
      individuals.map(({ arrival }) => arrival),
    ),
  ];
  const most = Math.max(0, ...steps);
  return most <= settings.steps ? problems : [...problems, `step ${most}: the study has ${settings.steps} steps`];
}

/** What is missing or out of order in the event log. */
export function checkEvents({ events }: Recorded): readonly string[] {
  const problems = gaps(
    "event",
    events.map(({ number }) => number),
  );
  const back = events.filter(({ atMillis }, index) => index > 0 && atMillis < events[index - 1].atMillis);
  return [...problems, ...back.map(({ number }) => `event ${number}: is earlier than the one before it`)];
}

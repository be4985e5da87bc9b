/** What `hiernas status` prints of a run. */
import { counted, mebibyteWords, percentWords } from "../input/quantity.js";
import { duration } from "../notebook/progress.js";
import { networkWords } from "../training/describe-run.js";
import type { Run } from "../training/read-run.js";
import type { RunStatus } from "../training/run-status.js";
import { shellWord } from "./shell-word.js";
import { testErrorWords } from "./test-error-words.js";

/** Scorings of the validation images that are listed: the last ones. */
const LISTED = 5;

/** Names and values, one a line. */
export function runStatusRows(run: Run, status: RunStatus): readonly (readonly [string, string])[] {
  const { settings, network, begun } = run;
  const { protocol, accumulate } = settings;
  const parts = accumulate === 1 ? "" : ` in ${accumulate} parts`;
  const times = protocol.trainingCount === 1 ? "" : `, ${protocol.trainingCount} trainings`;
  const optional = (name: string, value: string | undefined) => (value === undefined ? [] : [[name, value] as const]);
  return [
    [
      "network",
      `${networkWords(protocol.network)}: ${counted(network.parameterCount, "parameter")}, ${counted(network.multiplyAdds, "multiply-add")} an image; genotype ${settings.hash}`,
    ],
    [
      "training",
      `${counted(protocol.trainingSteps, "training step")} of batch ${protocol.batchSize}${parts}${times}, seed ${settings.seed}`,
    ],
    ["images", imagesText(run)],
    ["state", stateText(run, status)],
    ...optional("ended", endedText(status)),
    ["done", doneText(status)],
    ...optional("loss", lossText(status)),
    ...optional("validation", validationText(run, status)),
    ...optional("checkpoints", checkpointsText(status)),
    ...status.warnings.slice(-LISTED).map((message) => ["warning", message] as const),
    ...resultRows(run),
    ["engine", `${begun.engine}, ${counted(begun.threads, "thread")} on ${begun.host}, begun ${minute(begun.at)}`],
  ];
}

function imagesText({ settings, images }: Run): string {
  const { training, validation, test } = images;
  const kept =
    validation === 0 ? "validation images among them" : `${counted(validation, "validation image")} kept apart`;
  return `${settings.data}: trained on ${counted(training, "image")}, ${kept}, ${counted(test, "test image")}`;
}

function stateText({ path }: Run, { state, holder, millisLeft }: RunStatus): string {
  if (state === "done") return "done";
  if (state === "stopped" || holder === null) {
    return `not running; resume it with npx hiernas train --out ${shellWord(path)}`;
  }
  const seen = holder.isSeen ? "" : " (according to the run; this machine cannot see whether it still is)";
  const left = millisLeft === null ? "" : `, about ${duration(millisLeft)} left`;
  return `running in process ${holder.processId} on ${holder.host}${seen}${left}`;
}

function endedText({ ended }: RunStatus): string | undefined {
  if (ended === null) return undefined;
  if (ended.how === "stopped") return `stopped on request, ${minute(ended.at)}`;
  if (ended.how === "error") return `by an error, ${minute(ended.at)}: ${ended.message ?? ""}`;
  return `without a word (killed, or the machine went down), after ${minute(ended.at)}`;
}

function doneText({ stepsDone, stepsInAll, training, trainingCount, trainingStep, state }: RunStatus): string {
  const share = percentWords(stepsDone / stepsInAll);
  const which =
    trainingCount === 1 ? "" : `; training ${training} of ${trainingCount}, training step ${grouped(trainingStep)}`;
  return `${grouped(stepsDone)} of ${counted(stepsInAll, "training step")} (${share})${state === "done" ? "" : which}`;
}

function lossText({ lastLoss, trainingCount }: RunStatus): string | undefined {
  if (lastLoss === null) return undefined;
  const which = trainingCount === 1 ? "" : ` of training ${lastLoss.training}`;
  const { loss, trainingStep } = lastLoss;
  return `${typeof loss === "number" ? loss.toFixed(4) : "not finite"} at training step ${grouped(trainingStep)}${which}`;
}

function validationText({ images }: Run, { validations }: RunStatus): string | undefined {
  if (images.validation === 0) return undefined;
  if (validations.length === 0) return "not scored yet";
  const last = validations.slice(-LISTED).reverse();
  return `accuracy ${last.map(({ validationAccuracy = 0, trainingStep }) => `${percentWords(validationAccuracy, 2)} at ${grouped(trainingStep)}`).join(", ")}${validations.length > last.length ? ", …" : ""}`;
}

function checkpointsText({ state, checkpoints }: RunStatus): string | undefined {
  if (state === "done") return undefined;
  const [newest] = checkpoints;
  if (newest === undefined) return "none yet";
  const steps = checkpoints.map(({ trainingStep }) => grouped(trainingStep)).join(", ");
  return `at training step ${steps}; ${mebibyteWords(newest.bytes)} each, the last ${minute(newest.at)}`;
}

function resultRows({ result }: Run): readonly (readonly [string, string])[] {
  const { trainings } = result;
  const each = trainings.map(({ training, accuracy, reason }) => {
    const what = accuracy === null ? `failed: ${reason ?? ""}` : `test error ${percentWords(1 - accuracy, 2)}`;
    return [`training ${training}`, what] as const;
  });
  const words = testErrorWords(result);
  if (words === undefined) return each;
  return [...(trainings.length > 1 ? each : []), ["result", words]];
}

const grouped = (count: number): string => count.toLocaleString("en-US");
/** `2026-11-24 22:03 UTC`; what is no time as it stands. */
export const minute = (at: string): string =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(at) ? `${at.slice(0, 16).replace("T", " ")} UTC` : at;

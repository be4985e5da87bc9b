/** `hiernas status`: the progress of a study or a run; works while it runs. */
import { counted, percentWords } from "../../input/quantity.js";
import { setTimeout } from "node:timers/promises";
import type { Command } from "commander";
import { InputError } from "../../input/errors.js";
import { duration } from "../../notebook/progress.js";
import type { KnownPhenotype } from "../../search/search-settings.js";
import { visible } from "../../input/printable.js";
import { meanWords, ruleWords } from "../../rows/network-words.js";
import { isOpenEnded } from "../../study/stop-rules.js";
import { readStudy } from "../../study/study.js";
import type { StopReason } from "../../study/store/study-store.js";
import type { StudySettings } from "../../study/store/study-settings.js";
import type { StudySummary } from "../../study/summary.js";
import { readRun } from "../../training/read-run.js";
import { runStatus } from "../../training/run-status.js";
import { pathOption } from "../output.js";
import { minute, runStatusRows } from "../run-status-text.js";
import { isRun } from "../study-or-run.js";

/** How long `--watch` waits between two looks. */
const LOOK_MILLIS = 2_000;

/** Adds `status` to the program. */
export function addStatus(program: Command): void {
  program
    .command("status")
    .description(
      "prints a study's progress, best network, failures and workers, or a run's progress, loss, validation accuracies, checkpoints and result; works while they run",
    )
    .argument(
      "<study or run>",
      "a study's file or address, or the folder of a run of train",
      pathOption("study or run"),
    )
    .option("--json", "print JSON")
    .option("--watch", "look again every two seconds until the study stops")
    .addHelpText("after", "\nExamples:\n  npx hiernas status study.sqlite\n  npx hiernas status run")
    .action(async (path: string, options: { readonly json?: boolean; readonly watch?: boolean }) => {
      if (isRun(path)) {
        if (options.watch) throw new InputError("--watch: works with a study; look at a run again by hand");
        const status = await runStatus(path);
        const run = readRun(path);
        const { settings, network, images, begun, result } = run;
        const json = { settings, network, images, begun, status, result };
        process.stdout.write(options.json ? toJson(json) : toLines(runStatusRows(run, status)));
        return;
      }
      for (let isFirst = true; ; isFirst = false) {
        const [settings, summary] = await readStudy(
          path,
          async (study) => [await study.settings(), await study.summary()] as const,
        );
        // A terminal shows one look at a time; what a file or a pipe gets is kept apart by empty lines.
        if (options.watch && process.stdout.isTTY) process.stdout.write("\x1b[H\x1b[J");
        else if (!isFirst && !options.json) process.stdout.write("\n");
        process.stdout.write(options.json ? toJson({ settings, summary }) : toText(settings, summary));
        if (!options.watch || summary.holder === null) return;
        await setTimeout(LOOK_MILLIS);
      }
    });
}

function toLines(rows: readonly (readonly [string, string])[]): string {
  return rows.map(([what, value]) => `${what.padEnd(13)}${visible(value)}\n`).join("");
}

/** JSON with control characters above 0x7f escaped too, which steer some terminals. */
function toJson(value: unknown): string {
  const text = JSON.stringify(value, null, 1);
  return `${text.replace(/[\u007f-\u009f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`)}\n`;
}

const known: Readonly<Record<KnownPhenotype, string>> = {
  evaluate: ", each with its own fitness",
  reuse: "; known networks reuse their first evaluation",
  redraw: "; known networks are redrawn",
  average: "; a network's fitness is the mean of all its trainings",
};

function toText(settings: StudySettings, summary: StudySummary): string {
  const { holder, best, millisLeft } = summary;
  const words = { isAccuracy: settings.fitness === "training" };
  const count = (value: number, what: string) => (value === 0 ? "" : `, ${value} ${what}`);
  const failures = Object.entries(summary.failures).map(([reason, times]) => `${times} ${reason}`);
  const state =
    holder !== null
      ? `running in process ${holder.processId} on ${holder.host}${holder.isSeen ? "" : " (according to the study; this machine cannot see whether it still is)"}${millisLeft === null ? "" : `, about ${duration(millisLeft)} left`}`
      : summary.evaluated >= summary.steps
        ? "done"
        : isRule(summary.lastRun?.reason)
          ? "stopped by its own rule; to go on, give the same search command with another rule"
          : "not running; resume it with the same search command";
  const total = isOpenEnded(summary.steps) ? "" : ` of ${summary.steps}`;
  const rows: readonly (readonly [string, string])[] = [
    [
      "search",
      `${settings.method.name}, ${settings.space.name} space, ${fitnessText(settings)}, seed ${settings.seed}`,
    ],
    ["state", state],
    ...stoppedRows(summary),
    [
      "evaluated",
      `${summary.evaluated}${total}${count(summary.running, "running")}${count(summary.stale, "left unfinished")}`,
    ],
    ["failed", failures.length === 0 ? "none" : failures.join(", ")],
    ["redrawn", `${summary.redraws} drafts without a network or refused`],
    [
      "known",
      `${counted(summary.known, "evaluation")}${summary.knownShare === null ? "" : ` (${percentWords(summary.knownShare, 0)})`} of networks evaluated before${known[settings.knownPhenotype]}`,
    ],
    [
      "best",
      best === null
        ? "none yet"
        : `${meanWords(best, words)}, first at step ${best.step}, ${best.parameterCount.toLocaleString("en-US")} parameters, network ${best.hash}`,
    ],
    ...(best === null ? [] : [["", ruleWords(best, words)] as const]),
    ...(summary.confirmations.trainings === 0 ? [] : [["confirmed", confirmedText(summary)] as const]),
    ...(summary.engines.every(({ engine }) => engine === null)
      ? []
      : [["engine", enginesText(summary.engines)] as const]),
    ...summary.workers.map(({ worker, evaluated, meanMillis }): readonly [string, string] => [
      `worker ${worker}`,
      `${counted(evaluated, "evaluation")}, ${(meanMillis / 1000).toFixed(1)} s each`,
    ]),
  ];
  return toLines(rows);
}

const isRule = (reason: StopReason | null | undefined): boolean =>
  reason === "time" || reason === "patience" || reason === "target";

function stoppedRows({ lastRun, holder, ranMillis }: StudySummary): readonly (readonly [string, string])[] {
  if (lastRun === null) return [];
  const { stoppedMillis, words } = lastRun;
  const how =
    stoppedMillis === null
      ? "without a word (killed, or the machine went down)"
      : `${words ?? ""}, ${minute(new Date(stoppedMillis).toISOString())}`;
  return [...(holder === null ? [["stopped", how] as const] : []), ["ran for", duration(ranMillis)]];
}

function fitnessText({ fitness, protocol, data }: StudySettings): string {
  return fitness === "training" ? `${protocol.name} protocol on ${data}` : `fitness ${fitness}`;
}

function confirmedText({ confirmations: { finalists, trainings, failed } }: StudySummary): string {
  return `${counted(trainings, "training")} more of ${counted(finalists, "finalist")}${failed === 0 ? "" : `, ${failed} failed`}`;
}

function enginesText(engines: StudySummary["engines"]): string {
  const names = engines.map(({ engine, evaluated }) => `${engine ?? "not recorded"} (${evaluated})`);
  return `${names.join("; ")}${engines.length > 1 ? ": they agree up to rounding" : ""}`;
}

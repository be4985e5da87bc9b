/** What a run writes when it is started: what it is, where, and with which versions. */
import os from "node:os";
import { machineMemory } from "../evaluation/machine-memory.js";
import { describeProcessor } from "../evaluation/threads.js";
import { loadBinding } from "../graph/session/tensorflow.js";
import type { RunData } from "./run-data.js";
import { hasRun, ownVersion, type RunOrigin, writeRunFile } from "./run-folder.js";
import { logEvent } from "./run-log.js";
import type { RunTask } from "./run-messages.js";
import type { RunSettings } from "./run-settings.js";

/** Writes `run.json` at the first start, and an entry of the log at each. Throws InputError when they cannot be. */
export function beginRun(task: RunTask, settings: RunSettings, data: RunData, engine: string): void {
  const { path, plan, threads, dataPath } = task;
  const origin: RunOrigin = {
    at: new Date().toISOString(),
    hiernas: ownVersion(),
    node: process.version,
    tensorflow: loadBinding().TF_Version,
    engine,
    host: os.hostname(),
    ...describeProcessor(),
    memoryBytes: machineMemory(),
    ...{ threads, dataPath },
  };
  if (!hasRun(path)) {
    writeRunFile(path, {
      settings,
      network: { parameterCount: plan.parameterCount, multiplyAdds: plan.multiplyAdds },
      images: {
        training: data.training.count,
        validation: data.validation?.count ?? 0,
        test: data.test.count,
        classNames: data.classNames,
        normalization: data.normalization,
      },
      begun: origin,
    });
  }
  logEvent(path, { event: "started", origin });
}

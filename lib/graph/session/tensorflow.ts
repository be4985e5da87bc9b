/** Loads TensorFlow when it is first needed, and only then. */
import { createRequire } from "node:module";
import os from "node:os";
import util from "node:util";
import type * as TensorFlowNode from "@tensorflow/tfjs-node-gpu";
import type { NodeJSKernelBackend } from "@tensorflow/tfjs-node-gpu/dist/nodejs_kernel_backend.js";
import { InputError } from "../../input/errors.js";
import type { SavedModelMessages } from "./saved-model.js";

/** The module `@tensorflow/tfjs-node-gpu`, which falls back to the CPU when there is no GPU. */
export type TensorFlow = typeof TensorFlowNode;

/**
 * The compiled half of the package: sessions and tensors by number. The package's version is pinned, so its
 * declarations can be relied on.
 */
export type TensorFlowBackend = NodeJSKernelBackend;

const PACKAGE = "@tensorflow/tfjs-node-gpu";
const requireHere = createRequire(__filename);

/**
 * TensorFlow, loaded once per process. Before loading it sets the environment variables that the native half reads,
 * where unset: one thread inside an operation, as many concurrent operations as cores, no start-up messages, oneDNN on.
 * Throws InputError, in one line, when the package or its compiled half is missing.
 */
export function loadTensorFlow(): TensorFlow {
  setDefault("TF_NUM_INTRAOP_THREADS", "1");
  setDefault("TF_NUM_INTEROP_THREADS", String(os.availableParallelism()));
  setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
  setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
  restoreRemovedFunctions();
  try {
    const tensorflow = requireHere(PACKAGE) as TensorFlow;
    // Without its compiled half the package loads and fails only at first use, so use it now.
    if (tensorflow.getBackend() !== "tensorflow") throw new Error(`its backend is ${tensorflow.getBackend()}`);
    return tensorflow;
  } catch (error) {
    const [reason] = String((error as Error).message ?? error).split("\n");
    throw new InputError(`TensorFlow is not here (${reason}): npx hiernas doctor`);
  }
}

/** The SavedModel message classes in TensorFlow's package. Throws InputError when the package is missing. */
export function loadSavedModelMessages(): SavedModelMessages {
  loadTensorFlow();
  return requireHere(`${PACKAGE}/dist/proto/api_pb`) as SavedModelMessages;
}

function setDefault(name: string, value: string): void {
  process.env[name] ??= value;
}

/** Restores two functions that Node 23 removed and the package still calls. */
function restoreRemovedFunctions(): void {
  const old = util as unknown as Record<string, unknown>;
  old.isNullOrUndefined ??= (value: unknown): boolean => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}

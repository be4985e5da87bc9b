/** Loads TensorFlow when it is first needed, and only then. */
import { createRequire } from "node:module";
import os from "node:os";
import util from "node:util";
import type * as TensorFlowNode from "@tensorflow/tfjs-node-gpu";
import type { TFJSBinding } from "@tensorflow/tfjs-node-gpu/dist/tfjs_binding.js";
import { InputError } from "../../input/errors.js";
import type { SavedModelMessages } from "./saved-model.js";

/** The module `@tensorflow/tfjs-node-gpu`, which falls back to the CPU when there is no GPU. */
export type TensorFlow = typeof TensorFlowNode;

/**
 * The compiled half of the package, which set-up compiles: sessions and tensors by number. The package's version is
 * pinned, so its declarations can be relied on.
 */
export type TensorFlowBinding = TFJSBinding;

const PACKAGE = "@tensorflow/tfjs-node-gpu";
const BINDING = `${PACKAGE}/lib/napi-v8/tfjs_binding.node`;
const requireHere = createRequire(__filename);

let loaded: TensorFlowBinding | undefined;

/**
 * TensorFlow's compiled half, loaded once per process. The rest of the package is not needed for training, and would
 * double the time. Before loading it sets the environment variables that TensorFlow reads, where unset: one thread inside
 * an operation, as many concurrent operations as cores, no start-up messages, oneDNN on. Throws InputError, in one line,
 * when it is missing.
 */
export function loadBinding(): TensorFlowBinding {
  return (loaded ??= load<TensorFlowBinding>(BINDING));
}

/** For measurements: from now on {@link loadBinding} returns what `wrap` makes of it. */
export function wrapBinding(wrap: (binding: TensorFlowBinding) => TensorFlowBinding): void {
  loaded = wrap(loadBinding());
}

/** Whether TensorFlow computes on a GPU here. Throws InputError when it is missing. */
export function isOnGpu(): boolean {
  return loadBinding().isUsingGpuDevice();
}

/** The whole package around the same compiled half, with its own tensors and models. Throws like {@link loadBinding}. */
export function loadTensorFlow(): TensorFlow {
  restoreRemovedFunctions();
  return load<TensorFlow>(PACKAGE);
}

/** The SavedModel message classes in TensorFlow's package. Throws InputError when the package is missing. */
export function loadSavedModelMessages(): SavedModelMessages {
  return load<SavedModelMessages>(`${PACKAGE}/dist/proto/api_pb`);
}

function load<T>(name: string): T {
  setDefault("TF_NUM_INTRAOP_THREADS", "1");
  setDefault("TF_NUM_INTEROP_THREADS", String(os.availableParallelism()));
  setDefault("TF_CPP_MIN_LOG_LEVEL", "2");
  setDefault("TF_ENABLE_ONEDNN_OPTS", "1");
  try {
    return requireHere(name) as T;
  } catch (error) {
    const [reason] = String((error as Error).message ?? error).split("\n");
    throw new InputError(`TensorFlow is not here (${reason}): npx hiernas doctor`);
  }
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

/** A training graph loaded into a TensorFlow session. */
import type { ElementType, GraphNode } from "../graph-builder.js";
import { makeGraphFolder, removeGraphFolder, writeToGraphFolder } from "./graph-folder.js";
import { MODEL_TAG, serializeSavedModel } from "./saved-model.js";
import type { Signature, SignatureTensor } from "../signature.js";
import { isOnGpu, loadBinding, loadSavedModelMessages } from "./tensorflow.js";
import type { SignatureName } from "../training-graph.js";

/** Numbers to feed, row-major in `shape`. */
export interface Feed {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** A graph's nodes and its calls by name: a training graph, or one for measurements. */
export interface CallableGraph<Name extends string> {
  readonly nodes: readonly GraphNode[];
  readonly signatures: Readonly<Record<Name, Signature>>;
}

/** A loaded graph: its calls share one session and its variables. */
export interface LoadedGraph<Name extends string = SignatureName> {
  readonly device: "cpu" | "gpu";
  /**
   * Feeds a call, runs it and reads the requested outputs. Throws Error, with TensorFlow's message when it refuses,
   * when a feed is missing, or after dispose.
   */
  run(name: Name, feeds: Readonly<Record<string, Feed>>, read: readonly string[]): readonly Float32Array[];
  /** Frees the session. A second call does nothing. */
  dispose(): void;
}

/** A signature in the binding's form: names of tensors, joined by commas. */
interface Call {
  readonly inputs: readonly (readonly [key: string, type: ElementType])[];
  readonly inputNames: string;
  readonly outputs: readonly string[];
  readonly outputNames: string;
}

/**
 * Loads a graph. Numbers go to TensorFlow through the package's binding, not as the package's tensors, whose
 * bookkeeping takes a fifth of a millisecond per call. Throws InputError when TensorFlow or a folder for temporary
 * files is missing.
 */
export async function loadGraph<Name extends string>(graph: CallableGraph<Name>): Promise<LoadedGraph<Name>> {
  const session = loadSession(graph);
  const calls = Object.fromEntries(
    Object.entries<Signature>(graph.signatures).map(([name, signature]) => [name, callOf(signature)]),
  ) as Readonly<Record<Name, Call>>;
  let open = true;
  return {
    device: isOnGpu() ? "gpu" : "cpu",
    run(name, feeds, read) {
      if (!open) throw new Error(`training session: ${name} after dispose`);
      const { inputs, inputNames, outputs, outputNames } = calls[name];
      // Read anew in each call, because measurements replace it.
      const binding = loadBinding();
      const tensors: number[] = [];
      try {
        for (const [key, type] of inputs) {
          const feed = feeds[key] as Feed | undefined;
          if (feed === undefined) throw new Error(`training graph: ${name} needs ${key}, which is not fed`);
          const { values, shape } = feed;
          const code = type === "int32" ? binding.TF_INT32 : binding.TF_FLOAT;
          tensors.push(binding.createTensor(shape as number[], code, values));
        }
        const fetched = binding.runSavedModel(session, tensors, inputNames, outputNames);
        for (const { id } of fetched) tensors.push(id);
        return read.map((key) => binding.tensorDataSync(fetched[outputs.indexOf(key)].id) as Float32Array);
      } finally {
        for (const tensor of tensors) binding.deleteTensor(tensor);
      }
    },
    dispose() {
      if (!open) return;
      open = false;
      loadBinding().deleteSavedModel(session);
    },
  };
}

/**
 * Whether TensorFlow has its internal fused operations here: only on the CPU, with oneDNN. Throws InputError when
 * TensorFlow is missing.
 */
export function hasFusedOperations(): boolean {
  return !isOnGpu() && process.env.TF_ENABLE_ONEDNN_OPTS !== "0";
}

function loadSession({ nodes }: CallableGraph<string>): number {
  const binding = loadBinding();
  const folder = makeGraphFolder();
  try {
    writeToGraphFolder(folder, "saved_model.pb", serializeSavedModel(loadSavedModelMessages(), nodes));
    return binding.loadSavedModel(folder, MODEL_TAG);
  } finally {
    // The file is not needed again; removed now, so that even a killed process leaves nothing behind.
    removeGraphFolder(folder);
  }
}

function callOf({ inputs, outputs }: Signature): Call {
  const namesOf = (tensors: Readonly<Record<string, SignatureTensor>>): string =>
    Object.values(tensors)
      .map(({ tensor }) => (tensor.includes(":") ? tensor : `${tensor}:0`))
      .join(",");
  return {
    inputs: Object.entries(inputs).map(([key, { type }]) => [key, type] as const),
    inputNames: namesOf(inputs),
    outputs: Object.keys(outputs),
    outputNames: namesOf(outputs),
  };
}

/** A training graph loaded into a TensorFlow session. Ours. */
import fs from "node:fs";
import path from "node:path";
import type * as TensorFlowNode from "@tensorflow/tfjs-node-gpu";
import type { GraphNode } from "./graph-builder.js";
import { makeGraphFolder, removeGraphFolder } from "./graph-folder.js";
import { MODEL_TAG, type SavedModelMessages, serializeSavedModel, type Signature } from "./saved-model.js";
import { loadSavedModelMessages, loadTensorFlow, type TensorFlow } from "./tensorflow.js";
import type { SignatureName } from "./training-graph.js";

/** Numbers that are fed, row-major in `shape`. Ours. */
export interface Feed {
  readonly values: Float32Array | Int32Array;
  readonly shape: readonly number[];
}

/** Nodes, and by name what can be fed and fetched in one call: a training graph, or one that measures. Ours. */
export interface CallableGraph<Name extends string> {
  readonly nodes: readonly GraphNode[];
  readonly signatures: Readonly<Record<Name, Signature>>;
}

/** A loaded graph: its calls share one session and its variables. Ours. */
export interface LoadedGraph<Name extends string = SignatureName> {
  readonly device: "cpu" | "gpu";
  /** Feeds, calls, reads the outputs that are asked for. Throws Error with TensorFlow's message when it refuses, or after dispose. */
  run(name: Name, feeds: Readonly<Record<string, Feed>>, read: readonly string[]): readonly Float32Array[];
  /** Frees the session. A second call does nothing. */
  dispose(): void;
}

type Tensor = TensorFlowNode.Tensor;
type Model = Awaited<ReturnType<TensorFlow["node"]["loadSavedModel"]>>;

/** Loads a graph. Throws InputError when TensorFlow is not here. Ours. */
export async function loadGraph<Name extends string>(graph: CallableGraph<Name>): Promise<LoadedGraph<Name>> {
  const tensorflow = loadTensorFlow();
  const models = await loadModels(tensorflow, loadSavedModelMessages(), graph);
  let open = true;
  const tensorOf = ({ values, shape }: Feed): Tensor =>
    tensorflow.tensor(values, [...shape], values instanceof Int32Array ? "int32" : "float32");
  return {
    device: isOnGpu(tensorflow) ? "gpu" : "cpu",
    run(name, feeds, read) {
      if (!open) throw new Error(`training session: ${name} after dispose`);
      const values: Float32Array[] = [];
      // tidy frees every tensor, also when TensorFlow throws.
      tensorflow.tidy(() => {
        const inputs = Object.fromEntries(Object.entries(feeds).map(([key, feed]) => [key, tensorOf(feed)]));
        const outputs = models[name].predict(inputs) as Readonly<Record<string, Tensor>>;
        for (const key of read) values.push(outputs[key].dataSync() as Float32Array);
      });
      return values;
    },
    dispose() {
      if (!open) return;
      open = false;
      Object.values<Model>(models).forEach((model) => model.dispose());
    },
  };
}

/** Whether TensorFlow here has its inner fused operations: on the CPU, with oneDNN. Throws InputError when TensorFlow is not here. Ours. */
export function hasFusedOperations(): boolean {
  return !isOnGpu(loadTensorFlow()) && process.env.TF_ENABLE_ONEDNN_OPTS !== "0";
}

async function loadModels<Name extends string>(
  tensorflow: TensorFlow,
  messages: SavedModelMessages,
  { nodes, signatures }: CallableGraph<Name>,
): Promise<Readonly<Record<Name, Model>>> {
  // A fresh folder, because the package takes a path that it has seen for the same model.
  const folder = makeGraphFolder();
  const file = path.join(folder, "saved_model.pb");
  try {
    const models: Partial<Record<Name, Model>> = {};
    fs.writeFileSync(file, serializeSavedModel(messages, nodes, signatures));
    for (const name of Object.keys(signatures) as Name[]) {
      models[name] = await tensorflow.node.loadSavedModel(folder, [MODEL_TAG], name);
      // The first call makes the session that the later ones share: they read the file again for their signature only, so the nodes need not be in it.
      if (Object.keys(models).length === 1) fs.writeFileSync(file, serializeSavedModel(messages, [], signatures));
    }
    return models as Record<Name, Model>;
  } finally {
    // Nothing reads the file again, so that even a killed process leaves nothing behind.
    removeGraphFolder(folder);
  }
}

/** Whether TensorFlow computes on a GPU here. Ours. */
export function isOnGpu(tensorflow: TensorFlow): boolean {
  return (tensorflow.backend() as unknown as { readonly isUsingGpuDevice?: boolean }).isUsingGpuDevice === true;
}

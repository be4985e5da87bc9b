/** Loads a graph of the fused operation if this machine can run it. */
import { InputError } from "../../input/errors.js";
import { type CallableGraph, loadGraph, type LoadedGraph } from "./loaded-graph.js";
import { isOnGpu } from "./tensorflow.js";
import type { SignatureName, TrainingGraph } from "../training-graph.js";

/**
 * The values of HIERNAS_KERNELS: the widest vectors that the fused operation's kernels may use, or `stock`: TensorFlow's
 * own kernels, which only the other engines use.
 */
const KERNELS = ["avx512", "avx2", "portable", "stock"];

/** Whether the addon lacks the fused operation, known after the first try. */
let isMissing = false;

/** A loaded graph of the fused operation. */
export interface LoadedFused<Name extends string = SignatureName> {
  readonly loaded: LoadedGraph<Name>;
  /** The build of the kernels that runs on this processor: `avx512`, `avx2` or `portable`. */
  readonly vectors: string;
}

/**
 * The loaded graph; undefined when the fused operation cannot run: the addon was compiled without it, TensorFlow uses a
 * GPU, or HIERNAS_KERNELS is `stock`. If it is `required`, throws InputError with that reason instead. Throws
 * InputError when TensorFlow is missing.
 */
export function loadFusedGraph(graph: TrainingGraph, required: boolean): Promise<LoadedFused | undefined> {
  return tryFused(graph, (why) => {
    if (required) throw new InputError(`graph "fused": ${why}; "fastest" takes whichever engine runs here`);
    return undefined;
  });
}

/** Whether `fastest` is the engine `fused` here. Throws InputError when TensorFlow is missing. */
export async function canRunFused(): Promise<boolean> {
  const found = await tryFused({ nodes: [], signatures: {} }, () => undefined);
  found?.loaded.dispose();
  return found !== undefined;
}

async function tryFused<Name extends string>(
  graph: CallableGraph<Name>,
  refuse: (why: string) => undefined,
): Promise<LoadedFused<Name> | undefined> {
  const kernels = process.env.HIERNAS_KERNELS;
  if (kernels !== undefined && !KERNELS.includes(kernels))
    throw new InputError(`HIERNAS_KERNELS: got ${JSON.stringify(kernels)}, must be ${KERNELS.join(", ")} or unset`);
  if (kernels === "stock") return refuse("HIERNAS_KERNELS is stock");
  if (isOnGpu()) return refuse("it runs on a CPU, TensorFlow uses a GPU here");
  const missing = "the addon here has no fused kernels: npx hiernas doctor";
  if (isMissing) return refuse(missing);
  try {
    const loaded = await loadGraph(withVectors(graph));
    const [characters] = loaded.run("vectors", {}, ["name"]);
    return { loaded, vectors: String.fromCharCode(...characters) };
  } catch (error) {
    if (!/Op type not registered|No OpKernel was registered/i.test(String(error))) throw error;
    isMissing = true;
    return refuse(missing);
  }
}

/** The graph with an extra call that returns which build of the kernels runs. */
function withVectors<Name extends string>({ nodes, signatures }: CallableGraph<Name>): CallableGraph<Name | "vectors"> {
  const tensor = "vectors";
  return {
    nodes: [...nodes, { name: tensor, op: "HiernasVectors", inputs: [], attributes: {} }],
    signatures: {
      ...signatures,
      vectors: { inputs: {}, outputs: { name: { tensor, type: "int32", shape: [-1] } } },
    },
  };
}

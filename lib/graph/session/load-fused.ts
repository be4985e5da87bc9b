/** Loads a graph of the fused operation where there is one. */
import { InputError } from "../../input/errors.js";
import { isOnGpu, loadGraph, type LoadedGraph } from "./loaded-graph.js";
import { loadTensorFlow } from "./tensorflow.js";
import type { TrainingGraph } from "../training-graph.js";

/** What HIERNAS_KERNELS may ask for: the widest vectors of the fused operation, or TensorFlow's own operations. */
const KERNELS = ["avx512", "avx2", "portable", "stock"];

/** What the addon of this process lacks is found out by the first try. */
let isMissing = false;

/**
 * The loaded graph; undefined where the fused operation cannot run: the addon was compiled without it, TensorFlow uses
 * a GPU, or HIERNAS_KERNELS is `stock`. Throws InputError with the reason instead when it is `required`, and when
 * TensorFlow is not here.
 */
export async function loadFusedGraph(graph: TrainingGraph, required: boolean): Promise<LoadedGraph | undefined> {
  const refuse = (why: string): undefined => {
    if (required) throw new InputError(`graph "fused": ${why}; "fastest" takes what there is`);
    return undefined;
  };
  const kernels = process.env.HIERNAS_KERNELS;
  if (kernels !== undefined && !KERNELS.includes(kernels))
    throw new InputError(`HIERNAS_KERNELS: got ${JSON.stringify(kernels)}, must be ${KERNELS.join(", ")} or unset`);
  if (kernels === "stock") return refuse("HIERNAS_KERNELS is stock");
  if (isOnGpu(loadTensorFlow())) return refuse("it runs on a CPU, TensorFlow uses a GPU here");
  const missing = "the addon here has no fused kernels: npx hiernas doctor";
  if (isMissing) return refuse(missing);
  try {
    return await loadGraph(graph);
  } catch (error) {
    if (!/Op type not registered|No OpKernel was registered/i.test(String(error))) throw error;
    isMissing = true;
    return refuse(missing);
  }
}

/** Lists the operations of one training step with their shapes, from one run of the graph on real images. */
import type { Batch } from "../../graph/session/batch.js";
import type { Attribute, ElementType, GraphNode, TensorName } from "../../graph/graph-builder.js";
import { loadGraph } from "../../graph/session/loaded-graph.js";
import type { SignatureTensor } from "../../graph/signature.js";
import type { TrainingGraph } from "../../graph/training-graph.js";

/** An input of an operation. */
export interface TracedTensor {
  readonly type: ElementType;
  /** For a resource, the shape of its variable. */
  readonly shape: readonly number[];
  /** For whole numbers only: they are shapes, axes and sizes, which determine the operation's work. */
  readonly values?: readonly number[];
}

/** An operation of a training step, with how often it occurs with the same attributes and shapes. */
export interface TracedOperation {
  /** TensorFlow's name, for example `Conv2D`. */
  readonly op: string;
  readonly attributes: Readonly<Record<string, Attribute>>;
  readonly inputs: readonly TracedTensor[];
  /** The shape of each output, by its index; `[]` if nothing reads it. */
  readonly outputs: readonly (readonly number[])[];
  readonly count: number;
}

/** Operations that only hold or pass on values. */
const workless = new Set(["Placeholder", "Const", "VarHandleOp", "ReadVariableOp", "Identity"]);

const wholeNumbers = new Set(["Shape", "Size", "ConcatOffset"]);

/** The operations of `train`, equal ones merged. Runs the graph once; throws like `loadGraph`. */
export async function traceOperations(graph: TrainingGraph, batch: Batch): Promise<readonly TracedOperation[]> {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const nodes = reachableFrom(graph.signatures.train.outputs.loss.tensor, byName);
  const typeOf = (tensor: TensorName): ElementType => outputType(byName.get(nodeOf(tensor)) as GraphNode);
  const read = [...new Set(nodes.flatMap(dataInputs))];
  const written = nodes.filter(({ op }) => op !== "ResourceApplyMomentum").map(({ name }) => name);
  const tensors = [...new Set([...read, ...written])].filter((tensor) => typeOf(tensor) !== "resource");

  const shapeNodes = tensors.map((tensor, index): GraphNode => ({
    name: `trace/shape${index}`,
    op: "Shape",
    inputs: [tensor],
    attributes: { T: { type: typeOf(tensor) }, out_type: { type: "int32" } },
  }));
  const whole = tensors.filter((tensor) => typeOf(tensor) === "int32");
  // A fed tensor cannot be fetched, but a copy of it can.
  const valueNodes = whole.map((tensor, index): GraphNode => ({
    name: `trace/value${index}`,
    op: "Identity",
    inputs: [tensor],
    attributes: { T: { type: "int32" } },
  }));
  const unknown = [-1] as const;
  const outputs: Record<string, SignatureTensor> = {};
  shapeNodes.forEach(({ name }, index) => (outputs[`shape${index}`] = { tensor: name, type: "int32", shape: unknown }));
  valueNodes.forEach(({ name }, index) => (outputs[`value${index}`] = { tensor: name, type: "int32", shape: unknown }));
  const { setWeights, train } = graph.signatures;
  const loaded = await loadGraph({
    nodes: [...graph.nodes, ...shapeNodes, ...valueNodes],
    signatures: { setWeights, trace: { inputs: train.inputs, outputs } },
  });
  const shapes = new Map<TensorName, readonly number[]>();
  const values = new Map<TensorName, readonly number[]>();
  try {
    const { shape: length } = setWeights.inputs.newWeights;
    loaded.run("setWeights", { newWeights: { values: new Float32Array(length[0]), shape: length } }, []);
    const { images, labels, shape } = batch;
    const feeds = {
      images: { values: images, shape },
      labels: { values: labels, shape: [labels.length] },
      learningRate: { values: Float32Array.of(0), shape: [] },
    };
    const found = loaded.run("trace", feeds, Object.keys(outputs));
    tensors.forEach((tensor, index) => shapes.set(tensor, [...found[index]]));
    whole.forEach((tensor, index) => values.set(tensor, [...found[tensors.length + index]]));
  } finally {
    loaded.dispose();
  }

  const tracedTensor = (tensor: TensorName): TracedTensor => {
    const type = typeOf(tensor);
    if (type !== "resource") return { type, shape: shapes.get(tensor) ?? [], values: values.get(tensor) };
    const { shape } = (byName.get(nodeOf(tensor)) as GraphNode).attributes;
    return { type, shape: "shape" in shape ? shape.shape : [] };
  };
  const outputsOf = (name: string): (readonly number[])[] => {
    const list: (readonly number[])[] = [];
    for (let output = 0; ; output++) {
      const shape = shapes.get(output === 0 ? name : `${name}:${output}`);
      // No operation here has an output with a higher index that is read; gaps are unread outputs.
      if (shape === undefined && output > 8) return list;
      if (shape !== undefined) list[output] = shape;
    }
  };
  const counts = new Map<string, { readonly traced: Omit<TracedOperation, "count">; count: number }>();
  for (const node of nodes) {
    if (workless.has(node.op)) continue;
    const { op, attributes, name } = node;
    const outputs = Array.from(outputsOf(name), (shape) => shape ?? []);
    const traced = { op, attributes, inputs: dataInputs(node).map(tracedTensor), outputs };
    const key = JSON.stringify(traced);
    const known = counts.get(key);
    if (known === undefined) counts.set(key, { traced, count: 1 });
    else known.count++;
  }
  return [...counts.values()].map(({ traced, count }) => ({ ...traced, count }));
}

const nodeOf = (tensor: TensorName): string => tensor.replace(/^\^/, "").split(":")[0];

const dataInputs = ({ inputs }: GraphNode): readonly TensorName[] => inputs.filter((input) => !input.startsWith("^"));

function reachableFrom(tensor: TensorName, byName: ReadonlyMap<string, GraphNode>): readonly GraphNode[] {
  const found = new Map<string, GraphNode>();
  const open = [tensor];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const node = byName.get(nodeOf(next)) as GraphNode;
    if (found.has(node.name)) continue;
    found.set(node.name, node);
    open.push(...node.inputs);
  }
  return [...found.values()];
}

function outputType({ op, attributes }: GraphNode): ElementType {
  if (op === "VarHandleOp") return "resource";
  if (wholeNumbers.has(op)) return "int32";
  const given = attributes.DstT ?? attributes.output_type ?? attributes.dtype ?? attributes.T;
  return given !== undefined && "type" in given ? given.type : "float32";
}

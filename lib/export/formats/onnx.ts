/** ONNX: the plan operation by operation, channels first. */
import { join } from "node:path";
import { bytesOf, floatsOf } from "../../files/float-bytes.js";
import { readFileBytes } from "../../files/read-file.js";
import { trainingGraphDefaults } from "../../graph/training-graph.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import type { Plan, PlanOperation } from "../../network/plan.js";
import { ownVersion } from "../../training/run-folder.js";
import type { ExportedNetwork } from "../exported-network.js";
import type { NetworkTensor } from "../network-tensors.js";
import { fromChannelsFirst, toChannelsFirst } from "../tensor-layout.js";
import { titleWords } from "../title-words.js";
import type { ExportFormat } from "./format.js";
import {
  attributeTypes,
  decodeOnnxConstants,
  encodeOnnx,
  FLOAT,
  type OnnxAttribute,
  type OnnxNode,
  type OnnxTensor,
  type OnnxValueInfo,
} from "./onnx-messages.js";

const FILE = "network.onnx";
/** Operator set 17 and its file version: ONNX Runtime reads them since 1.12, of 2022. */
const OPERATOR_SET = 17;
const FILE_VERSION = 8;
/** The name of the batch's side. */
const BATCH = "batch";

/** ONNX: `images` in, `logits` and `probabilities` out. */
export const onnxFormat: ExportFormat = Object.freeze<ExportFormat>({
  name: "onnx",
  title: "ONNX",
  layout: "NCHW",
  write: (network) => [{ name: FILE, content: encode(network) }],
  read(folder) {
    const path = join(folder, FILE);
    const bytes = readFileBytes(path, limits.checkpointBytes);
    let constants: ReadonlyMap<string, Uint8Array>;
    try {
      constants = new Map(decodeOnnxConstants(bytes).map(({ name, raw_data }) => [name, raw_data]));
    } catch {
      throw new InputError(`${printable(path)}: is truncated, damaged or no ONNX file; export the network again`);
    }
    return (tensor) => {
      const raw = constants.get(tensor.name);
      const values = raw && floatsOf(raw.subarray(0, raw.length - (raw.length % 4)));
      return values && fromChannelsFirst(tensor, values);
    };
  },
  usage: ({ preprocessing: { height, width, channels } }) => ({
    needs: "`onnxruntime-node` (or `onnxruntime-web`, or `pip install onnxruntime`)",
    language: "js",
    code: [
      'import { InferenceSession, Tensor } from "onnxruntime-node";',
      "",
      `const network = await InferenceSession.create("${FILE}");`,
      `const images = new Float32Array(${channels * height * width}); // normalized as network.json says`,
      `const feeds = { images: new Tensor("float32", images, [1, ${channels}, ${height}, ${width}]) };`,
      "const { probabilities } = await network.run(feeds);",
    ],
  }),
});

function encode(network: ExportedNetwork): Uint8Array {
  const { plan, tensors, hash, preprocessing, classNames } = network;
  const { height, width, channels } = preprocessing;
  const initializer = tensors.map((tensor): OnnxTensor => {
    const { shape, values } = toChannelsFirst(tensor);
    return { name: tensor.name, dims: shape, data_type: FLOAT, raw_data: bytesOf(values) };
  });
  return encodeOnnx({
    ir_version: FILE_VERSION,
    producer_name: "hiernas",
    producer_version: ownVersion(),
    doc_string: titleWords(network),
    opset_import: [{ domain: "", version: OPERATOR_SET }],
    metadata_props: [
      { key: "genotype", value: hash },
      { key: "class names", value: JSON.stringify(classNames) },
    ],
    graph: {
      name: plan.network,
      node: nodesOf(plan, tensors),
      initializer,
      input: [valueInfo("images", [channels, height, width])],
      output: ["logits", "probabilities"].map((name) => valueInfo(name, [plan.classCount])),
    },
  });
}

function nodesOf({ operations }: Plan, tensors: readonly NetworkTensor[]): readonly OnnxNode[] {
  const nodes: OnnxNode[] = [];
  const outputs = new Map<number, string>();
  const joined = new Map<string, string>();
  const add = (op_type: string, name: string, input: readonly string[], attributes: Attributes = {}): string => {
    nodes.push({ name, op_type, input, output: [name], attribute: Object.entries(attributes).map(attributeOf) });
    return name;
  };
  // A value of several parts is joined once, whichever operations take it.
  const valueOf = (parts: readonly number[]): string => {
    const names = parts.map((id) => outputs.get(id) as string);
    if (names.length === 1) return names[0];
    const key = parts.join();
    const name = joined.get(key) ?? add("Concat", `joined_${joined.size + 1}`, names, { axis: 1 });
    joined.set(key, name);
    return name;
  };
  const pieces = piecesByOperation(operations, tensors);
  for (const operation of operations) {
    const { id, layer, inputs } = operation;
    const own = pieces.get(id) ?? [];
    const names = own.map(({ name }) => name);
    const name = own.length === 0 ? `${layer.kind}_${id}` : own[0].path.join("/");
    if (layer.kind === "input") {
      outputs.set(id, "images");
      continue;
    }
    const value = [valueOf(inputs), ...names];
    const from = operations[inputs[0]];
    switch (layer.kind) {
      case "convolution":
        outputs.set(id, add("Conv", name, value, windowOf(operation, from)));
        break;
      case "depthwiseConvolution":
        outputs.set(id, add("Conv", name, value, { ...windowOf(operation, from), group: operation.channels }));
        break;
      case "batchNormalization":
        outputs.set(
          id,
          add("BatchNormalization", name, value, { epsilon: { f: trainingGraphDefaults.batchNormalizationEpsilon } }),
        );
        break;
      case "relu":
        outputs.set(id, add("Relu", name, value));
        break;
      case "maxPool":
        outputs.set(id, add("MaxPool", name, value, windowOf(operation, from)));
        break;
      case "averagePool":
        // The border averages only over the pixels that exist.
        outputs.set(id, add("AveragePool", name, value, { ...windowOf(operation, from), count_include_pad: 0 }));
        break;
      case "globalAveragePool":
        outputs.set(id, add("Flatten", "features", [add("GlobalAveragePool", name, value)], { axis: 1 }));
        break;
      case "dense":
        outputs.set(id, add("Gemm", "logits", value, { transB: 1 }));
        break;
    }
  }
  add("Softmax", "probabilities", ["logits"], { axis: 1 });
  return nodes;
}

/** The weights of each operation, then its averages, in the order in which ONNX takes them. */
function piecesByOperation(
  operations: readonly PlanOperation[],
  tensors: readonly NetworkTensor[],
): ReadonlyMap<number, readonly NetworkTensor[]> {
  let next = 0;
  return new Map(
    operations.map(({ id, weights, averages }) => {
      const from = next;
      next += weights.length + (averages === undefined ? 0 : 2);
      return [id, tensors.slice(from, next)];
    }),
  );
}

type Attributes = Readonly<Record<string, number | readonly number[] | { readonly f: number }>>;

function attributeOf([name, value]: readonly [string, Attributes[string]]): OnnxAttribute {
  if (typeof value === "number") return { name, type: attributeTypes.int, i: value };
  if ("f" in value) return { name, type: attributeTypes.float, f: value.f };
  return { name, type: attributeTypes.ints, ints: value };
}

/** Kernel, strides and padding; of an odd border the larger half comes last. */
function windowOf({ layer }: PlanOperation, from: PlanOperation): Attributes {
  const {
    kernel,
    stride = 1,
    dilation = 1,
  } = layer as {
    readonly kernel: number;
    readonly stride?: number;
    readonly dilation?: number;
  };
  const reach = dilation * (kernel - 1) + 1;
  const borders = [from.height, from.width].map((size) =>
    Math.max(0, (Math.ceil(size / stride) - 1) * stride + reach - size),
  );
  return {
    kernel_shape: [kernel, kernel],
    strides: [stride, stride],
    pads: [...borders.map((border) => Math.floor(border / 2)), ...borders.map((border) => Math.ceil(border / 2))],
    ...(dilation > 1 && { dilations: [dilation, dilation] }),
  };
}

function valueInfo(name: string, sides: readonly number[]): OnnxValueInfo {
  const dim = [{ dim_param: BATCH }, ...sides.map((dim_value) => ({ dim_value }))];
  return { name, type: { tensor_type: { elem_type: FLOAT, shape: { dim } } } };
}

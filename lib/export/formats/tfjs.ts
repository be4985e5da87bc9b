/** A graph model of TensorFlow.js: its graph as JSON, its weights in files small enough for a browser's cache. */
import { join } from "node:path";
import * as v from "valibot";
import { floatsOf } from "../../files/float-bytes.js";
import { readFileBytes, readFileText } from "../../files/read-file.js";
import { buildFrozenGraph, CONSTANT } from "../../graph/frozen-graph.js";
import { type Attribute, type ElementType, type GraphNode } from "../../graph/graph-builder.js";
import { GRAPH_VERSION } from "../../graph/session/saved-model.js";
import type { SignatureTensor } from "../../graph/signature.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { parseJson, parseWith, wholeNumber } from "../../input/schema.js";
import type { ExportFile } from "../exported-network.js";
import type { ExportFormat } from "./format.js";

const FILE = "model.json";
/** The converter's own bound, which is a browser's. */
const SHARD_BYTES = 4 * 2 ** 20;

/** A graph model: `images` in, `logits` and `probabilities` out. */
export const tfjsFormat: ExportFormat = Object.freeze<ExportFormat>({
  name: "tfjs",
  title: "TensorFlow.js graph model",
  layout: "NHWC",
  write({ plan, tensors }) {
    const { nodes, signature } = buildFrozenGraph(plan, tensors);
    const constants = nodes.flatMap(constantOf);
    const bytes = Buffer.concat(constants.map((each) => each.bytes));
    const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
    const shards = Array.from({ length: count }, (_, shard): ExportFile => ({
      name: `group1-shard${shard + 1}of${count}.bin`,
      content: bytes.subarray(shard * SHARD_BYTES, (shard + 1) * SHARD_BYTES),
    }));
    const model = {
      format: "graph-model",
      generatedBy: "hiernas",
      convertedBy: null,
      signature: { inputs: tensorInfos(signature.inputs), outputs: tensorInfos(signature.outputs) },
      modelTopology: { node: nodes.map(nodeJson), versions: { producer: GRAPH_VERSION } },
      weightsManifest: [
        {
          paths: shards.map(({ name }) => name),
          weights: constants.map(({ name, shape, dtype }) => ({ name, shape, dtype })),
        },
      ],
    };
    return [{ name: FILE, content: `${JSON.stringify(model)}\n` }, ...shards];
  },
  read(folder) {
    const path = join(folder, FILE);
    const where = printable(path);
    const { weightsManifest } = parseWith(modelSchema, parseJson(readFileText(path), where), where);
    const [{ paths, weights }] = weightsManifest;
    const bytes = Buffer.concat(paths.map((name) => readFileBytes(join(folder, name), 2 * SHARD_BYTES)));
    const sizes = weights.map(({ shape }) => 4 * shape.reduce((product, side) => product * side, 1));
    const expected = sizes.reduce((sum, size) => sum + size, 0);
    if (bytes.length !== expected) {
      throw new InputError(
        `${where}: its weights have ${bytes.length} bytes, must have ${expected}; export the network again`,
      );
    }
    let end = 0;
    const constants = new Map(
      weights.map(({ name }, index) => {
        const from = end;
        end += sizes[index];
        return [name, floatsOf(bytes.subarray(from, end))] as const;
      }),
    );
    return ({ name }) => constants.get(`${name}${CONSTANT}`);
  },
  usage: ({ preprocessing: { height, width, channels } }) => ({
    needs:
      "`@tensorflow/tfjs` in a browser, where the address is that of `model.json`, or `@tensorflow/tfjs-node` with `file://` before its path",
    language: "js",
    code: [
      'import * as tf from "@tensorflow/tfjs";',
      "",
      'const network = await tf.loadGraphModel("model.json");',
      `const images = tf.zeros([1, ${height}, ${width}, ${channels}]); // normalized as network.json says`,
      "const [, probabilities] = network.predict(images); // the logits come first",
      "console.log(await probabilities.data());",
    ],
  }),
});

const modelSchema = v.object({
  weightsManifest: v.tuple([
    v.object({
      paths: v.array(v.pipe(v.string(), v.regex(/^[\w.-]+\.bin$/, "must be a file of weights"))),
      weights: v.array(v.object({ name: v.string(), shape: v.array(wholeNumber(0, limits.channels)) })),
    }),
  ]),
});

interface Constant {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: "float32" | "int32";
  readonly bytes: Uint8Array;
}

function constantOf({ name, op, attributes: { value } }: GraphNode): readonly Constant[] {
  if (op !== "Const" || !("constant" in value)) return [];
  const { type, shape, values } = value.constant;
  const numbers = type === "int32" ? Int32Array.from(values) : Float32Array.from(values);
  return [{ name, shape, dtype: type, bytes: new Uint8Array(numbers.buffer) }];
}

function nodeJson({ name, op, inputs, attributes }: GraphNode): object {
  const attr = Object.entries(attributes).map(([key, attribute]) => [key, attributeJson(attribute)] as const);
  return { name, op, ...(inputs.length > 0 && { input: inputs }), attr: Object.fromEntries(attr) };
}

/** An attribute in protocol buffers' JSON form, in which whole numbers of 64 bits are texts. */
function attributeJson(attribute: Attribute): object {
  if ("type" in attribute) return { type: typeName(attribute.type) };
  if ("int" in attribute) return { i: String(attribute.int) };
  if ("ints" in attribute) return { list: { i: attribute.ints.map(String) } };
  if ("float" in attribute) return { f: attribute.float };
  if ("bool" in attribute) return { b: attribute.bool };
  if ("text" in attribute) return { s: base64(attribute.text) };
  if ("texts" in attribute) return { list: { s: attribute.texts.map(base64) } };
  if ("shape" in attribute) return { shape: shapeJson(attribute.shape) };
  const { type, shape } = attribute.constant;
  return { tensor: { dtype: typeName(type), tensorShape: shapeJson(shape) } };
}

const tensorInfos = (tensors: Readonly<Record<string, SignatureTensor>>): object =>
  Object.fromEntries(
    Object.entries(tensors).map(([key, { tensor, type, shape }]) => [
      key,
      { name: `${tensor}:0`, dtype: typeName(type), tensorShape: shapeJson(shape) },
    ]),
  );

const typeNames = {
  float32: "DT_FLOAT",
  int32: "DT_INT32",
  int64: "DT_INT64",
  bool: "DT_BOOL",
  resource: "DT_RESOURCE",
};
const typeName = (type: ElementType): string => typeNames[type];
const shapeJson = (shape: readonly number[]): object => ({ dim: shape.map((size) => ({ size: String(size) })) });
const base64 = (text: string): string => Buffer.from(text).toString("base64");

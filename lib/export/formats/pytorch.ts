/** A PyTorch module in source, with its weights in a safetensors file. */
import { join } from "node:path";
import * as v from "valibot";
import { readFileBytes } from "../../files/read-file.js";
import { InputError } from "../../input/errors.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { parseJson, parseWith, wholeNumber } from "../../input/schema.js";
import type { NetworkTensor } from "../network-tensors.js";
import { pytorchSource } from "../python/pytorch-source.js";
import { fromChannelsFirst, toChannelsFirst } from "../tensor-layout.js";
import type { ExportFormat } from "./format.js";

const SOURCE = "network.py";
const WEIGHTS = "weights.safetensors";

/** What PyTorch calls each role. */
const roles = {
  kernel: "weight",
  bias: "bias",
  scale: "weight",
  offset: "bias",
  mean: "running_mean",
  variance: "running_var",
} as const;

/** PyTorch: `network.py` and `weights.safetensors`, whose tensors are the module's state. */
export const pytorchFormat: ExportFormat = Object.freeze<ExportFormat>({
  name: "pytorch",
  title: "PyTorch module",
  layout: "NCHW",
  write: (network) => [
    { name: SOURCE, content: pytorchSource(network) },
    { name: WEIGHTS, content: encode(network.tensors) },
  ],
  read(folder) {
    const path = join(folder, WEIGHTS);
    const values = decode(readFileBytes(path, limits.checkpointBytes), printable(path));
    return (tensor) => {
      const own = values.get(stateName(tensor));
      return own && fromChannelsFirst(tensor, own);
    };
  },
  usage: ({ preprocessing: { height, width, channels } }) => ({
    needs: "PyTorch (`pip install torch`); Pillow for pictures",
    language: "python",
    code: [
      "import torch",
      "from network import load",
      "",
      "network = load()",
      `images = torch.zeros(1, ${channels}, ${height}, ${width})  # or load_picture("picture.jpg")`,
      "probabilities = network(images).softmax(dim=1)",
    ],
  }),
});

const stateName = ({ path, role }: NetworkTensor): string => [...path, roles[role]].join(".");

function encode(tensors: readonly NetworkTensor[]): Uint8Array {
  let end = 0;
  const numbers: Uint8Array[] = [];
  const header: Record<string, object> = { __metadata__: { format: "pt" } };
  for (const tensor of tensors) {
    const { shape, values } = toChannelsFirst(tensor);
    numbers.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
    header[stateName(tensor)] = { dtype: "F32", shape, data_offsets: [end, (end += values.byteLength)] };
  }
  const text = JSON.stringify(header);
  // Spaces after the header align the numbers.
  const head = Buffer.from(text.padEnd(8 * Math.ceil(text.length / 8)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([length, head, ...numbers]);
}

const offset = wholeNumber(0, limits.checkpointBytes);
const headerSchema = v.objectWithRest(
  { __metadata__: v.optional(v.looseObject({})) },
  v.object({ dtype: v.literal("F32"), data_offsets: v.tuple([offset, offset]) }),
);

function decode(bytes: Buffer, where: string): ReadonlyMap<string, Float32Array> {
  const damaged = `${where}: is truncated, damaged or no safetensors file`;
  const headLength = bytes.length < 8 ? Infinity : Number(bytes.readBigUInt64LE());
  if (8 + headLength > bytes.length) throw new InputError(`${damaged}; export the network again`);
  const text = bytes.toString("utf8", 8, 8 + headLength).trimEnd();
  const { __metadata__: _, ...tensors } = parseWith(headerSchema, parseJson(text, damaged), damaged);
  return new Map(
    Object.entries(tensors).map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => {
        // A copy, because numbers must be aligned.
        const own = new Uint8Array(bytes.subarray(8 + headLength + from, 8 + headLength + to));
        return [name, new Float32Array(own.buffer, 0, Math.floor(own.length / 4))] as const;
      },
    ),
  );
}

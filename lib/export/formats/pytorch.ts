/** A PyTorch module in source, with its weights in a safetensors file. */
import { join } from "node:path";
import * as v from "valibot";
import { floatsOf } from "../../files/float-bytes.js";
import { readFileBytes } from "../../files/read-file.js";
import { LENGTH_BYTES, safetensorsHeader, safetensorsParts } from "../../files/safetensors.js";
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
  const named = tensors.map((tensor) => ({ ...toChannelsFirst(tensor), name: stateName(tensor) }));
  return Buffer.concat(safetensorsParts(safetensorsHeader({ format: "pt" }, named), named));
}

const offset = wholeNumber(0, limits.checkpointBytes);
const headerSchema = v.objectWithRest(
  { __metadata__: v.optional(v.looseObject({})) },
  v.object({ dtype: v.literal("F32"), data_offsets: v.tuple([offset, offset]) }),
);

function decode(bytes: Buffer, where: string): ReadonlyMap<string, Float32Array> {
  const damaged = `${where}: is truncated, damaged or no safetensors file`;
  const start = LENGTH_BYTES + (bytes.length < LENGTH_BYTES ? Infinity : Number(bytes.readBigUInt64LE()));
  if (start > bytes.length) throw new InputError(`${damaged}; export the network again`);
  const text = bytes.toString("utf8", LENGTH_BYTES, start).trimEnd();
  const { __metadata__: _, ...tensors } = parseWith(headerSchema, parseJson(text, damaged), damaged);
  return new Map(
    Object.entries(tensors).map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => {
        const own = bytes.subarray(start + from, start + to);
        return [name, floatsOf(own.subarray(0, own.length - (own.length % 4)))] as const;
      },
    ),
  );
}

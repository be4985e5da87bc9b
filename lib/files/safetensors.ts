/** The format safetensors: the length of a header, the header (JSON), and 32-bit floats row by row. */
import { bytesOf } from "./float-bytes.js";

/** Bytes of the header's length. */
export const LENGTH_BYTES = 8;

/** A tensor by its name. */
export interface NamedTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** The header of a file of `tensors`, one after the other, with `metadata`. */
export function safetensorsHeader(metadata: Readonly<Record<string, string>>, tensors: readonly NamedTensor[]): string {
  let end = 0;
  const entries = tensors.map(({ name, shape, values }) => {
    const from = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape, data_offsets: [from, end] }] as const;
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  // The format aligns the numbers by spaces after the header.
  return text + " ".repeat(-Buffer.byteLength(text) & 7);
}

/** The bytes of a file, in parts: together they may be more than one buffer holds. */
export function safetensorsParts(header: string, tensors: readonly NamedTensor[]): readonly Uint8Array[] {
  const head = Buffer.from(header);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(head.length));
  return [length, head, ...tensors.map(({ values }) => bytesOf(values))];
}

/** Arrays of 32-bit floats as an archive of NumPy's (`.npz`): a ZIP file without compression, one `.npy` file an array. */
import { unzipSync, type Zippable, zipSync } from "fflate";
import { bytesOf, floatsOf } from "../../files/float-bytes.js";
import { InputError } from "../../input/errors.js";
import type { ShapedNumbers } from "../tensor-layout.js";

const MAGIC = Buffer.from("\x93NUMPY\x01\x00", "latin1");
/** Bytes before the numbers are a multiple of this. */
const ALIGNMENT = 64;
/** ZIP knows no earlier day; with the day of writing, equal exports would differ. */
const DAY = "1980-01-01";

/** The bytes of an archive; `numpy.load` lists the arrays in the order given. */
export function encodeNpz(arrays: readonly (ShapedNumbers & { readonly name: string })[]): Uint8Array {
  const files: Zippable = Object.fromEntries(arrays.map(({ name, ...array }) => [`${name}.npy`, encodeNpy(array)]));
  return zipSync(files, { level: 0, mtime: DAY });
}

/** The numbers of an archive by name. Throws InputError, beginning with `where`, for bytes that are none. */
export function decodeNpz(bytes: Uint8Array, where: string): ReadonlyMap<string, Float32Array> {
  try {
    return new Map(
      Object.entries(unzipSync(bytes)).map(([name, file]) => [name.replace(/\.npy$/, ""), decodeNpy(file)] as const),
    );
  } catch {
    throw new InputError(`${where}: is truncated, damaged or no NumPy archive; export the network again`);
  }
}

function encodeNpy({ shape, values }: ShapedNumbers): Uint8Array {
  const sides = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${sides}), }`;
  const before = MAGIC.length + 2;
  const length = ALIGNMENT * Math.ceil((before + text.length + 1) / ALIGNMENT) - before;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(length);
  const head = `${text.padEnd(length - 1)}\n`;
  return Buffer.concat([MAGIC, size, Buffer.from(head, "latin1"), bytesOf(values)]);
}

function decodeNpy(file: Uint8Array): Float32Array {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) throw new Error("no array");
  const start = MAGIC.length + 2 + bytes.readUInt16LE(MAGIC.length);
  if (!bytes.toString("latin1", 0, start).includes("'descr': '<f4'")) throw new Error("no array of 32-bit floats");
  return floatsOf(bytes.subarray(start));
}

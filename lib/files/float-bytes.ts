/** 32-bit floats as bytes and back: little-endian, as all processors here and all files with such numbers are. */

/** The bytes of `values`, without a copy. */
export function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The numbers in `bytes`: a copy, because numbers must be aligned. Throws RangeError for a part of a number at the end. */
export function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

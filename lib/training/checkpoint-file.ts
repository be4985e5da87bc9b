/**
 * The file of a checkpoint, in the format safetensors: the length of a JSON header as eight bytes, the header, the
 * numbers. Other programs can read it; what makes it a checkpoint, its checksum included, is in the header's metadata.
 */
import { createHash } from "node:crypto";
import * as v from "valibot";
import { InputError } from "../input/errors.js";
import { parseJson, parseWith, type Schema } from "../input/schema.js";

/** A training's state after a training step: all that the next one depends on. */
export interface Checkpoint {
  /** The run, by `runId`. */
  readonly run: string;
  /** The training's number, from 1. */
  readonly training: number;
  /** Training steps done. */
  readonly trainingStep: number;
  /** The sum of the losses since the last point of the curve, and how many they are. */
  readonly lossSum: number;
  readonly lossCount: number;
  /** Flat vectors by name: `weights`, `momentum`; `averages` once they are recalibrated. */
  readonly vectors: Readonly<Record<string, Float32Array>>;
}

const FORMAT = "hiernas checkpoint";
const VERSION = 1;
/** In the checksum's place while it is computed. */
const NO_CHECKSUM = "0".repeat(64);

const numberText = v.pipe(v.string(), v.regex(/^[\d.e+-]+$|^NaN$|^-?Infinity$/), v.transform(Number));
const metadataSchema = v.object({
  ...{ format: v.literal(FORMAT), version: v.string(), run: v.string(), sha256: v.pipe(v.string(), v.length(64)) },
  ...{ training: numberText, trainingStep: numberText, lossSum: numberText, lossCount: numberText },
});
type Metadata = v.InferOutput<typeof metadataSchema>;
const tensorSchema = v.object({
  dtype: v.literal("F32"),
  shape: v.tuple([v.number()]),
  data_offsets: v.tuple([v.number(), v.number()]),
});

/** The bytes of a checkpoint. */
export function encodeCheckpoint({ vectors, ...state }: Checkpoint): Uint8Array {
  let end = 0;
  const tensors = Object.entries(vectors).map(([name, values]) => {
    const from = end;
    end += values.byteLength;
    return [name, { dtype: "F32", shape: [values.length], data_offsets: [from, end] }] as const;
  });
  const metadata = Object.fromEntries(
    Object.entries({ format: FORMAT, version: VERSION, ...state }).map(([key, value]) => [key, String(value)]),
  );
  const header = JSON.stringify({ __metadata__: { ...metadata, sha256: NO_CHECKSUM }, ...Object.fromEntries(tensors) });
  // The format aligns the numbers by spaces after the header.
  const text = header.padEnd(Math.ceil(Buffer.byteLength(header) / 8) * 8 - Buffer.byteLength(header) + header.length);
  const numbers = Object.values(vectors).map((values) => bytesOf(values));
  const checksum = digest(text, numbers);
  const head = Buffer.from(text.replace(NO_CHECKSUM, checksum));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(head.length));
  return Buffer.concat([length, head, ...numbers]);
}

/**
 * The checkpoint in `bytes`. Throws InputError, beginning with `where`, for a file that is truncated, damaged, of
 * another version, or no checkpoint.
 */
export function decodeCheckpoint(bytes: Buffer, where: string): Checkpoint {
  const headLength = bytes.length < 8 ? Infinity : Number(bytes.readBigUInt64LE());
  if (8 + headLength > bytes.length)
    throw new InputError(`${where}: is truncated or no checkpoint: ${bytes.length} bytes`);
  const text = bytes.toString("utf8", 8, 8 + headLength);
  const { __metadata__: metadata, ...tensors } = headerOf(text, where);
  const data = bytes.subarray(8 + headLength);
  const ends = Object.values(tensors).map(({ data_offsets: [, end] }) => end);
  const expected = Math.max(0, ...ends);
  if (data.length < expected) {
    throw new InputError(`${where}: is truncated: ${bytes.length} bytes, must have ${8 + headLength + expected}`);
  }
  const { sha256, run, training, trainingStep, lossSum, lossCount } = metadata;
  if (digest(text.replace(sha256, NO_CHECKSUM), [data]) !== sha256) {
    throw new InputError(`${where}: is damaged: its checksum does not fit`);
  }
  const vectors = Object.fromEntries(
    Object.entries(tensors).map(
      ([
        name,
        {
          data_offsets: [from, to],
        },
      ]) => [name, floatsOf(data.subarray(from, to))],
    ),
  );
  return { run, training, trainingStep, lossSum, lossCount, vectors };
}

interface Header extends Record<string, unknown> {
  readonly __metadata__: Metadata;
}
type Tensors = Readonly<Record<string, v.InferOutput<typeof tensorSchema>>>;

function headerOf(text: string, where: string): Header & Tensors {
  const noCheckpoint = `${where}: is damaged, or no checkpoint`;
  const versionSchema: Schema<{ __metadata__: { format: string; version: string } }> = v.looseObject({
    __metadata__: v.looseObject({ format: v.literal(FORMAT), version: v.string() }),
  });
  const value = parseJson(text.trimEnd(), noCheckpoint);
  const { version } = parseWith(versionSchema, value, noCheckpoint).__metadata__;
  if (version !== String(VERSION)) {
    throw new InputError(
      `${where}: is a checkpoint of version ${version.slice(0, 20)}, this hiernas reads version ${VERSION}`,
    );
  }
  const schema = v.objectWithRest({ __metadata__: metadataSchema }, tensorSchema);
  return parseWith(schema as unknown as Schema<Header & Tensors>, value, noCheckpoint);
}

function digest(header: string, numbers: readonly Uint8Array[]): string {
  const hash = createHash("sha256").update(header);
  for (const each of numbers) hash.update(each);
  return hash.digest("hex");
}

/** The format is little-endian, as all processors that TensorFlow runs on. */
function bytesOf(values: Float32Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function floatsOf(bytes: Uint8Array): Float32Array {
  // Copied, because numbers must be aligned.
  return new Float32Array(Uint8Array.from(bytes).buffer);
}

/**
 * The file of a checkpoint, in the format safetensors: the length of a JSON header as eight bytes, the header, the
 * numbers. Other programs can read it; what makes it a checkpoint, its checksum included, is in the header's metadata.
 */
import { createHash } from "node:crypto";
import { sum } from "d3-array";
import * as v from "valibot";
import { bytesOf } from "../files/float-bytes.js";
import { openFile, type OpenFile, piecesOf } from "../files/read-file.js";
import { LENGTH_BYTES, safetensorsHeader, safetensorsParts } from "../files/safetensors.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";
import { parseJson, parseWith, type Schema, wholeNumber } from "../input/schema.js";

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
  shape: v.tuple([wholeNumber()]),
  data_offsets: v.tuple([wholeNumber(), wholeNumber()]),
});

/** The bytes of a checkpoint, in parts: together they may be more than one buffer holds. */
export function encodeCheckpoint({ vectors, ...state }: Checkpoint): readonly Uint8Array[] {
  const tensors = Object.entries(vectors).map(([name, values]) => ({ name, shape: [values.length], values }));
  const metadata = Object.fromEntries(
    Object.entries({ format: FORMAT, version: VERSION, ...state }).map(([key, value]) => [key, String(value)]),
  );
  const header = safetensorsHeader({ ...metadata, sha256: NO_CHECKSUM }, tensors);
  const checksum = digest(header, Object.values(vectors).map(bytesOf));
  return safetensorsParts(header.replace(NO_CHECKSUM, checksum), tensors);
}

/** What a checkpoint says of itself before its numbers. */
export interface CheckpointHead extends Omit<Checkpoint, "vectors"> {
  /** How many numbers each vector has. */
  readonly lengths: Readonly<Record<string, number>>;
}

/**
 * Reads the checkpoint in the file at `path`. `check` may refuse it by its head, before the numbers take memory. Throws
 * InputError, beginning with the path, for a file that is missing, truncated, damaged, of another version, or no
 * checkpoint, and what `check` throws.
 */
export function readCheckpoint(path: string, check: (head: CheckpointHead) => void = () => {}): Checkpoint {
  const where = printable(path);
  const file = openFile(path, limits.checkpointBytes);
  try {
    const text = readHeader(file, where);
    const { __metadata__: metadata, ...tensors } = headerOf(text, where);
    const lengths = lengthsOf(tensors, where);
    const bytes = LENGTH_BYTES + Buffer.byteLength(text) + sum(Object.values(lengths), (length) => 4 * length);
    if (file.size < bytes) throw new InputError(`${where}: is truncated: ${file.size} bytes, must have ${bytes}`);
    if (file.size > bytes) throw new InputError(`${where}: is damaged: ${file.size} bytes, must have ${bytes}`);
    const { sha256, run, training, trainingStep, lossSum, lossCount } = metadata;
    const state = { run, training, trainingStep, lossSum, lossCount };
    check({ ...state, lengths });
    const vectors = Object.fromEntries(
      Object.entries(lengths).map(([name, length]) => {
        const values = new Float32Array(length);
        if (file.fill(bytesOf(values)) < 4 * length) throw new InputError(`${where}: was truncated while it was read`);
        return [name, values];
      }),
    );
    if (digest(text.replace(sha256, NO_CHECKSUM), Object.values(vectors).map(bytesOf)) !== sha256) {
      throw new InputError(`${where}: is damaged: its checksum does not fit`);
    }
    return { ...state, vectors };
  } finally {
    file.close();
  }
}

function readHeader(file: OpenFile, where: string): string {
  const length = Buffer.alloc(LENGTH_BYTES);
  const headLength = file.fill(length) < LENGTH_BYTES ? Infinity : Number(length.readBigUInt64LE());
  if (LENGTH_BYTES + headLength > file.size) {
    throw new InputError(`${where}: is truncated or no checkpoint: ${file.size} bytes`);
  }
  if (headLength > limits.fileBytes) throw new InputError(`${where}: is damaged, or no checkpoint`);
  const head = Buffer.alloc(headLength);
  file.fill(head);
  return head.toString("utf8");
}

/** The numbers of each vector, which must lie one after the other. */
function lengthsOf(tensors: Tensors, where: string): Readonly<Record<string, number>> {
  let end = 0;
  return Object.fromEntries(
    Object.entries(tensors).map(
      ([
        name,
        {
          shape: [length],
          data_offsets: [from, to],
        },
      ]) => {
        if (from !== end || to !== from + 4 * length) throw new InputError(`${where}: is damaged, or no checkpoint`);
        end = to;
        return [name, length];
      },
    ),
  );
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
  for (const each of numbers) for (const piece of piecesOf(each)) hash.update(piece);
  return hash.digest("hex");
}

/** Reads and writes the files that the comparison with PyTorch lives in: gzipped JSON with arrays in base64. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Plan } from "../../lib/network/plan.js";
import type { PytorchCase, PytorchRun } from "./pytorch-cases.js";

// The compiled file stands in build/test/graph, the fixtures beside the source.
const folder = path.join(__dirname, "..", "..", "..", "test", "graph", "fixtures");

interface WrittenCase {
  readonly name: string;
  readonly plan: Plan;
  readonly weights: string;
  readonly batchSize: number;
  readonly images: string;
  readonly labels: string;
  readonly runs: readonly PytorchRun[];
}

/** What PyTorch found for one run. Relative distances are ‖a − b‖ / ‖b‖. */
export interface PytorchFinding {
  /** The loss before each training step, from double precision. */
  readonly losses: readonly number[];
  /**
   * By training step: weights after it minus weights at the start; by 0: the gradient of the first one, without decay.
   * From double precision.
   */
  readonly kept: ReadonlyMap<number, Float32Array>;
  /** How far PyTorch in single precision is from PyTorch in double precision: what rounding alone does. */
  readonly rounding: {
    readonly losses: readonly number[];
    readonly gradient: number;
    readonly changes: readonly number[];
  };
  /** With the averages calibrated on all batches at the weights of the start: they, and the first batch scored. */
  readonly score?: { readonly averages: Float32Array; readonly loss: number; readonly correct: number };
}

/** Writes what PyTorch is to compute. */
export function writeInputs(cases: readonly PytorchCase[]): void {
  const written = cases.map(({ weights, images, labels, ...rest }): WrittenCase => ({
    ...rest,
    weights: encode(weights),
    images: encode(images),
    labels: encode(labels),
  }));
  const packed = gzipSync(JSON.stringify({ version: 1, cases: written }), { level: 9 });
  writeFileSync(path.join(folder, "pytorch-inputs.json.gz"), packed);
}

/** The inputs as they were when PyTorch computed the findings. */
export function readInputs(): readonly PytorchCase[] {
  const { cases } = read("pytorch-inputs.json.gz") as { readonly cases: readonly WrittenCase[] };
  return cases.map(({ weights, images, labels, ...rest }) => ({
    ...rest,
    weights: floats(weights),
    images: bytes(images),
    labels: bytes(labels),
  }));
}

interface WrittenFinding {
  readonly losses: readonly number[];
  readonly kept: Readonly<Record<string, string>>;
  readonly rounding: PytorchFinding["rounding"];
  readonly score?: { readonly averages: string; readonly loss: number; readonly correct: number };
}

/** What PyTorch found, by the names of case and run. */
export function readFindings(): (caseName: string, runName: string) => PytorchFinding {
  const { findings } = read("pytorch-findings.json.gz") as {
    readonly findings: Readonly<Record<string, Readonly<Record<string, WrittenFinding>>>>;
  };
  return (caseName, runName) => {
    const { kept, score, ...rest } = findings[caseName][runName];
    return {
      ...rest,
      kept: new Map(Object.entries(kept).map(([step, change]) => [Number(step), floats(change)])),
      ...(score && { score: { ...score, averages: floats(score.averages) } }),
    };
  };
}

function read(name: string): unknown {
  return JSON.parse(gunzipSync(readFileSync(path.join(folder, name))).toString("utf8"));
}

function encode(array: Float32Array | Uint8Array): string {
  return Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString("base64");
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "base64"));
}

function floats(text: string): Float32Array {
  return new Float32Array(bytes(text).buffer);
}

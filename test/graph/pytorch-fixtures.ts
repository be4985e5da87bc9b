/** Reads and writes the files of the comparison with PyTorch: gzipped JSON with arrays in base64. */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Plan } from "../../lib/network/plan.js";
import type { PytorchCase, PytorchRun } from "./pytorch-cases.js";

// The compiled file is in build/test/graph, the fixtures are beside the source.
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

/** PyTorch's results for one run. Relative distances are ‖a − b‖ / ‖b‖. */
export interface PytorchFinding {
  /** The loss before each training step, in double precision. */
  readonly losses: readonly number[];
  /**
   * By training step: the weights after it minus the initial ones; at 0: the gradient of the first step, without decay.
   * In double precision.
   */
  readonly kept: ReadonlyMap<number, Float32Array>;
  /** The distance between PyTorch in single and in double precision: the effect of rounding alone. */
  readonly rounding: {
    readonly losses: readonly number[];
    readonly gradient: number;
    readonly changes: readonly number[];
  };
  /** The averages calibrated on all batches at the initial weights, and the first batch scored with them. */
  readonly score?: { readonly averages: Float32Array; readonly loss: number; readonly correct: number };
}

/** Writes the inputs for PyTorch. */
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

/** The inputs of PyTorch's results. */
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

/** PyTorch's results, by the names of case and run. */
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

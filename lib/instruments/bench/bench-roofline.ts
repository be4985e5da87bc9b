/** What one core of this machine can do at most: read bandwidth by how much is read, and speed of matrix products. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TimedOperation, timeOperations } from "./time-operations.js";

/** How fast one core reads when it reads the same bytes again and again. */
export interface BandwidthRow {
  /** Bytes that are read each time: what fits into a cache comes from there. */
  readonly workingSetBytes: number;
  /** 10⁹ bytes a second. */
  readonly gigabytesPerSecond: number;
}

/** A roof that slopes: no operation is faster than its bytes allow. */
export interface BandwidthRoof {
  /** Where the bytes come from, for example `memory`. */
  readonly name: string;
  readonly gigabytesPerSecond: number;
}

/** A cache that holds data. */
export interface Cache {
  readonly level: number;
  readonly sizeBytes: number;
}

/** What bounds a training step on one core here. */
export interface MachineRoofline {
  /**
   * Speed of a product of two square matrices in 32-bit floats, 10⁹ floating-point operations a second, on one thread.
   */
  readonly gigaflopsPerSecond: number;
  /** By growing working set. */
  readonly bandwidths: readonly BandwidthRow[];
  /** From the fastest: level-2 cache, shared cache, memory. */
  readonly roofs: readonly BandwidthRoof[];
  /** As Linux tells them; none elsewhere. */
  readonly caches: readonly Cache[];
}

/** Settings of {@link benchRoofline}. */
export interface RooflineConfig {
  /**
   * Rows of the square matrices; the fastest product counts: large ones last longer than other work leaves a core
   * alone.
   */
  readonly matrixSides: readonly number[];
  /** The largest working set; must exceed the caches to show the memory. */
  readonly largestBytes: number;
  /** Measurements of each, of which the fastest counts. */
  readonly rounds: number;
  /** The most repetitions of a measurement in a row. */
  readonly mostCopies: number;
}

/** Up to 2048×2048, up to 128 MiB: some seconds. */
export const rooflineDefaults: RooflineConfig = Object.freeze({
  matrixSides: Object.freeze([512, 1024, 2048]),
  largestBytes: 128 * 2 ** 20,
  rounds: 5,
  mostCopies: 128,
});

/** Smaller sets take no longer to read than TensorFlow takes to begin. */
const SMALLEST_BYTES = 64 * 2 ** 10;

/** Where Linux tells nothing: a usual processor's level 2, and what several cores share. */
const usualCaches: readonly Cache[] = Object.freeze([
  Object.freeze({ level: 2, sizeBytes: 2 ** 20 }),
  Object.freeze({ level: 3, sizeBytes: 32 * 2 ** 20 }),
]);

/**
 * Measures with TensorFlow's own operations: `Sum` over so many numbers reads and hardly writes, `MatMul` computes. Set
 * `TF_NUM_INTRAOP_THREADS` to 1 (the default here) for one core.
 * Throws InputError when TensorFlow is not here.
 */
export async function benchRoofline(config: Partial<RooflineConfig> = {}): Promise<MachineRoofline> {
  const { matrixSides, largestBytes, ...timing } = { ...rooflineDefaults, ...config };
  const sizes: number[] = [];
  for (let bytes = SMALLEST_BYTES; bytes <= Math.max(SMALLEST_BYTES, largestBytes); bytes *= 2) sizes.push(bytes);
  const operations = [...[4, ...sizes].map(sumOf), ...matrixSides.map(productOf)];
  const millis = await timeOperations(operations, timing);
  const [empty] = millis;
  const bandwidths = sizes.map((workingSetBytes, index) => {
    const readMillis = millis[index + 1] - empty;
    // A slow start of TensorFlow can hide what little there is to read.
    const net = readMillis > 0 ? readMillis : millis[index + 1];
    return Object.freeze({ workingSetBytes, gigabytesPerSecond: workingSetBytes / 1e6 / Math.max(net, 1e-6) });
  });
  const speeds = matrixSides.map((side, index) => {
    const productMillis = millis[sizes.length + 1 + index];
    return (2 * side ** 3) / 1e6 / Math.max(productMillis, 1e-6);
  });
  const caches = readCaches();
  return Object.freeze({
    gigaflopsPerSecond: Math.max(...speeds),
    bandwidths: Object.freeze(bandwidths),
    roofs: findRoofs(bandwidths, caches),
    caches,
  });
}

/**
 * Level-2 cache, shared cache and memory, each by the working set that lies well inside it; those that were not
 * measured are left out.
 */
export function findRoofs(bandwidths: readonly BandwidthRow[], caches: readonly Cache[]): readonly BandwidthRoof[] {
  const known = caches.length === 0 ? usualCaches : caches;
  const ends = known.filter(({ level }) => level >= 2).map(({ sizeBytes }) => sizeBytes);
  const roofs = ends.flatMap((end, index): readonly BandwidthRoof[] => {
    const inside = bandwidths.filter(
      ({ workingSetBytes }) => workingSetBytes <= end / 2 && workingSetBytes > (ends[index - 1] ?? 0),
    );
    const name =
      index === ends.length - 1 && index > 0
        ? "shared cache"
        : `level-${known.filter(({ level }) => level >= 2)[index].level} cache`;
    return inside.length === 0 ? [] : [{ name, gigabytesPerSecond: middle(inside) }];
  });
  const beyond = bandwidths.filter(({ workingSetBytes }) => workingSetBytes >= 2 * Math.max(...ends));
  const memory = beyond.length === 0 ? [] : [{ name: "memory", gigabytesPerSecond: middle(beyond) }];
  return Object.freeze([...roofs, ...memory].map((roof) => Object.freeze(roof)));
}

/** The caches of the first core that hold data, as Linux tells them in `folder`; none where it does not. */
export function readCaches(folder = "/sys/devices/system/cpu/cpu0/cache"): readonly Cache[] {
  try {
    const read = (index: string, name: string): string => readFileSync(join(folder, index, name), "utf8").trim();
    const caches = readdirSync(folder)
      .filter((index) => index.startsWith("index") && read(index, "type") !== "Instruction")
      .map((index) => {
        const [, digits, unit] = /^(\d+)([KMG]?)$/.exec(read(index, "size")) ?? [];
        const sizeBytes = Number(digits) * 2 ** (10 * "KMG".indexOf(unit) + 10);
        return Object.freeze({ level: Number(read(index, "level")), sizeBytes });
      });
    return Object.freeze(caches.filter(({ sizeBytes }) => sizeBytes > 0).sort((one, other) => one.level - other.level));
  } catch {
    return Object.freeze([]);
  }
}

function middle(rows: readonly BandwidthRow[]): number {
  const sorted = rows.map(({ gigabytesPerSecond }) => gigabytesPerSecond).sort((one, other) => one - other);
  return sorted[sorted.length >> 1];
}

const T = { type: "float32" } as const;

function sumOf(bytes: number): TimedOperation {
  return {
    op: "Sum",
    attributes: { T, Tidx: { type: "int32" }, keep_dims: { bool: true } },
    inputs: [
      { type: "float32", shape: [bytes / 4] },
      { type: "int32", shape: [1], values: [0] },
    ],
    bytes,
  };
}

function productOf(side: number): TimedOperation {
  const square = { type: "float32", shape: [side, side] } as const;
  return { op: "MatMul", attributes: { T }, inputs: [square, square], bytes: 12 * side ** 2 };
}

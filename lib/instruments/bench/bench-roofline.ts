/** The peak performance of one core: read bandwidth by working-set size, and the speed of matrix products. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TimedOperation, timeOperations } from "./time-operations.js";

/** The speed at which one core reads the same bytes over and over. */
export interface BandwidthRow {
  /** The bytes read each time; they come from the fastest cache that holds them. */
  readonly workingSetBytes: number;
  /** 10⁹ bytes per second. */
  readonly gigabytesPerSecond: number;
}

/** A sloping roof: no operation is faster than its memory traffic allows. */
export interface BandwidthRoof {
  /** The source of the bytes, for example `memory`. */
  readonly name: string;
  readonly gigabytesPerSecond: number;
}

/** A data cache. */
export interface Cache {
  readonly level: number;
  readonly sizeBytes: number;
}

/** The limits on a training step on one core of this machine. */
export interface MachineRoofline {
  /**
   * The speed of a product of two square matrices of 32-bit floats on one thread, in 10⁹ floating-point operations per
   * second.
   */
  readonly gigaflopsPerSecond: number;
  /** In order of increasing working set. */
  readonly bandwidths: readonly BandwidthRow[];
  /** Fastest first: level-2 cache, shared cache, memory. */
  readonly roofs: readonly BandwidthRoof[];
  /** As Linux reports them; empty on other systems. */
  readonly caches: readonly Cache[];
}

/** Settings of {@link benchRoofline}. */
export interface RooflineConfig {
  /** The rows of the square matrices. The fastest product counts: large ones may be interrupted by other work. */
  readonly matrixSides: readonly number[];
  /** The largest working set; it must exceed the caches to show the speed of memory. */
  readonly largestBytes: number;
  /** The number of measurements of each; the fastest counts. */
  readonly rounds: number;
  /** The most back-to-back repetitions in one measurement. */
  readonly mostCopies: number;
}

/** Matrices up to 2048×2048 and working sets up to 128 MiB: some seconds. */
export const rooflineDefaults: RooflineConfig = Object.freeze({
  matrixSides: Object.freeze([512, 1024, 2048]),
  largestBytes: 128 * 2 ** 20,
  rounds: 5,
  mostCopies: 128,
});

/** Reading a smaller set takes less time than TensorFlow takes to start an operation. */
const SMALLEST_BYTES = 64 * 2 ** 10;

/** Assumed if the system reports no caches: a typical level-2 and shared cache. */
const usualCaches: readonly Cache[] = Object.freeze([
  Object.freeze({ level: 2, sizeBytes: 2 ** 20 }),
  Object.freeze({ level: 3, sizeBytes: 32 * 2 ** 20 }),
]);

/**
 * Measures with TensorFlow's own operations: `Sum` reads and hardly writes, `MatMul` computes. Set
 * `TF_NUM_INTRAOP_THREADS` to 1 (the default here) for one core. Throws InputError when TensorFlow is not installed.
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
    // TensorFlow's overhead can exceed the time of a small read.
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
 * Level-2 cache, shared cache and memory, each at a working set well inside it. Those without a measurement are left
 * out.
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

/** The data caches of the first core, as Linux lists them in `folder`; empty if it does not. */
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

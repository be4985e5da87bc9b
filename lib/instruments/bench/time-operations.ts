/** Times single TensorFlow operations: each alone, many times back to back, in one session. */
import {
  type Attribute,
  createGraphBuilder,
  float,
  type GraphBuilder,
  type TensorName,
} from "../../graph/graph-builder.js";
import { type Feed, loadGraph } from "../../graph/session/loaded-graph.js";
import type { Signature } from "../../graph/signature.js";
import { createVariables } from "./timing-variables.js";
import type { TracedOperation } from "./trace-operations.js";

/** An operation to time, determined by its shapes and attributes. */
export interface TimedOperation extends Omit<TracedOperation, "count" | "outputs"> {
  /** The bytes that one call reads and writes; they decide how often it is repeated. */
  readonly bytes: number;
}

/** Settings of {@link timeOperations}. */
export interface TimingConfig {
  /** Measured rounds; the fastest counts, which other work on the machine disturbed least. */
  readonly rounds: number;
  /**
   * The most back-to-back repetitions: more time short operations better, but take longer to prepare. At least 4;
   * default 128.
   */
  readonly mostCopies?: number;
  /**
   * Whether every call reads its inputs from memory, by using different ones from the previous calls. Otherwise all use
   * the same, which stay in a cache if they fit.
   */
  readonly fromMemory?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Operations per graph: more make each run slower to start, fewer make more graphs. */
const PER_GRAPH = 16;
/** Calls read this many bytes in turn so that none of them are in a cache. */
const BEYOND_CACHES = 64 * 2 ** 20;
const COPIES = Object.freeze({ most: 128, least: 4, bytes: 16 * 2 ** 20 });

/**
 * The milliseconds of one call of each operation. They run one after the other, whatever the number of inter-op
 * threads. Throws like `loadGraph`.
 */
export async function timeOperations(
  operations: readonly TimedOperation[],
  config: TimingConfig,
): Promise<readonly number[]> {
  const millis: number[] = [];
  for (let from = 0; from < operations.length; from += PER_GRAPH) {
    millis.push(...(await timeSome(operations.slice(from, from + PER_GRAPH), config)));
    config.onProgress?.(millis.length, operations.length);
  }
  return millis;
}

async function timeSome(
  operations: readonly TimedOperation[],
  { rounds, fromMemory = false, mostCopies = COPIES.most }: TimingConfig,
): Promise<readonly number[]> {
  const graph = createGraphBuilder();
  const variables = createVariables(graph);
  const aim = fromMemory ? BEYOND_CACHES : COPIES.bytes;
  const repeats = operations.map(({ bytes }) =>
    Math.max(COPIES.least, Math.min(mostCopies, Math.round(aim / Math.max(1, bytes)))),
  );
  const signatures: Record<string, Signature> = {};
  operations.forEach(({ op, attributes, inputs, bytes }, index) => {
    // More inputs than the caches can hold.
    const sets = fromMemory ? Math.max(1, Math.min(repeats[index], Math.ceil(BEYOND_CACHES / Math.max(1, bytes)))) : 1;
    const tensorsOf = (copy: number) =>
      inputs.map(({ type, shape, values }, slot) => {
        const place = slot * sets + (copy % sets);
        return type === "resource" ? variables.handle(type, shape, slot) : variables.value(type, shape, values, place);
      });
    const place = graph.within(`operation${index}`);
    const type = attributes.DstT ?? attributes.out_type ?? attributes.T ?? float.T;
    const copies = repeats[index];
    const forward = forwardOf[op];
    const addForward = (waits: readonly TensorName[], copy: number) =>
      place.add(forward, [tensorsOf(copy)[0], ...waits], attributes);
    const add = (waits: readonly TensorName[], copy: number): TensorName => {
      const tensors = tensorsOf(copy);
      const given = forward === undefined ? tensors : [tensors[0], addForward(waits, copy), ...tensors.slice(2)];
      return place.add(op, [...given, ...waits], attributes);
    };
    signatures[`operation${index}`] = chain(place, copies, add, hasOutput(op) ? type : undefined);
    if (forward !== undefined) signatures[`forward${index}`] = chain(place, copies, addForward, type);
  });
  // The overhead: the same calls without the operations.
  const one = variables.value("float32", [1], undefined, 0);
  for (const copies of [COPIES.least, mostCopies])
    signatures[`none${copies}`] = chain(graph.within(`none${copies}`), copies, () => one, float.T);
  signatures.fill = { inputs: {}, outputs: { done: { tensor: variables.fill(), type: "float32", shape: [] } } };

  const loaded = await loadGraph({ nodes: graph.nodes, signatures });
  try {
    loaded.run("fill", {}, []);
    const names = Object.keys(signatures).filter((name) => name !== "fill");
    const best = new Map<string, number>(names.map((name) => [name, Infinity]));
    const nothing: Readonly<Record<string, Feed>> = {};
    // The first two calls create executors and allocate buffers.
    for (let round = -2; round < rounds; round++)
      for (const name of names) {
        const start = performance.now();
        loaded.run(name, nothing, ["done"]);
        if (round >= 0) best.set(name, Math.min(best.get(name) as number, performance.now() - start));
      }
    const [few, many] = [COPIES.least, mostCopies].map((copies) => best.get(`none${copies}`) as number);
    const perCopy = Math.max(0, (many - few) / Math.max(1, mostCopies - COPIES.least));
    const perCall = few - COPIES.least * perCopy;
    return operations.map((_, index) => {
      const copies = repeats[index];
      const around = best.get(`forward${index}`) ?? perCall + copies * perCopy;
      return Math.max(0, ((best.get(`operation${index}`) as number) - around) / copies);
    });
  } finally {
    loaded.dispose();
  }
}

/**
 * oneDNN's gradient of a max pool uses what its forward pool stored, and a different kernel runs without it. So it is
 * timed together with its pool, whose time is then subtracted.
 */
const forwardOf: Readonly<Record<string, string>> = Object.freeze({ MaxPoolGrad: "MaxPool" });

const hasOutput = (op: string): boolean => op !== "ResourceApplyMomentum";

/**
 * `copies` of an operation, one after the other. TensorFlow's optimizer removes unread and merges equal nodes, so the
 * sizes of all outputs are summed, and each copy waits for a different node.
 */
function chain(
  graph: GraphBuilder,
  copies: number,
  add: (waits: readonly TensorName[], copy: number) => TensorName,
  type: Attribute | undefined,
): Signature {
  const sizes: TensorName[] = [];
  let waits: readonly TensorName[] = [];
  for (let copy = 0; copy < copies; copy++) {
    const output = add(waits, copy);
    if (type === undefined) waits = [`^${output}`];
    else {
      const size = graph.add("Size", [output, ...waits], { T: type, out_type: { type: "int32" } });
      sizes.push(size);
      waits = [`^${size}`];
    }
  }
  if (sizes.length === 0) {
    const zero = { type: "int32", shape: [], values: [0] } as const;
    sizes.push(graph.add("Const", waits, { dtype: { type: "int32" }, value: { constant: zero } }));
  }
  const done =
    sizes.length === 1 ? sizes[0] : graph.add("AddN", sizes, { T: { type: "int32" }, N: { int: sizes.length } });
  return { inputs: {}, outputs: { done: { tensor: done, type: "int32", shape: [] } } };
}

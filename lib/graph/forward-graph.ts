/** The forward pass as data, between a plan and TensorFlow; rewrites act on it. */
import type { OperationData, Parts } from "./ops/rule.js";
import { type ComputedOperation, ruleOf } from "./ops/table.js";

/** The input images, `[batch, height, width, channels]`. */
export interface ImagesOperation extends OperationData {
  readonly kind: "images";
}

/** The input labels, `[batch]` whole numbers. */
export interface LabelsOperation extends OperationData {
  readonly kind: "labels";
}

/** A piece of the flat vector of weights. */
export interface WeightOperation extends OperationData {
  readonly kind: "weight";
  /** Its first number in the vector; the numbers are row-major in `shape`. */
  readonly offset: number;
  readonly shape: readonly number[];
  /**
   * For some channels of a depthwise kernel: the kernel's shape and the first of the channels. `offset` is then the
   * kernel's.
   */
  readonly within?: { readonly shape: readonly number[]; readonly from: number };
}

/** An operation of the forward pass. */
export type ForwardOperation = ComputedOperation | ImagesOperation | LabelsOperation | WeightOperation;

/**
 * The forward pass: operations in an order in which they can be computed. An operation's input is a list of parts; if
 * its rule does not take several, they are joined before the graph is emitted.
 */
export interface ForwardGraph {
  readonly operations: readonly ForwardOperation[];
  /** Id of the operation that gives the logits `[batch, classes]`. */
  readonly logits: number;
  /** Id of the operation that gives the loss, one number. */
  readonly loss: number;
  /** Length of the flat vector of weights. */
  readonly parameterCount: number;
  /** Length of the flat vector of batch-normalization averages. */
  readonly averageCount: number;
  /** Whether products accumulate into sums while they are computed (see `addUp`); undefined means no. */
  readonly accumulatesProducts?: boolean;
}

/** An operation without an id. */
export type NewOperation = ForwardOperation extends infer O
  ? O extends ForwardOperation
    ? Omit<O, "id" | "path">
    : never
  : never;

/** A change to the forward pass that preserves its result. */
export type Rewrite = (forward: ForwardGraph) => ForwardGraph;

/**
 * Puts a concatenation before every operation with an input of several parts, joining equal parts only once. Every
 * graph goes through this last; rewrites before it replace joins by something faster.
 */
export const joinParts: Rewrite = (forward) => {
  const operations: ForwardOperation[] = [];
  const byId = new Map(forward.operations.map((operation) => [operation.id, operation]));
  const joined = new Map<string, Parts>();
  let nextId = 1 + Math.max(...byId.keys());

  const join = (parts: Parts): Parts => {
    if (parts.length === 1) return parts;
    const key = parts.join();
    const known = joined.get(key);
    if (known !== undefined) return known;
    const partChannels = parts.map((id) => (byId.get(id) as ForwardOperation).channels);
    const id = nextId++;
    const last = byId.get(parts[parts.length - 1]) as ForwardOperation;
    operations.push({
      id,
      path: last.path,
      kind: "concatenate",
      inputs: [parts],
      channels: partChannels.reduce((sum, channels) => sum + channels, 0),
      partChannels,
    });
    joined.set(key, [id]);
    return [id];
  };

  for (const operation of forward.operations) {
    const inputs = takesParts(operation) ? operation.inputs : operation.inputs.map(join);
    operations.push({ ...operation, inputs });
  }
  return { ...forward, operations };
};

function takesParts(operation: ForwardOperation): boolean {
  const isLeaf = operation.kind === "images" || operation.kind === "labels" || operation.kind === "weight";
  return !isLeaf && ruleOf(operation).takesParts === true;
}

/** The first channel of each part. */
export function startsOf(partChannels: readonly number[]): readonly number[] {
  let end = 0;
  return partChannels.map((channels) => (end += channels) - channels);
}

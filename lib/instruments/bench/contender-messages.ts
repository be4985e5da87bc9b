/** The messages between the benchmark and its contenders: one JSON message per line, one answer to each. */
import * as v from "valibot";
import { InputError } from "../../input/errors.js";
import { parseWith, type Schema } from "../../input/schema.js";
import { messageOf } from "../child-lines.js";
import type { TrainingProtocol } from "../../evaluation/messages.js";
import type { EngineName } from "../../graph/training-graph.js";
import type { Plan } from "../../network/plan.js";

/** The graph that is asked of our side: that of the fastest engine here, or of another. */
export type GraphKind = "fastest" | Exclude<EngineName, "fused">;

/** A request to a contender. kernel-setup/pytorch-peer/peer.py answers the same ones. */
export type ToContender =
  | {
      readonly kind: "open";
      readonly plan: Plan;
      readonly protocol: TrainingProtocol;
      /** `sample` or a folder with CIFAR-10, for hiernas. */
      readonly data: string;
      /** The folder with the same images as files, for the peer. */
      readonly images?: string;
      /** For hiernas only. Default: the fastest. */
      readonly graph?: GraphKind;
    }
  | { readonly kind: "train"; readonly batchSize: number }
  | { readonly kind: "score" }
  | { readonly kind: "evaluate"; readonly seed: string };

/** A contender is ready. */
export interface Opened {
  readonly kind: "opened";
  readonly versions: Readonly<Record<string, string>>;
  /** Our side only. */
  readonly engine?: EngineName;
}

/** One training step. */
export interface Trained {
  readonly kind: "trained";
  /** Milliseconds for the batch and the training step. */
  readonly millis: number;
  /** Milliseconds of these for the batch. */
  readonly dataMillis: number;
  /** Milliseconds of these inside TensorFlow's own call; from hiernas only. */
  readonly nativeMillis?: number;
  /** In nats. */
  readonly loss: number;
}

/** One batch of scoring images. */
export interface Scored {
  readonly kind: "scored";
  readonly millis: number;
}

/** A whole evaluation of one training. */
export interface Evaluated {
  readonly kind: "evaluated";
  /** Milliseconds from plan to accuracy. */
  readonly millis: number;
  /** Milliseconds of each training step, with its batch. */
  readonly trainingStepMillis: readonly number[];
  /** Milliseconds of recalibration and scoring. */
  readonly scoreMillis: number;
  /** 0 to 1. */
  readonly accuracy: number;
}

/** An answer of a contender. */
export type FromContender =
  | Opened
  | Trained
  | Scored
  | Evaluated
  | { readonly kind: "error"; readonly message: string; readonly isInput?: boolean };

const schemas: { readonly [K in FromContender["kind"]]: Schema<Extract<FromContender, { readonly kind: K }>> } = {
  opened: v.object({
    kind: v.literal("opened"),
    versions: v.record(v.string(), v.string()),
    engine: v.optional(v.picklist(["fused", "rewritten", "plain"])),
  }),
  trained: v.object({
    kind: v.literal("trained"),
    millis: v.number(),
    dataMillis: v.number(),
    nativeMillis: v.optional(v.number()),
    loss: v.number(),
  }),
  scored: v.object({ kind: v.literal("scored"), millis: v.number() }),
  evaluated: v.object({
    kind: v.literal("evaluated"),
    millis: v.number(),
    trainingStepMillis: v.array(v.number()),
    scoreMillis: v.number(),
    accuracy: v.number(),
  }),
  error: v.object({ kind: v.literal("error"), message: v.string(), isInput: v.optional(v.boolean()) }),
};

/**
 * The answer in a line of a contender's output; undefined for any other line, since libraries print lines too. A
 * malformed answer gives an Error that names the contender, `name`.
 */
export function answerOf(line: string, name: string): FromContender | Error | undefined {
  const message = messageOf(line);
  const kind = Object.keys(schemas).find((each) => each === message?.kind) as FromContender["kind"] | undefined;
  if (kind === undefined) return undefined;
  try {
    return parseWith<FromContender>(schemas[kind], message, `${name}: ${kind}`);
  } catch (error) {
    return error instanceof InputError ? new Error(error.message) : (error as Error);
  }
}

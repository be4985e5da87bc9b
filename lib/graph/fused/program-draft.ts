/** A program under construction while the forward pass is walked. */
import { type ForwardGraph, type ForwardOperation, startsOf, type WeightOperation } from "../forward-graph.js";
import type { ProgramInstruction, ProgramPart, ProgramTensor } from "./program.js";

/** Where a part of a value comes from: a tensor, possibly with a channelwise operation that its reader performs. */
export interface Source {
  readonly tensor: number;
  readonly via?: { readonly kind: "depthwise" | "averagePool"; readonly part: ProgramPart };
}

/** A tensor whose readers are still being found. */
export type TensorDraft = { -readonly [K in keyof ProgramTensor]: ProgramTensor[K] };

/** A part that is read unchanged. */
export const plainPart = Object.freeze({
  mode: "direct",
  kernel: 1,
  stride: 1,
  dilation: 1,
  filter: 0,
  filterRow: 0,
  weight: 0,
  tapRows: 0,
} as const);

/**
 * An empty program for a forward pass, to which tensors and instructions are added; it also answers questions about the
 * forward pass.
 */
export function createProgramDraft(forward: ForwardGraph) {
  const byId = new Map(forward.operations.map((operation) => [operation.id, operation]));
  const readers = readersOf(forward);
  const tensors: TensorDraft[] = [];
  const instructions: ProgramInstruction[] = [];
  const values = new Map<number, readonly Source[]>();
  const made = new Map<string, number>();
  const shared = new Set<number>();

  const newTensor = (channels: number, size: string): number =>
    tensors.push({ channels, size, activation: "none" }) - 1;
  const put = (kind: ProgramInstruction["kind"], channels: number, parts: readonly ProgramPart[], size?: string) => {
    const { tensor, stride } = parts[0];
    const output = newTensor(channels, size ?? sizeAfter(tensors[tensor].size, stride));
    instructions.push({ kind, output, parts });
    return output;
  };
  /** Adds an instruction, once for the same operation on the same tensor. */
  const putOnce = (kind: ProgramInstruction["kind"], part: ProgramPart, size?: string): number => {
    const key = JSON.stringify([kind, part]);
    const known = made.get(key) ?? put(kind, tensors[part.tensor].channels, [part], size);
    made.set(key, known);
    shared.add(known);
    return known;
  };
  const settled = ({ tensor, via }: Source): number =>
    via === undefined ? tensor : putOnce(via.kind, { ...via.part, mode: "direct" });
  const inputParts = (operation: ForwardOperation): readonly Source[] =>
    operation.inputs[0].flatMap((id) => values.get(id) as readonly Source[]);
  const channelsBefore = (list: readonly Source[]): readonly number[] =>
    startsOf(list.map(({ tensor }) => tensors[tensor].channels));
  /** Whether the operation is the only reader of its input, so that its work can be left to its own readers. */
  const isOnlyReader = (operation: ForwardOperation): boolean =>
    operation.inputs[0].every((id) => (readers.get(id) as readonly ForwardOperation[]).length === 1);
  const onRead = (
    operation: ForwardOperation,
    change: (draft: TensorDraft, from: number) => boolean,
  ): readonly Source[] => {
    const list = inputParts(operation);
    const starts = channelsBefore(list);
    return list.map((source, index) => {
      const tensor = settled(source);
      if (tensor !== 0 && !shared.has(tensor) && isOnlyReader(operation) && change(tensors[tensor], starts[index]))
        return { tensor };
      const copy = put("copy", tensors[tensor].channels, [{ ...plainPart, tensor }]);
      change(tensors[copy], starts[index]);
      return { tensor: copy };
    });
  };
  const kernelOf = (operation: ForwardOperation): { readonly weight: WeightOperation; readonly dilation: number } => {
    const given = byId.get(operation.inputs[1][0]) as ForwardOperation;
    const weight = given.kind === "dilateKernel" ? byId.get(given.inputs[0][0]) : given;
    if (weight?.kind !== "weight") throw new Error(`${operation.path}: its kernel is a ${weight?.kind}`);
    return { weight, dilation: given.kind === "dilateKernel" ? given.dilation : 1 };
  };

  /** Whether all readers are products, that is, 1×1 convolutions at stride 1. */
  const readByProducts = (id: number): boolean =>
    (readers.get(id) ?? []).every(
      (reader) => reader.kind === "convolution" && reader.stride === 1 && kernelOf(reader).weight.shape[0] === 1,
    );
  return {
    tensors,
    instructions,
    values,
    readers,
    byId,
    newTensor,
    put,
    putOnce,
    settled,
    inputParts,
    channelsBefore,
    isOnlyReader,
    onRead,
    kernelOf,
    readByProducts,
  };
}

const sizeAfter = (size: string, stride: number): string => (stride === 1 ? size : `${size}/${stride}`);

function readersOf({ operations }: ForwardGraph): ReadonlyMap<number, readonly ForwardOperation[]> {
  const readers = new Map<number, ForwardOperation[]>();
  for (const operation of operations)
    for (const id of operation.inputs.flat()) readers.set(id, [...(readers.get(id) ?? []), operation]);
  return readers;
}

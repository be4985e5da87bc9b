/**
 * Forward pass → program of the fused operation. Normalization and activation move to whoever reads a tensor, concatenations become parts of products, depthwise convolutions and average pools go
 * into the product that reads them. Ours.
 */
import type { ForwardGraph, ForwardOperation, WeightOperation } from "../forward-graph.js";
import type { Program, ProgramInstruction, ProgramNorm, ProgramPart, ProgramTensor } from "./program.js";
import { orderByLevel } from "./order-by-level.js";

/** Where a part of a value comes from: a tensor, perhaps with an operation by channel that its reader does itself. */
interface Source {
  readonly tensor: number;
  readonly via?: { readonly kind: "depthwise" | "averagePool"; readonly part: ProgramPart };
}

type Draft = { -readonly [K in keyof ProgramTensor]: ProgramTensor[K] };

const plainPart = Object.freeze({
  mode: "direct",
  kernel: 1,
  stride: 1,
  dilation: 1,
  filter: 0,
  filterRow: 0,
  weight: 0,
  tapRows: 0,
} as const);

/** The program of a forward pass as `lowerPlan` gives it (no rewrites). Ours. */
export function compileProgram(forward: ForwardGraph): Program {
  const byId = new Map(forward.operations.map((operation) => [operation.id, operation]));
  const readers = readersOf(forward);
  const tensors: Draft[] = [];
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
  /** The same operation on the same tensor is one instruction. */
  const putOnce = (kind: ProgramInstruction["kind"], part: ProgramPart, size?: string): number => {
    const key = JSON.stringify([kind, part]);
    const known = made.get(key) ?? put(kind, tensors[part.tensor].channels, [part], size);
    made.set(key, known);
    shared.add(known);
    return known;
  };
  const settled = ({ tensor, via }: Source): number =>
    via === undefined ? tensor : putOnce(via.kind, { ...via.part, mode: "direct" });
  const settledAll = (id: number): readonly number[] => (values.get(id) as readonly Source[]).map(settled);
  const inputParts = (operation: ForwardOperation): readonly Source[] =>
    operation.inputs[0].flatMap((id) => values.get(id) as readonly Source[]);
  const channelsBefore = (list: readonly Source[]): readonly number[] => {
    let end = 0;
    return list.map(({ tensor }) => (end += tensors[tensor].channels) - tensors[tensor].channels);
  };
  /** Whether what is done to the operation's output can be left to its readers: nobody else reads it as it is. */
  const isOnlyReader = (operation: ForwardOperation): boolean =>
    operation.inputs[0].every((id) => (readers.get(id) as readonly ForwardOperation[]).length === 1);
  const onRead = (operation: ForwardOperation, change: (draft: Draft, from: number) => boolean): readonly Source[] => {
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

  /** Whether all readers are products: convolutions with a 1×1 kernel at stride 1. */
  const readByProducts = (id: number): boolean =>
    (readers.get(id) ?? []).every(
      (reader) => reader.kind === "convolution" && reader.stride === 1 && kernelOf(reader).weight.shape[0] === 1,
    );

  for (const operation of forward.operations) {
    const { id, kind, channels } = operation;
    const give = (list: readonly Source[]): void => void values.set(id, list);
    switch (kind) {
      case "labels":
      case "weight":
      case "dilateKernel":
        break;
      case "images":
        give([{ tensor: newTensor(operation.channels, "") }]);
        break;
      case "convolution":
      case "product": {
        const { weight, dilation } = kernelOf(operation);
        const kernel = kind === "product" ? 1 : weight.shape[0];
        const stride = kind === "product" ? 1 : operation.stride;
        const isPlain = kernel === 1 && stride === 1;
        const list = inputParts(operation);
        const starts = channelsBefore(list);
        const tapRows = weight.shape[weight.shape.length - 2];
        const parts = list.map((source, index): ProgramPart => {
          const place = { weight: weight.offset + starts[index] * channels, tapRows };
          if (isPlain && source.via) return { ...source.via.part, ...place };
          const tensor = settled(source);
          return isPlain
            ? { ...plainPart, tensor, ...place }
            : { ...plainPart, tensor, mode: "gathered", kernel, stride, dilation, ...place };
        });
        const later = (part: ProgramPart) => part.mode === "averaged";
        // One product averages with one kernel; others are averaged before it.
        const { kernel: first } = parts.find(later) ?? plainPart;
        const fit = parts.map((part) =>
          later(part) && part.kernel !== first
            ? { ...part, ...plainPart, weight: part.weight, tapRows, tensor: putOnce("averagePool", asOwn(part)) }
            : part,
        );
        give([{ tensor: put("product", channels, inOrder(fit)) }]);
        break;
      }
      case "bias": {
        const [{ tensor }] = inputParts(operation);
        const index = instructions.findIndex(({ kind, output }) => kind === "product" && output === tensor);
        const bias = byId.get(operation.inputs[1][0]) as WeightOperation;
        if (index < 0 || !isOnlyReader(operation)) throw new Error(`${operation.path}: a bias of no product`);
        const { parts, ...product } = instructions[index];
        const ones: ProgramPart = { ...plainPart, tensor: parts[0].tensor, mode: "ones", weight: bias.offset };
        instructions[index] = { ...product, parts: [ones, ...parts] };
        give([{ tensor }]);
        break;
      }
      case "depthwiseConvolution": {
        const { weight, dilation } = kernelOf(operation);
        const list = inputParts(operation);
        const starts = channelsBefore(list);
        const filterRow = weight.shape[2];
        const { stride } = operation;
        const joins = readByProducts(id) && readers.get(id)?.length === 1;
        give(
          list.map((source, index) => {
            const tensor = settled(source);
            const filter = weight.offset + starts[index];
            const part = { ...plainPart, tensor, kernel: weight.shape[0], stride, dilation, filter, filterRow };
            return joins
              ? { tensor, via: { kind: "depthwise", part: { ...part, mode: "depthwise" } } }
              : { tensor: put("depthwise", tensors[tensor].channels, [part]) };
          }),
        );
        break;
      }
      case "maxPool":
      case "averagePool": {
        const { kernel, stride } = operation;
        const joins = kind === "averagePool" && stride === 1 && kernel % 2 === 1 && readByProducts(id);
        give(
          inputParts(operation).map((source) => {
            const tensor = settled(source);
            const part = { ...plainPart, tensor, kernel, stride };
            return joins
              ? { tensor, via: { kind: "averagePool", part: { ...part, mode: "averaged" } } }
              : { tensor: putOnce(kind, part) };
          }),
        );
        break;
      }
      case "batchNormalization": {
        const [scale, offset] = [1, 2].map((place) => byId.get(operation.inputs[place][0]) as WeightOperation);
        const { averages } = operation;
        give(
          onRead(operation, (draft, from) => {
            if (draft.norm !== undefined || draft.activation !== "none") return false;
            draft.norm = normAt(
              scale.offset + from,
              offset.offset + from,
              averages.mean + from,
              averages.variance + from,
            );
            return true;
          }),
        );
        break;
      }
      case "relu":
      case "softplus":
        give(
          onRead(operation, (draft) => {
            if (draft.activation !== "none") return false;
            draft.activation = kind;
            return true;
          }),
        );
        break;
      case "spatialMean":
        give(
          inputParts(operation).map((each) => ({
            tensor: putOnce("mean", { ...plainPart, tensor: settled(each) }, "mean"),
          })),
        );
        break;
      case "crossEntropy": {
        const [tensor] = settledAll(operation.inputs[0][0]);
        instructions.push({ kind: "loss", output: 0, parts: [{ ...plainPart, tensor }] });
        break;
      }
      default:
        throw new Error(
          `${operation.path}: the fused operation has no ${kind}; it takes the forward pass before rewrites`,
        );
    }
  }
  const { parameterCount, averageCount } = forward;
  return { tensors, instructions: orderByLevel(instructions), parameterCount, averageCount };
}

/** What a part gives to its tensor's gradient comes in this order: at once, when all lines are there, after the others. */
const inOrder = (parts: readonly ProgramPart[]): readonly ProgramPart[] => [
  ...parts.filter(({ mode }) => mode === "direct"),
  ...parts.filter(({ mode }) => mode === "depthwise" || mode === "gathered"),
  ...parts.filter(({ mode }) => mode === "averaged"),
];

const normAt = (scale: number, offset: number, mean: number, variance: number): ProgramNorm => ({
  scale,
  offset,
  mean,
  variance,
});

const asOwn = ({ tensor, kernel, stride }: ProgramPart): ProgramPart => ({ ...plainPart, tensor, kernel, stride });

const sizeAfter = (size: string, stride: number): string => (stride === 1 ? size : `${size}/${stride}`);

function readersOf({ operations }: ForwardGraph): ReadonlyMap<number, readonly ForwardOperation[]> {
  const readers = new Map<number, ForwardOperation[]>();
  for (const operation of operations)
    for (const id of operation.inputs.flat()) readers.set(id, [...(readers.get(id) ?? []), operation]);
  return readers;
}

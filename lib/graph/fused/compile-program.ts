/**
 * Forward pass → program of the fused operation. Normalization and activation move to the readers of a tensor,
 * concatenations become parts of products, and depthwise convolutions and average pools move into the product that
 * reads them.
 */
import type { ForwardGraph, WeightOperation } from "../forward-graph.js";
import { orderByLevel } from "./order-by-level.js";
import type { Program, ProgramPart } from "./program.js";
import { createProgramDraft, plainPart, type Source } from "./program-draft.js";

/** The program of a forward pass from `lowerPlan`, without rewrites. */
export function compileProgram(forward: ForwardGraph): Program {
  const draft = createProgramDraft(forward);
  const { tensors, instructions, values, readers, byId, newTensor, put, putOnce, settled } = draft;
  const { inputParts, channelsBefore, isOnlyReader, onRead, kernelOf, readByProducts } = draft;
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
        // A product averages with a single kernel; parts with another are averaged before it.
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
        if (index < 0 || !isOnlyReader(operation)) throw new Error(`${operation.path}: a bias without a product`);
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
      case "subsample": {
        // The average of one pixel is that pixel, which a product gathers itself.
        const { stride } = operation;
        give(
          inputParts(operation).map((source) => {
            const tensor = settled(source);
            return { tensor, via: { kind: "averagePool", part: { ...plainPart, tensor, mode: "gathered", stride } } };
          }),
        );
        break;
      }
      case "batchNormalization": {
        const [scale, offset] = [1, 2].map((place) => byId.get(operation.inputs[place][0]) as WeightOperation);
        const { averages } = operation;
        give(
          onRead(operation, (tensor, from) => {
            if (tensor.norm !== undefined || tensor.activation !== "none") return false;
            tensor.norm = {
              scale: scale.offset + from,
              offset: offset.offset + from,
              mean: averages.mean + from,
              variance: averages.variance + from,
            };
            return true;
          }),
        );
        break;
      }
      case "relu":
      case "softplus":
        give(
          onRead(operation, (tensor) => {
            if (tensor.activation !== "none") return false;
            tensor.activation = kind;
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
        const [logits] = inputParts(operation);
        instructions.push({ kind: "loss", output: 0, parts: [{ ...plainPart, tensor: settled(logits) }] });
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

/**
 * Parts contribute to their tensor's gradient in this order: immediately, once all rows are complete, after the others.
 */
const inOrder = (parts: readonly ProgramPart[]): readonly ProgramPart[] => [
  ...parts.filter(({ mode }) => mode === "direct"),
  ...parts.filter(({ mode }) => mode === "depthwise" || mode === "gathered"),
  ...parts.filter(({ mode }) => mode === "averaged"),
];

const asOwn = ({ tensor, kernel, stride }: ProgramPart): ProgramPart => ({ ...plainPart, tensor, kernel, stride });

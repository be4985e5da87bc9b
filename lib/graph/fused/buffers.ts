/** Assigns memory to the tensors of a program; tensors of equal size take turns. */
import { paddedChannels, type Program } from "./program.js";

/** The memory of a program: for each tensor the buffers of its values and of its gradient (−1: none). */
export interface Buffers {
  readonly values: readonly number[];
  readonly gradients: readonly number[];
  /** For each buffer one of its tensors; all of them have that size and those channels. */
  readonly likes: readonly number[];
}

/**
 * A program with a backward pass keeps every tensor, and each gradient from the first contribution, until the tensor's
 * own instruction has run backward: its memory then takes gradients. A forward-only program keeps a tensor until its
 * last reader has run.
 */
export function assignBuffers(program: Program, backward: boolean): Buffers {
  const { tensors, instructions } = program;
  const likes: number[] = [];
  const free = new Map<string, number[]>();
  const keyOf = (tensor: number) => `${tensors[tensor].size} ${paddedChannels(tensors[tensor].channels)}`;
  const take = (tensor: number): number => {
    const found = free.get(keyOf(tensor))?.pop();
    if (found !== undefined) return found;
    likes.push(tensor);
    return likes.length - 1;
  };
  const release = (tensor: number, buffer: number): void => {
    free.set(keyOf(tensor), [...(free.get(keyOf(tensor)) ?? []), buffer]);
  };
  const readsOf = (index: number) =>
    new Set(instructions[index].parts.filter(({ mode }) => mode !== "ones").map(({ tensor }) => tensor));
  const lastReader = new Map<number, number>();
  instructions.forEach((_, index) => readsOf(index).forEach((tensor) => lastReader.set(tensor, index)));

  const values = new Array<number>(tensors.length).fill(-1);
  const gradients = new Array<number>(tensors.length).fill(-1);
  values[0] = take(0);
  instructions.forEach(({ kind, output }, index) => {
    if (kind !== "loss") values[output] = take(output);
    if (backward) return;
    for (const tensor of readsOf(index)) if (lastReader.get(tensor) === index) release(tensor, values[tensor]);
  });
  if (!backward) return { values, gradients, likes };
  for (const [index, { kind, output }] of [...instructions.entries()].reverse()) {
    for (const tensor of readsOf(index)) if (tensor !== 0 && gradients[tensor] < 0) gradients[tensor] = take(tensor);
    if (kind === "loss") continue;
    release(output, values[output]);
    release(output, gradients[output]);
  }
  return { values, gradients, likes };
}

/** Orders instructions in waves, so that many share one wait for the sums of a whole batch. */
import type { ProgramInstruction } from "./program.js";

/** The same instructions by the length of their longest chain of dependencies, shortest first; the loss stays last. */
export function orderByLevel(instructions: readonly ProgramInstruction[]): readonly ProgramInstruction[] {
  const levels = new Map<number, number>([[0, 0]]);
  const levelled = instructions.map((instruction) => {
    const inputs = instruction.parts.map(({ tensor }) => levels.get(tensor) ?? 0);
    const level = 1 + Math.max(...inputs);
    if (instruction.kind !== "loss") levels.set(instruction.output, level);
    return { instruction, level: instruction.kind === "loss" ? Infinity : level };
  });
  return levelled.sort((one, other) => one.level - other.level).map(({ instruction }) => instruction);
}

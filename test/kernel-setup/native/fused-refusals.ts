// Programs and calls that compileProgram never makes, with the fused kernels' messages about them.
import { encodeProgram } from "../../../lib/graph/fused/encode-program.js";
import type { Program, ProgramInstruction, ProgramPart, ProgramTensor } from "../../../lib/graph/fused/program.js";
import { createRandom } from "../../../lib/random.js";
import { type OperationCase, operationCases, planOfCase } from "../../graph/fused/operation-cases.js";
import { programOf } from "../../graph/fused/programs.js";
import type { DriverCase } from "./fused-driver.js";

export interface Refusal extends DriverCase {
  readonly title: string;
  readonly message: RegExp;
}

const caseNamed = (name: string): OperationCase => {
  const found = operationCases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};

/**
 * A program with products, a depthwise convolution, an average and normalizations: one of each kind that the refusals
 * change.
 */
const sampleProgram = (): Program =>
  programOf(planOfCase(caseNamed("a normalization over a concatenation of other operations' values"), 8, 3));

export function refusals(): readonly Refusal[] {
  const good = sampleProgram();
  const numbers = encodeProgram(good, true);
  const given = { task: "train", size: [2, 6, 5], threads: 2, largestLabel: 3, program: numbers } as const;
  const refusal = (title: string, message: RegExp, change: Partial<DriverCase>): Refusal => ({
    ...given,
    ...change,
    title,
    message,
  });
  const changed = (title: string, message: RegExp, change: (program: Program) => Program): Refusal =>
    refusal(title, message, { program: encodeProgram(change(good), true) });
  const inInstruction = (kind: ProgramInstruction["kind"], change: (part: ProgramPart) => ProgramPart) => {
    const index = good.instructions.findIndex((instruction) => instruction.kind === kind);
    return (program: Program): Program => ({
      ...program,
      instructions: program.instructions.map((instruction, at) =>
        at === index ? { ...instruction, parts: instruction.parts.map(change) } : instruction,
      ),
    });
  };
  const inTensor =
    (index: number, change: Partial<ProgramTensor>) =>
    (program: Program): Program => ({
      ...program,
      tensors: program.tensors.map((tensor, at) => (at === index ? { ...tensor, ...change } : tensor)),
    });
  const numberAt = (index: number, value: number): readonly number[] =>
    numbers.map((number, at) => (at === index ? value : number));
  const normalized = good.tensors.findIndex(({ norm }) => norm !== undefined);
  const norm = good.tensors[normalized].norm as NonNullable<ProgramTensor["norm"]>;
  const place = (what: string) =>
    new RegExp(`^error program, number \\d+: ${what} is -?\\d+, must be from -?\\d+ to \\d+$`);
  return [
    refusal("a program of another version", place("the version"), { program: numberAt(0, 2) }),
    refusal("a program without numbers", /^error program: ends before the version$/, { program: [] }),
    refusal("a program that ends early", /^error program: ends before rows of a tap$/, {
      program: numbers.slice(0, -1),
    }),
    refusal("half a program", /^error program: ends before /, { program: numbers.slice(0, numbers.length / 2) }),
    refusal("numbers that are left over", /^error program: numbers are left over$/, { program: [...numbers, 0] }),
    refusal("a negative count of weights", place("the count of weights"), { program: numberAt(2, -1) }),
    refusal("no tensors", place("the count of tensors"), { program: numberAt(5, 0) }),
    refusal("no buffers", place("the count of buffers"), { program: numberAt(4, 0) }),
    changed(
      "a missing tensor",
      place("a part's tensor"),
      inInstruction("product", (part) => ({ ...part, tensor: 99 })),
    ),
    changed(
      "a kernel of 0",
      place("a kernel"),
      inInstruction("product", (part) => ({ ...part, kernel: 0 })),
    ),
    changed(
      "weights beyond the vector",
      /^error program: weights at \d+ reaches beyond \d+ numbers$/,
      inInstruction("product", (part) => ({ ...part, weight: good.parameterCount - 1 })),
    ),
    changed(
      "a filter beyond the vector",
      /^error program: a filter at \d+ reaches beyond \d+ numbers$/,
      inInstruction("depthwise", (part) => ({ ...part, filter: good.parameterCount - 1 })),
    ),
    changed(
      "a scale beyond the vector",
      /^error program: a scale at \d+ reaches beyond \d+ numbers$/,
      inTensor(normalized, { norm: { ...norm, scale: good.parameterCount - 1 } }),
    ),
    changed(
      "a variance beyond the averages",
      /^error program: a variance at \d+ reaches beyond \d+ numbers$/,
      inTensor(normalized, { norm: { ...norm, variance: good.averageCount - 1 } }),
    ),
    changed(
      "another count of channels in an operation by channel",
      /^error program: an operation by channel changes the channels$/,
      inTensor(good.instructions.find(({ kind }) => kind === "depthwise")?.output ?? -1, { channels: 9 }),
    ),
    changed(
      "a plain part of a product that strides",
      /^error program: /,
      inInstruction("product", (part) => ({ ...part, stride: 2 })),
    ),
    refusal("a copy that strides", /^error program: /, {
      size: [2, 8, 8],
      program: encodeProgram(withCopiesStriding(), true),
    }),
    refusal("an order in which a tensor is read before it is written", /^error program: a tensor is read before/, {
      task: "score",
      program: withLastTwoSwapped(),
    }),
    refusal("a program without a loss", /^error program: the loss must be its last instruction$/, {
      task: "score",
      program: encodeProgram({ ...good, instructions: good.instructions.slice(0, -1) }, false),
    }),
    changed(
      "two parts of an operation that takes one",
      /^error program: only products take several parts$/,
      (program) => ({
        ...program,
        instructions: program.instructions.map((instruction) =>
          instruction.kind === "averagePool"
            ? { ...instruction, parts: [...instruction.parts, ...instruction.parts] }
            : instruction,
        ),
      }),
    ),
    changed("tensors of several sizes in one buffer", /^error tensors of two sizes share a buffer$/, (program) => ({
      ...program,
      tensors: program.tensors.map((tensor) => ({ ...tensor, size: "one" })),
    })),
    refusal("training with a program that only goes forward", /^error this program only goes forward$/, {
      program: encodeProgram(good, false),
    }),
    refusal("a label out of range", /^error label 1 is 4, must be from 0 to 3$/, { largestLabel: 4 }),
    refusal("a label below 0", /^error label 1 is -1, must be from 0 to 3$/, { task: "score", largestLabel: -1 }),
    refusal("a batch without images", /^error a batch without images or pixels$/, { size: [0, 6, 5] }),
    refusal("images without pixels", /^error a batch without images or pixels$/, { size: [2, 0, 5] }),
  ];
}

/** The numbers of a valid program with the two instructions before the loss swapped. */
function withLastTwoSwapped(): readonly number[] {
  const good = sampleProgram();
  const numbers = encodeProgram(good, false);
  const [one, two, loss] = good.instructions.slice(-3).map(({ parts }) => 3 + 9 * parts.length);
  const at = numbers.length - one - two - loss;
  const [first, second] = [numbers.slice(at, at + one), numbers.slice(at + one, at + one + two)];
  return [...numbers.slice(0, at), ...second, ...first, ...numbers.slice(-loss)];
}

function withCopiesStriding(): Program {
  const program = programOf(planOfCase(caseNamed("a normalization of what was activated"), 8, 3));
  return {
    ...program,
    instructions: program.instructions.map((instruction) =>
      instruction.kind === "copy"
        ? { ...instruction, parts: instruction.parts.map((part) => ({ ...part, stride: 2 })) }
        : instruction,
    ),
  };
}

/** Programs of single operations with one number changed. */
export function changedPrograms(seed: string, count: number): readonly DriverCase[] {
  const random = createRandom(seed);
  const programs = operationCases.map((each) => encodeProgram(programOf(planOfCase(each, 5, 3)), true));
  return Array.from({ length: count }, () => {
    const program = [...random.pick(programs)];
    const at = random.integer(program.length);
    program[at] = random.pick([-1, 0, 1, 2, 3, 5, 8, 9, 17, 1000, program[at] - 1, program[at] + 1]);
    return { task: "train", size: [3, 5, 4], threads: 2, largestLabel: 3, program };
  });
}

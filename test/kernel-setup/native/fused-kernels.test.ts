// The fused kernels without TensorFlow: under sanitizers, and given programs that no compiler of ours makes (ours).
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { encodeProgram } from "../../../lib/graph/fused/encode-program.js";
import type { Program, ProgramInstruction, ProgramPart, ProgramTensor } from "../../../lib/graph/fused/program.js";
import { createRandom } from "../../../lib/random.js";
import { genotypes } from "../../graph/fused/nine-genotypes.js";
import { type OperationCase, operationCases, planOfCase } from "../../graph/fused/operation-cases.js";
import { programOf } from "../../graph/fused/programs.js";
import { smallPlan } from "../../graph/rewrites/observe-graph.js";
import { buildDriver, type DriverCase, runCases, whyNot } from "./fused-driver.js";

/** Every operation once, at sizes that take turns. */
function operationRuns(): readonly DriverCase[] {
  const sizes = [
    [3, 5, 4],
    [2, 9, 8],
    [1, 1, 1],
    [5, 2, 3],
  ] as const;
  return operationCases.flatMap((each, index): readonly DriverCase[] => {
    const program = programOf(
      planOfCase(each, [5, 12, 17, 24][index % 4], [1, 3, 8, 9][index % 4]),
      each.whole ? "none" : "smooth",
    );
    const given = { size: sizes[index % 4], threads: 1 + (index % 4), largestLabel: 3 };
    const other = index % 2 === 0 ? "statistics" : "score";
    return [
      { ...given, task: "train", program: encodeProgram(program, true) },
      { ...given, task: other, program: encodeProgram(program, false) },
    ];
  });
}

const THREADS = [1, 2, 3, 4] as const;

/** Whole networks with every number of threads: their results stand one behind the other. */
function networkRuns(): readonly DriverCase[] {
  return genotypes
    .filter((_, index) => index % 4 < 2)
    .flatMap(([, genotype], index) => {
      const program = encodeProgram(programOf(smallPlan(genotype())), true);
      const size = [7 - index, 9, 8] as const;
      return THREADS.map((threads) => ({ task: "train" as const, size, threads, largestLabel: 9, program }));
    });
}

const hasAvx2 =
  process.arch === "x64" &&
  fs.existsSync("/proc/cpuinfo") &&
  /^flags\s*:.* avx2 .*/m.test(fs.readFileSync("/proc/cpuinfo", "utf8"));

const sanitizers = [
  {
    name: "AddressSanitizer and UndefinedBehaviorSanitizer",
    flags: ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
    lanes: hasAvx2 ? 8 : 4,
  },
  { name: "ThreadSanitizer", flags: ["-fsanitize=thread"], lanes: 4 },
].map((each) => ({ ...each, missing: whyNot(each.flags) }));

describe("the fused kernels by themselves", function () {
  this.timeout(240_000);

  let folder = "";
  const built = new Map<string, Promise<string>>();
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-kernels-"));
    for (const { name, flags, lanes, missing } of sanitizers) {
      if (missing !== "") continue;
      const own = fs.mkdtempSync(path.join(folder, "build-"));
      built.set(name, buildDriver(own, flags, lanes));
    }
    for (const each of built.values()) each.catch(() => undefined);
  });
  after(async () => {
    await Promise.allSettled(built.values());
    fs.rmSync(folder, { recursive: true });
  });

  for (const { name, missing } of sanitizers) {
    const test = missing === "" ? it : it.skip;
    const reason = missing === "" ? "" : ` (skipped: ${missing})`;
    test(`do nothing that ${name} forbids, and give the same with every number of threads${reason}`, async () => {
      const program = (await built.get(name)) as string;
      const [operations, networks] = await Promise.all(
        [operationRuns(), networkRuns()].map((cases) => runCases(program, cases)),
      );
      for (const line of [...operations, ...networks]) assert.match(line, /^ok /);
      for (let from = 0; from < networks.length; from += THREADS.length)
        assert.equal(new Set(networks.slice(from, from + THREADS.length)).size, 1, networks.join("\n"));
    });
  }

  const [{ name: strict, missing }] = sanitizers;
  const reason = missing === "" ? "" : ` (skipped: ${missing})`;
  (missing === "" ? describe : describe.skip)(`refuse in one line${reason}`, () => {
    for (const { title, message, ...given } of refusals()) {
      it(title, async () => {
        const [line] = await runCases((await built.get(strict)) as string, [given]);
        assert.match(line, message);
      });
    }

    it("or bear whatever number of a program is another", async () => {
      const lines = await runCases((await built.get(strict)) as string, changedPrograms("changed", 400));
      for (const line of lines) assert.match(line, /^(ok|error) /);
    });
  });
});

interface Refusal extends DriverCase {
  readonly title: string;
  readonly message: RegExp;
}

const caseNamed = (name: string): OperationCase => {
  const found = operationCases.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
};

/** A program with products, a depthwise convolution, an average, normalizations: one of each that the refusals change. */
const sampleProgram = (): Program =>
  programOf(planOfCase(caseNamed("a normalization over a concatenation of other operations' values"), 8, 3));

function refusals(): readonly Refusal[] {
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
      "a tensor that is not there",
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
      program: encodeProgram(
        { ...good, instructions: [...good.instructions.slice(0, -1).reverse(), ...good.instructions.slice(-1)] },
        false,
      ),
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
function changedPrograms(seed: string, count: number): readonly DriverCase[] {
  const random = createRandom(seed);
  const programs = operationCases.map((each) => encodeProgram(programOf(planOfCase(each, 5, 3)), true));
  return Array.from({ length: count }, () => {
    const program = [...random.pick(programs)];
    const at = random.integer(program.length);
    program[at] = random.pick([-1, 0, 1, 2, 3, 5, 8, 9, 17, 1000, program[at] - 1, program[at] + 1]);
    return { task: "train", size: [3, 5, 4], threads: 2, largestLabel: 3, program };
  });
}

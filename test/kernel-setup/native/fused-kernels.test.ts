// The fused kernels without TensorFlow: under sanitizers, and with programs that compileProgram never makes.
import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { encodeProgram } from "../../../lib/graph/fused/encode-program.js";
import { genotypes } from "../../graph/rewrites/nine-genotypes.js";
import { operationCases, planOfCase } from "../../graph/fused/operation-cases.js";
import { programOf } from "../../graph/fused/programs.js";
import { wideCases } from "../../graph/fused/wide-cases.js";
import { smallPlan } from "../../graph/rewrites/observe-graph.js";
import { buildDriver, compiler, type DriverCase, findWatch, runCases } from "./fused-driver.js";
import { changedPrograms, refusals } from "./fused-refusals.js";

/** Every operation once, at alternating sizes. */
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

/** Whole networks with every number of threads; the results of one network are adjacent. */
function networkRuns(): readonly DriverCase[] {
  return genotypes
    .filter((_, index) => index % 4 < 2)
    .flatMap(([, genotype], index) => {
      const program = encodeProgram(programOf(smallPlan(genotype())), true);
      const size = [7 - index, 9, 8] as const;
      return THREADS.map((threads) => ({ task: "train" as const, size, threads, largestLabel: 9, program }));
    });
}

/** Wide networks with one and three threads; the results of one network are adjacent. */
function wideRuns(): readonly DriverCase[] {
  return wideCases.flatMap(({ operation, channels, sizes }, index) => {
    const program = encodeProgram(programOf(planOfCase(operation, channels, 3)), true);
    const size = sizes[index % sizes.length];
    return [1, 3].map((threads) => ({ task: "train" as const, size, threads, largestLabel: 3, program }));
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
].map((each) => ({ ...each, ...findWatch(each.flags) }));

/** Added to a title: what cannot watch here. The same is run all the same. */
const unwatched = (name: string, missing: string): string => (missing === "" ? "" : ` (without ${name}: ${missing})`);

// Without a compiler there are no fused kernels either.
(compiler === undefined ? describe.skip : describe)("the fused kernels by themselves", function () {
  this.timeout(240_000);

  let folder = "";
  const drivers = new Map<string, Promise<readonly string[]>>();
  before(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "hiernas-kernels-"));
    for (const { name, flags, starter, lanes } of sanitizers) {
      const own = fs.mkdtempSync(path.join(folder, "build-"));
      const driver = buildDriver(own, flags, lanes).then((program) => [...starter, program]);
      driver.catch(() => undefined);
      drivers.set(name, driver);
    }
  });
  after(async () => {
    await Promise.allSettled(drivers.values());
    fs.rmSync(folder, { recursive: true });
  });
  const run = async (name: string, cases: readonly DriverCase[]) =>
    runCases((await drivers.get(name)) as readonly string[], cases);

  for (const { name, missing } of sanitizers) {
    const does = missing === "" ? `do nothing that ${name} forbids, and` : "end by themselves, and";
    it(`${does} give the same with every number of threads${unwatched(name, missing)}`, async () => {
      const [operations, networks, wide] = await Promise.all(
        [operationRuns(), networkRuns(), wideRuns()].map((cases) => run(name, cases)),
      );
      for (const line of [...operations, ...networks, ...wide]) assert.match(line, /^ok /);
      for (let from = 0; from < networks.length; from += THREADS.length)
        assert.equal(new Set(networks.slice(from, from + THREADS.length)).size, 1, networks.join("\n"));
      for (let from = 0; from < wide.length; from += 2) assert.equal(wide[from], wide[from + 1]);
    });
  }

  const [{ name: strict, missing }] = sanitizers;
  describe(`refuse in one line${unwatched(strict, missing)}`, () => {
    for (const { title, message, ...given } of refusals()) {
      it(title, async () => {
        const [line] = await run(strict, [given]);
        assert.match(line, message);
      });
    }

    it("or survive a change of any number of a program", async () => {
      for (const line of await run(strict, changedPrograms("changed", 400))) assert.match(line, /^(ok|error) /);
    });
  });
});

import assert from "node:assert/strict";
import { comparePeer, type PeerTime } from "../../../lib/instruments/bench/known-peer.js";
import { describeMachine, findNoise, parseProcessor, processorWords } from "../../../lib/instruments/bench/machine.js";
import { otherCores, parseTicks, watchOtherWork } from "../../../lib/instruments/bench/other-work.js";
import { summarizeTimes } from "../../../lib/instruments/bench/summarize.js";

const times = (contender: string, millis: readonly number[]) =>
  summarizeTimes({ contender, threads: 1, processes: 1 }, millis);
const steady = [times("hiernas", [100, 101, 102])];
const quiet = { loadBefore: 0.1, loadAfter: 2.1, otherWork: 0.02 };

describe("a benchmark's noise warnings", () => {
  it("are absent on a quiet machine, and when other processes' work is unknown", () => {
    assert.deepEqual(findNoise(quiet, 12, steady), []);
    assert.deepEqual(findNoise({ ...quiet, otherWork: null }, 12, steady), []);
  });

  it("ask for fewer training steps where each takes seconds", () => {
    const long = [times("hiernas", [2_000, 2_010, 2_020])];
    assert.deepEqual(findNoise(quiet, 3, long), []);
    assert.match(findNoise(quiet, 2, long)[0], /only 2 training steps each, a median needs 3/);
    assert.match(findNoise(quiet, 3, [...long, ...steady])[0], /a median needs 12/);
  });

  it("name too few training steps, loads before and after, other processes' work, and wide spreads", () => {
    const noisy = { loadBefore: 1.5, loadAfter: 3.25, otherWork: 0.7 };
    const noise = findNoise(noisy, 3, [...steady, times("PyTorch, 1 thread", [100, 200, 300])]);
    assert.equal(noise.length, 5);
    assert.match(noise[0], /only 3 training steps/);
    assert.match(noise[1], /load was 1\.50 before the start/);
    assert.match(noise[2], /load was 3\.25 after the end/);
    assert.match(noise[3], /other processes kept 0\.70 cores busy/);
    assert.match(noise[4], /1 of 2 medians spread .*PyTorch, 1 thread: 50 %/);
  });
});

describe("the work of other processes", () => {
  const stat = (cpu: string) => `cpu  ${cpu}\ncpu0 1 2 3\ncpu1 1 2 3\nintr 5\n`;
  const self = (own: string) => `77 (a (b) c) S 1 77 77 0 -1 4194304 1 2 3 4 ${own} 20 0 1 0 99`;

  it("is the cores' busy time, stolen time included, less the benchmark's own with ended children", () => {
    const before = parseTicks(stat("100 0 50 800 10 0 0 40 0 0"), self("10 5 3 2"));
    assert.deepEqual(before, { cores: 2, total: 1_000, busy: 190, own: 20 });
    const after = parseTicks(stat("250 0 60 1600 30 0 0 60 0 0"), self("40 15 50 15"));
    // 2,000 - 1,000 ticks of two cores; busy 370 - 190, of which the benchmark's own are 120 - 20.
    assert.equal(otherCores(before, after), 0.16);
  });

  it("is known on this machine or null, and never below 0", () => {
    const stop = watchOtherWork();
    const told = stop();
    assert.ok(told === null || (told >= 0 && told <= describeMachine().cores));
    assert.equal(otherCores({ cores: 1, total: 0, busy: 0, own: 0 }, { cores: 1, total: 9, busy: 1, own: 3 }), 0);
  });
});

describe("a processor", () => {
  const info = (maker: string, family: number, model: number, flags: string) =>
    `processor\t: 0\nvendor_id\t: ${maker}\ncpu family\t: ${family}\nmodel\t\t: ${model}\nmodel name\t: Some\nflags\t\t: ${flags}\n`;

  it("is identified by vendor, family and model, and by its widest vectors", () => {
    assert.deepEqual(parseProcessor(info("GenuineIntel", 6, 143, "sse avx2 avx512f")), {
      processorModel: "GenuineIntel 6/143",
      instructions: "AVX-512",
    });
    assert.equal(parseProcessor(info("AuthenticAMD", 23, 1, "sse avx2")).instructions, "AVX2");
    assert.deepEqual(parseProcessor(""), { processorModel: "", instructions: "" });
  });
});

describe("a machine in words", () => {
  it("names the restrictions on kernels", () => {
    const { heldTo } = describeMachine({
      HIERNAS_KERNELS: "avx2",
      ATEN_CPU_CAPABILITY: "avx2",
      HOME: "/",
      TF_NUM: "1",
    });
    assert.deepEqual(heldTo, ["HIERNAS_KERNELS=avx2", "ATEN_CPU_CAPABILITY=avx2"]);
    const machine = { ...describeMachine({}), processor: "Some" };
    assert.equal(processorWords({ ...machine, instructions: "" }), "Some");
    assert.equal(processorWords({ ...machine, instructions: "AVX2" }), "Some (AVX2)");
    assert.equal(
      processorWords({ ...machine, instructions: "AVX-512", heldTo }),
      `Some (AVX-512, restricted by ${heldTo.join(" ")})`,
    );
  });
});

describe("PyTorch's known times", () => {
  const xeon = {
    processor: "Intel(R) Xeon(R) Platinum 8481C",
    processorModel: "GenuineIntel 6/143",
    instructions: "AVX-512",
    heldTo: [],
    cores: 2,
    memoryBytes: 1e10,
    load: 0,
  } as const;
  const bothCores: PeerTime = {
    scale: "published",
    what: "bothCores",
    millis: 400,
    parameterCount: 542_138,
    torch: "2.15.0",
  };

  it("are compared on the same processor", () => {
    assert.match(comparePeer(xeon, bothCores), /PyTorch took 400 ms, within 15 % of the reference \(383 to 429 ms\)/);
    assert.match(comparePeer(xeon, { ...bothCores, millis: 600 }), /more than 15 % above .* flatter hiernas/);
    assert.match(comparePeer(xeon, { ...bothCores, millis: 300 }), /more than 15 % below/);
  });

  for (const [what, machine, time, why] of [
    [
      "another vendor",
      { ...xeon, processor: "AMD EPYC", processorModel: "AuthenticAMD 25/17" },
      {},
      /this machine has AMD EPYC AVX-512/,
    ],
    ["another generation of Xeon", { ...xeon, processorModel: "GenuineIntel 6/85" }, {}, /Sapphire Rapids/],
    ["hidden vectors", { ...xeon, instructions: "AVX2" }, {}, /Platinum 8481C AVX2/],
    ["restricted vectors", { ...xeon, heldTo: ["A=1", "B=2"] }, {}, /the reference ran without A=1 B=2/],
    ["more cores", { ...xeon, cores: 8 }, {}, /for 2 cores, this machine has 8/],
    ["another PyTorch", xeon, { torch: "2.1.0" }, /PyTorch 2\.15, this is 2\.1\.0/],
    ["another network", xeon, { parameterCount: 7 }, /for the published cell/],
  ] as const) {
    it(`are not compared with ${what}, with the reason`, () => {
      const line = comparePeer(machine, { ...bothCores, ...time });
      assert.match(line, /cannot be compared with the reference of 383 to 429 ms/);
      assert.match(line, why);
    });
  }
});

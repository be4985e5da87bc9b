import assert from "node:assert/strict";
import { encodeProgram } from "../../../lib/graph/fused/encode-program.js";
import { compileProgram } from "../../../lib/graph/fused/compile-program.js";
import { float } from "../../../lib/graph/graph-builder.js";
import { type Feed, loadGraph, type LoadedGraph } from "../../../lib/graph/session/loaded-graph.js";
import { lowerPlan } from "../../../lib/graph/lower-plan.js";
import { assembleTrainingGraph, buildTrainingGraph, trainingGraphDefaults } from "../../../lib/graph/training-graph.js";
import { openTrainingSession } from "../../../lib/graph/session/training-session.js";
import { planOfCase, operationCases } from "./operation-cases.js";

const plan = planOfCase(operationCases[0], 5, 3);
const [BATCH, HEIGHT, WIDTH] = [2, 4, 5];
const images = (...shape: readonly number[]): Feed => ({
  values: new Float32Array(shape.reduce((product, side) => product * side, 1)),
  shape,
});
const labels = (...values: readonly number[]): Feed => ({ values: Int32Array.from(values), shape: [values.length] });
const rate: Feed = { values: Float32Array.of(0.1), shape: [] };

/** The operation's own line in TensorFlow's message. */
const saysOnly = (words: string) => (error: unknown) =>
  error instanceof Error && new RegExp(`HiernasNetwork: ${words}$`, "m").test(error.message);

describe("the fused operation, called without a training session's checks, says in one line that", function () {
  this.timeout(60_000);

  let loaded: LoadedGraph;
  before(async () => {
    loaded = await loadGraph(buildTrainingGraph(plan, { ...trainingGraphDefaults, graph: "fused", batchSize: BATCH }));
    const zeros = (length: number): Feed => ({ values: new Float32Array(length), shape: [length] });
    loaded.run("setWeights", { newWeights: zeros(plan.parameterCount) }, []);
    loaded.run("setAverages", { newAverages: zeros(plan.averageCount) }, []);
    loaded.run("score", { images: images(1, 1, 1, 3), labels: labels(0) }, ["loss"]);
  });
  after(() => loaded.dispose());

  const cases: readonly (readonly [title: string, words: string, call: () => unknown])[] = [
    [
      "a label is too large",
      "label 1 is 4, must be from 0 to 3",
      () =>
        loaded.run("train", { images: images(BATCH, HEIGHT, WIDTH, 3), labels: labels(0, 4), learningRate: rate }, [
          "loss",
        ]),
    ],
    [
      "a label is below 0",
      "label 0 is -1, must be from 0 to 3",
      () => loaded.run("score", { images: images(BATCH, HEIGHT, WIDTH, 3), labels: labels(-1, 0) }, ["loss"]),
    ],
    [
      "there are too few labels",
      "labels: side 0 is 1, must be 2",
      () => loaded.run("score", { images: images(BATCH, HEIGHT, WIDTH, 3), labels: labels(1) }, ["loss"]),
    ],
    [
      "there are no images",
      "a batch without images or pixels",
      () => loaded.run("score", { images: images(0, HEIGHT, WIDTH, 3), labels: labels() }, ["loss"]),
    ],
  ];
  for (const [title, words, call] of cases) it(title, () => assert.throws(call, saysOnly(words)));

  it("and works afterwards", () => {
    const feeds = { images: images(BATCH, HEIGHT, WIDTH, 3), labels: labels(0, 3) };
    const [[loss]] = loaded.run("score", feeds, ["loss"]);
    assert.ok(Math.abs(loss - Math.log(4)) < 1e-6, `weights of 0 give ${loss}`);
  });

  it("its program is invalid", async () => {
    const forward = lowerPlan(plan, { ...trainingGraphDefaults, batchSize: 2 });
    const numbers = encodeProgram(compileProgram(forward), true);
    const { parameterCount, averageCount } = plan;
    const graph = assembleTrainingGraph(
      { imageChannels: 3, parameterCount, averageCount },
      { momentum: 0, weightDecay: 0 },
      (builder, given) => {
        const nothing = builder.constant("float32", [0], []);
        const node = builder.add("HiernasNetwork", [given.images, given.labels, given.theta, nothing], {
          program: { ints: numbers.slice(0, -1) },
          task: { int: 0 },
          shards: { int: 4 },
          epsilon: { float: 1e-3 },
        });
        const zero = builder.add("Identity", [node], float);
        return { loss: node, gradient: `${node}:2`, correct: zero, scoringLoss: zero };
      },
    );
    const wrong = await loadGraph(graph).catch((error: unknown) => error);
    const call = (): void => {
      if (wrong instanceof Error) throw wrong;
      const feeds = { images: images(BATCH, HEIGHT, WIDTH, 3), labels: labels(0, 1), learningRate: rate };
      (wrong as LoadedGraph).run("train", feeds, ["loss"]);
    };
    assert.throws(call, saysOnly("program: ends before rows of a tap"));
    if (!(wrong instanceof Error)) (wrong as LoadedGraph).dispose();
  });
});

describe("a training session of the fused graph", function () {
  this.timeout(60_000);

  it("returns a loss that is not finite instead of throwing", async () => {
    const session = await openTrainingSession(plan, 1, { graph: "fused" });
    session.setWeights(session.weights().fill(Number.NaN));
    const batch = { images: new Float32Array(60), labels: Int32Array.of(1), shape: [1, 4, 5, 3] as const };
    assert.ok(Number.isNaN(session.train(batch, 0.1).loss));
    session.dispose();
  });
});

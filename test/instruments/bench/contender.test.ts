import assert from "node:assert/strict";
import { type Contender, ourCommand, startContender } from "../../../lib/instruments/bench/contender.js";
import { measureTrainingSteps, type TrainingTurn } from "../../../lib/instruments/bench/measure.js";
import { smokeProtocol } from "../../../lib/evaluation/protocol.js";
import { trivialGenotype } from "../../../lib/genotype/initialize.js";
import { hierarchicalSpace } from "../../../lib/genotype/space.js";
import { InputError } from "../../../lib/input/errors.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { graphFoldersOf, isRunning } from "../../evaluation/processes.js";

const { network, ...protocol } = smokeProtocol;
const plan = planNetwork(trivialGenotype(hierarchicalSpace), network);
const opening = { kind: "open", plan, protocol, data: "sample" } as const;

describe("a contender", () => {
  let contender: Contender;
  beforeEach(() => {
    contender = startContender(ourCommand("hiernas", 1));
  });
  afterEach(() => contender.end());

  it("opens, trains at any batch size, scores and evaluates, with the time of each", async () => {
    const { versions, engine } = await contender.open(opening);
    assert.match(versions.tensorflow, /^\d+\.\d+/);
    assert.ok(engine === "fused" || engine === "rewritten");
    for (const batchSize of [4, 8]) {
      const { millis, dataMillis, nativeMillis = NaN, loss } = await contender.train(batchSize);
      assert.ok(dataMillis > 0 && nativeMillis > 0 && dataMillis + nativeMillis <= millis);
      assert.ok(Number.isFinite(loss));
    }
    assert.ok((await contender.score()).millis > 0);
    const { millis, trainingStepMillis, scoreMillis, accuracy } = await contender.evaluate("3");
    assert.equal(trainingStepMillis.length, protocol.trainingSteps);
    assert.ok(scoreMillis + trainingStepMillis.reduce((sum, each) => sum + each, 0) <= millis);
    assert.ok(accuracy >= 0 && accuracy <= 1);
  });

  it("trains the requested graph; the rewritten and the plain one use TensorFlow's own operations", async () => {
    for (const graph of ["rewritten", "plain"] as const) {
      const { engine } = await contender.open({ ...opening, graph });
      assert.equal(engine, graph);
      assert.ok(Number.isFinite((await contender.train(4)).loss));
      assert.equal((await contender.evaluate("1")).trainingStepMillis.length, protocol.trainingSteps);
    }
  });

  it("continues with each batch size's images when sizes take turns", async () => {
    await contender.open(opening);
    const losses = [];
    for (const batchSize of [4, 8, 4, 8]) losses.push((await contender.train(batchSize)).loss);
    assert.equal(new Set(losses).size, 4);
  });

  it("learns: training steps continue with one network", async () => {
    await contender.open(opening);
    const losses: number[] = [];
    for (let count = 0; count < 40; count++) losses.push((await contender.train(64)).loss);
    const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
    assert.ok(mean(losses.slice(-5)) < mean(losses.slice(0, 5)));
  });

  it("reports bad input in one line", async () => {
    await assert.rejects(contender.open({ ...opening, data: "/no/such/folder" }), InputError);
    await assert.rejects(contender.train(4), /hiernas: got a request before it was opened/);
  });

  it("is gone after its end, and reports that", async () => {
    await contender.open(opening);
    await contender.end();
    assert.equal(isRunning(contender.pid), false);
    await assert.rejects(contender.train(4), /its process ended/);
  });

  it("rejects with an AbortError when aborted in the middle of a training step", async () => {
    const controller = new AbortController();
    const other = startContender(ourCommand("hiernas", 1), controller.signal);
    await other.open(opening);
    const training = other.train(4);
    controller.abort();
    await assert.rejects(training, { name: "AbortError" });
    await other.end();
    assert.equal(isRunning(other.pid), false);
    assert.deepEqual(graphFoldersOf(other.pid), []);
  });

  it("takes turns with other contenders, while the processes of a team train concurrently", async () => {
    const pair = [1, 2].map(() => startContender(ourCommand("pair", 1)));
    try {
      await Promise.all([contender, ...pair].map((each) => each.open(opening)));
      const order: string[] = [];
      const onTrainingStep = ({ team, batchSize }: TrainingTurn) => void order.push(`${team[0].name} ${batchSize}`);
      const turns = [
        { team: [contender], batchSize: 4 },
        { team: pair, batchSize: 8 },
      ];
      const trained = await measureTrainingSteps(turns, { trainingSteps: 2, warmUp: 1, onTrainingStep });
      const round = ["hiernas 4", "pair 8"];
      assert.deepEqual(order, [...round, ...round, ...round]);
      const [alone, together] = trained.map(({ length }) => length);
      assert.ok(alone >= 2 && together >= 4, `training steps: ${alone}, ${together}`);
      assert.equal(together % 2, 0, "both processes of the pair made each training step");
    } finally {
      await Promise.all(pair.map((each) => each.end()));
    }
  });
});

describe("a contender among other lines", () => {
  const saying = (...lines: readonly string[]): Contender => {
    const script = lines.map((line) => `console.log(${JSON.stringify(line)});`).join("");
    return startContender({
      ...ourCommand("PyTorch", 1),
      args: ["-e", `process.stdin.once("data", () => { ${script} })`],
    });
  };

  it("is understood, whatever libraries print in braces", async () => {
    const contender = saying(
      "{a library's line",
      '{"library": 1}',
      '{"kind": "trained"',
      '{"kind": "scored", "millis": 7}',
    );
    assert.equal((await contender.score()).millis, 7);
    await contender.end();
  });

  it("names the invalid number in its answer", async () => {
    const contender = saying('{"kind": "trained", "millis": 7, "dataMillis": 1, "loss": null}');
    await assert.rejects(contender.train(4), { message: /^PyTorch: trained: loss: got null, must be a number/ });
    await contender.end();
  });
});

describe("a contender that cannot be started", () => {
  it("names the program", async () => {
    const contender = startContender({ ...ourCommand("PyTorch", 1), program: "/no/such/python" });
    await assert.rejects(contender.train(4), /PyTorch: \/no\/such\/python cannot be started/);
    await contender.end();
  });

  it("skips a library's line that only begins like a message", async () => {
    const script = "console.log('{ this is no message }'); setTimeout(() => process.exit(3), 100)";
    const command = { name: "chatty", threads: 1, program: process.execPath, args: ["-e", script], variables: {} };
    const chatty = startContender(command);
    await assert.rejects(chatty.open(opening), /chatty: its process ended \(3\)/);
    await chatty.end();
  });
});

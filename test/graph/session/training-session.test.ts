import assert from "node:assert/strict";
import { publishedCell } from "../../../lib/genotype/published.js";
import { initialWeights } from "../../../lib/graph/session/initial-weights.js";
import { loadBinding, loadTensorFlow } from "../../../lib/graph/session/tensorflow.js";
import { type Batch, openTrainingSession, type TrainingSession } from "../../../lib/graph/session/training-session.js";
import type { TrainingGraphConfig } from "../../../lib/graph/training-graph.js";
import { InputError } from "../../../lib/input/errors.js";
import { smallNetwork } from "../../../lib/network/network-config.js";
import type { Plan } from "../../../lib/network/plan.js";
import { createPlanBuilder } from "../../../lib/network/plan-builder.js";
import { planNetwork } from "../../../lib/network/plan-network.js";
import { createRandom } from "../../../lib/random.js";

const publishedPlan = planNetwork(publishedCell, { ...smallNetwork, channels: 2 });

/** Input, batch normalization, mean over the pixels, classifier: small enough for arithmetic by hand. */
function normalizedPlan(channels: number, classCount: number): Plan {
  const imageSize = { height: 2, width: 3, channels };
  const builder = createPlanBuilder(imageSize);
  const normalized = builder.add("normalize", { kind: "batchNormalization" }, [0]);
  const mean = builder.add("pool", { kind: "globalAveragePool" }, normalized);
  builder.add("classifier", { kind: "dense", channels: classCount }, mean);
  const { operations } = builder;
  return {
    network: "test",
    imageSize,
    classCount,
    operations,
    parameterCount: 2 * channels + channels * classCount + classCount,
    averageCount: 2 * channels,
    multiplyAdds: 0,
    activationBytes: 0,
  };
}

function randomBatch(seed: string, batch: number, height: number, width: number, channels = 3, classes = 10): Batch {
  const random = createRandom(seed);
  return {
    images: Float32Array.from({ length: batch * height * width * channels }, () => random.normal()),
    labels: Int32Array.from({ length: batch }, () => random.integer(classes)),
    shape: [batch, height, width, channels],
  };
}

async function withSession(
  plan: Plan,
  config: Partial<TrainingGraphConfig>,
  body: (session: TrainingSession) => void,
): Promise<void> {
  const { batchSize = 2, ...rest } = config;
  const session = await openTrainingSession(plan, batchSize, rest);
  try {
    session.setWeights(initialWeights(plan, createRandom(1)));
    body(session);
  } finally {
    session.dispose();
  }
}

function assertClose(got: ArrayLike<number>, want: ArrayLike<number>, tolerance: number): void {
  assert.equal(got.length, want.length);
  const difference = Math.hypot(...Array.from(got, (number, index) => number - want[index]));
  const size = Math.hypot(...Array.from(want));
  assert.ok(difference <= tolerance * size, `differ by ${difference} of ${size}`);
}

describe("a training session", function () {
  this.timeout(60_000);

  describe("trains", () => {
    it("with momentum and weight decay, in agreement with hand arithmetic of two training steps", async () => {
      const batches = [randomBatch("one", 6, 8, 8), randomBatch("two", 6, 8, 8)];
      const [momentum, weightDecay, firstRate, secondRate] = [0.9, 0.1, 0.02, 0.05];
      const gradients: Float32Array[] = [];
      const path: Float32Array[] = [];
      await withSession(publishedPlan, { momentum, weightDecay, standIns: "smooth" }, (session) => {
        path.push(session.weights());
        session.train(batches[0], firstRate);
        path.push(session.weights());
        session.train(batches[1], secondRate);
        path.push(session.weights());
      });
      // Without momentum and decay a training step at rate 1 is minus the gradient.
      await withSession(publishedPlan, { momentum: 0, weightDecay: 0, standIns: "smooth" }, (session) => {
        for (const [index, batch] of batches.entries()) {
          session.setWeights(path[index]);
          session.train(batch, 1);
          const after = session.weights();
          gradients.push(path[index].map((before, at) => before - after[at]));
        }
      });
      const velocity = [new Float32Array(path[0].length)];
      for (const [index, rate] of [firstRate, secondRate].entries()) {
        const next = velocity[index].map(
          (old, at) => momentum * old + gradients[index][at] + weightDecay * path[index][at],
        );
        velocity.push(next);
        assertClose(
          path[index + 1].map((weight, at) => weight - path[index][at]),
          next.map((speed) => -rate * speed),
          1e-4,
        );
      }
    });

    it("along the gradient, which agrees with finite differences of the whole published cell in random directions", async () => {
      const batch = randomBatch("directions", 4, 8, 8);
      await withSession(publishedPlan, { momentum: 0, weightDecay: 0, standIns: "smooth" }, (session) => {
        const theta = session.weights();
        session.train(batch, 1);
        const after = session.weights();
        const gradient = theta.map((before, at) => before - after[at]);
        const size = Math.hypot(...gradient);
        for (let trial = 0; trial < 5; trial++) {
          const random = createRandom(`direction ${trial}`);
          // Half random and half the gradient, so that the slope is not lost in rounding.
          const draw = theta.map(() => random.normal());
          const length = Math.hypot(...draw);
          const direction = draw.map((number, at) => number / length + gradient[at] / size);
          const at = (distance: number): number => {
            session.setWeights(theta.map((weight, index) => weight + distance * direction[index]));
            return session.train(batch, 0).loss;
          };
          const step = 0.01;
          const numeric = (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
          const slope = gradient.reduce((sum, number, index) => sum + number * direction[index], 0);
          assert.ok(Math.abs(numeric - slope) < 2e-3 * size, `${numeric} against ${slope}`);
        }
      });
    });

    it("with one graph on several batch and image sizes, and scores at another", async () => {
      await withSession(publishedPlan, {}, (session) => {
        const losses = [
          session.train(randomBatch("a", 8, 24, 24), 0.01).loss,
          session.train(randomBatch("b", 3, 24, 24), 0.01).loss,
          session.train(randomBatch("c", 5, 17, 9), 0.01).loss,
        ];
        session.calibrate(randomBatch("d", 8, 32, 32), 1);
        const { correct, loss } = session.score(randomBatch("e", 7, 32, 32));
        for (const number of [...losses, loss]) assert.ok(Number.isFinite(number) && number > 0, String(number));
        assert.ok(Number.isInteger(correct) && correct >= 0 && correct <= 7);
      });
    });

    it("at learning rate 0 without changing the weights", async () => {
      await withSession(publishedPlan, {}, (session) => {
        const start = session.weights();
        session.train(randomBatch("still", 4, 8, 8), 0);
        assert.deepEqual(session.weights(), start);
      });
    });

    it("anew after setWeights: momentum is forgotten", async () => {
      await withSession(publishedPlan, {}, (session) => {
        const batch = randomBatch("again", 4, 8, 8);
        const start = session.weights();
        const threeSteps = (): Float32Array => {
          session.setWeights(start);
          for (let step = 0; step < 3; step++) session.train(batch, 0.01);
          return session.weights();
        };
        assertClose(threeSteps(), threeSteps(), 1e-5);
      });
    });

    it("and returns a loss that is not finite instead of throwing", async () => {
      await withSession(publishedPlan, {}, (session) => {
        session.setWeights(session.weights().fill(Number.NaN));
        assert.ok(Number.isNaN(session.train(randomBatch("nan", 2, 8, 8), 0.1).loss));
      });
    });
  });

  describe("keeps averages", () => {
    const [channels, classes, epsilon] = [2, 3, 1e-3];
    const plan = normalizedPlan(channels, classes);
    const one = randomBatch("averages 1", 4, 2, 3, channels, classes);
    const two = randomBatch("averages 2", 3, 2, 3, channels, classes);

    /** Means, then variances divided by count − 1. */
    const statistics = ({ images }: Batch): number[] => {
      const columns = Array.from({ length: channels }, (_, channel) =>
        Array.from(images).filter((_value, index) => index % channels === channel),
      );
      const means = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
      const variances = columns.map(
        (column, channel) =>
          column.reduce((sum, value) => sum + (value - means[channel]) ** 2, 0) / (column.length - 1),
      );
      return [...means, ...variances];
    };

    it("that begin with mean 0 and variance 1 and are not changed by a training step", async () => {
      await withSession(plan, {}, (session) => {
        session.train(one, 0.1);
        assert.deepEqual(Array.from(session.averages()), [0, 0, 1, 1]);
        session.setAverages(Float32Array.of(1, 2, 3, 4));
        assert.deepEqual(Array.from(session.averages()), [1, 2, 3, 4]);
        session.setWeights(session.weights());
        assert.deepEqual(Array.from(session.averages()), [0, 0, 1, 1]);
      });
    });

    it("that calibration with shares 1, 1/2 turns into the plain mean of two batches' statistics", async () => {
      await withSession(plan, {}, (session) => {
        session.setAverages(Float32Array.of(7, 7, 7, 7));
        session.calibrate(one, 1);
        assertClose(session.averages(), statistics(one), 1e-5);
        session.calibrate(two, 1 / 2);
        const mean = statistics(one).map((number, index) => (number + statistics(two)[index]) / 2);
        assertClose(session.averages(), mean, 1e-5);
      });
    });

    it("that scoring normalizes with, in agreement with hand arithmetic", async () => {
      await withSession(plan, { batchNormalizationEpsilon: epsilon }, (session) => {
        const random = createRandom("score");
        const weights = Float32Array.from({ length: plan.parameterCount }, () => random.normal());
        const averages = Float32Array.of(0.3, -0.2, 0.5, 2);
        session.setWeights(weights);
        session.setAverages(averages);
        const logits = Array.from({ length: 4 }, (_, picture) => {
          const pooled = Array.from({ length: channels }, (_unused, channel) => {
            let sum = 0;
            for (let pixel = 0; pixel < 6; pixel++) sum += one.images[(picture * 6 + pixel) * channels + channel];
            const deviation = Math.sqrt(averages[channels + channel] + epsilon);
            return weights[channel] * ((sum / 6 - averages[channel]) / deviation) + weights[channels + channel];
          });
          return Array.from({ length: classes }, (_unused, label) => {
            const kernel = 2 * channels;
            const bias = weights[kernel + channels * classes + label];
            return pooled.reduce(
              (sum, value, channel) => sum + value * weights[kernel + channel * classes + label],
              bias,
            );
          });
        });
        const losses = logits.map((row, picture) => {
          const total = row.reduce((sum, logit) => sum + Math.exp(logit), 0);
          return Math.log(total) - row[one.labels[picture]];
        });
        const right = logits.filter((row, picture) => row.indexOf(Math.max(...row)) === one.labels[picture]).length;
        const { correct, loss } = session.score(one);
        assert.equal(correct, right);
        assertClose([loss], [losses.reduce((sum, each) => sum + each, 0) / losses.length], 1e-5);
      });
    });

    it("or none, if the plan has no batch normalization", async () => {
      const builder = createPlanBuilder({ height: 4, width: 4, channels: 1 });
      builder.add(
        "classifier",
        { kind: "dense", channels: 3 },
        builder.add("pool", { kind: "globalAveragePool" }, [0]),
      );
      const bare = { ...plan, imageSize: { height: 4, width: 4, channels: 1 }, operations: builder.operations };
      await withSession({ ...bare, parameterCount: 6, averageCount: 0 }, {}, (session) => {
        const batch = randomBatch("bare", 2, 4, 4, 1, 3);
        session.calibrate(batch, 1);
        assert.equal(session.averages().length, 0);
        assert.ok(Number.isFinite(session.score(batch).loss));
        assertClose([session.score(batch).loss], [session.train(batch, 0.1).loss], 1e-5);
      });
    });
  });

  describe("frees what it holds:", () => {
    it("as many tensors after 20 training steps as before", async () => {
      const binding = loadBinding();
      const count = () => binding.getNumOfTensors();
      const before = count();
      await withSession(publishedPlan, {}, (session) => {
        for (let step = 0; step < 20; step++) session.train(randomBatch(`${step}`, 2, 8, 8), 0.01);
        session.calibrate(randomBatch("c", 2, 8, 8), 1);
        session.score(randomBatch("s", 2, 8, 8));
        session.setAverages(session.averages());
        assert.throws(() => session.setWeights(new Float32Array(1)), InputError);
        assert.equal(count(), before);
      });
      assert.equal(count(), before);
    });

    it("the session itself on dispose, after which calls throw and a second dispose does nothing", async () => {
      const { node } = loadTensorFlow();
      const before = node.getNumOfSavedModels();
      const session = await openTrainingSession(publishedPlan, 2);
      assert.equal(node.getNumOfSavedModels(), before + 1);
      session.dispose();
      session.dispose();
      assert.equal(node.getNumOfSavedModels(), before);
      assert.throws(() => session.weights(), /weights after dispose/);
    });

    it("and shares no weights with another session of the same plan", async () => {
      await withSession(publishedPlan, {}, (one) => assert.ok(one.weights().some((weight) => weight !== 0)));
      const two = await openTrainingSession(publishedPlan, 2);
      assert.ok(two.weights().every((weight) => weight === 0));
      const three = await openTrainingSession(publishedPlan, 2);
      three.setWeights(three.weights().fill(1));
      assert.ok(two.weights().every((weight) => weight === 0));
      two.dispose();
      three.dispose();
    });
  });

  describe("reports bad input in one line:", () => {
    const good = randomBatch("good", 2, 8, 8);
    const cases: readonly (readonly [title: string, message: RegExp, call: (session: TrainingSession) => void])[] = [
      [
        "weights of another length",
        /^weights: got 3 numbers, the plan has \d+/,
        (s) => s.setWeights(new Float32Array(3)),
      ],
      ["averages of another length", /^averages: got 3 numbers/, (s) => s.setAverages(new Float32Array(3))],
      ["a shape with a 0", /^batch: got shape \[0, 8, 8, 3\]/, (s) => s.train({ ...good, shape: [0, 8, 8, 3] }, 0.1)],
      [
        "images of other channels",
        /^batch: got images of 1 channels, the plan needs 3/,
        (s) => s.score({ ...good, shape: [2, 8, 8, 1] }),
      ],
      [
        "too few pixels",
        /^batch: got 384 pixel values, shape \[2, 8, 9, 3\] needs 432/,
        (s) => s.train({ ...good, shape: [2, 8, 9, 3] }, 0.1),
      ],
      [
        "too few labels",
        /^batch: got 1 labels, shape \[2, 8, 8, 3\] needs 2/,
        (s) => s.score({ ...good, labels: new Int32Array(1) }),
      ],
      [
        "a label out of range",
        /^batch: got label 10, must be a whole number from 0 to 9/,
        (s) => s.score({ ...good, labels: Int32Array.of(0, 10) }),
      ],
      ["a learning rate of NaN", /^learning rate: got NaN/, (s) => s.train(good, Number.NaN)],
      ["a share above 1", /^calibrate: got a share of 2/, (s) => s.calibrate(good, 2)],
    ];
    let session: TrainingSession;
    before(async () => (session = await openTrainingSession(publishedPlan, 2)));
    after(() => session.dispose());

    for (const [title, message, call] of cases) {
      it(title, () =>
        assert.throws(
          () => call(session),
          (error) => error instanceof InputError && message.test(error.message),
        ),
      );
    }

    it("a config out of range", async () => {
      await assert.rejects(openTrainingSession(publishedPlan, 2, { momentum: 1 }), /^InputError: momentum: got 1/);
      await assert.rejects(
        openTrainingSession(publishedPlan, 2, { weightDecay: -1 }),
        /^InputError: weight decay: got -1/,
      );
      await assert.rejects(openTrainingSession(publishedPlan, 2, { batchNormalizationEpsilon: 0 }), /epsilon: got 0/);
      await assert.rejects(openTrainingSession(publishedPlan, 0), /^InputError: batch size: got 0, must be a whole/);
      await assert.rejects(
        openTrainingSession(publishedPlan, { momentum: 0 } as never),
        /^InputError: batch size: got \{/,
      );
    });
  });
});

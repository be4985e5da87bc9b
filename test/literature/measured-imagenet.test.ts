import assert from "node:assert/strict";
import { InputError } from "../../lib/input/errors.js";
import { publishedImagenet } from "../../lib/literature/published-results.js";
import { measuredImagenet } from "../../lib/literature/measured-imagenet.js";
import { resultsTables } from "../../lib/literature/results-tables.js";
import { protocolData } from "../../lib/evaluation/protocol-data.js";
import { trainingProtocolByName } from "../../lib/training/large-protocol.js";
import type { Run } from "../../lib/training/read-run.js";
import { type RunTraining, toResult } from "../../lib/training/run-result.js";

describe("measuredImagenet", () => {
  const training = (number: number, accuracy: number | null, topFiveAccuracy?: number): RunTraining => ({
    ...{ training: number, seed: String(number), accuracy, testLoss: null, reason: accuracy === null ? "hot" : null },
    ...(topFiveAccuracy !== undefined && { topFiveAccuracy }),
  });
  const run = (trainings: readonly RunTraining[], network = "imagenet"): Run =>
    ({
      path: "run",
      settings: { protocol: protocolData(trainingProtocolByName(network)), data: "pictures 0123456789ab" },
      images: { training: 240, validation: 0, test: 60, classNames: ["a", "b", "c"] },
      result: toResult(trainings, trainings.length),
    }) as unknown as Run;

  it("joins the deck's five rows as a sixth, measured, and says on what", () => {
    const measured = measuredImagenet(run([training(1, 0.6, 0.9), training(2, 0.7, 0.95), training(3, null)]));
    const [methods, cifar, imagenet] = resultsTables([], "a test", measured);
    assert.deepEqual(
      [methods, cifar].map(({ rows }) => rows.filter(({ source }) => source === "measured").length),
      [0, 0],
    );
    assert.equal(imagenet.rows.length, 2 * publishedImagenet.length + 2);
    assert.deepEqual(
      imagenet.rows.map(({ source }) => source),
      [...Array.from({ length: 10 }, () => "published"), "measured", "measured"],
    );
    const [top1, top5] = imagenet.rows.slice(-2);
    assert.deepEqual([top1.measure, top5.measure], ["ImageNet top-1 error", "ImageNet top-5 error"]);
    assert.deepEqual([top1.error.toFixed(2), top5.error.toFixed(2), top1.trainings], ["35.00", "7.50", 2]);
    assert.ok(Math.abs((top1.spread ?? 0) - 7.0711) < 1e-3);
    assert.equal(
      imagenet.measuredBy,
      "60 pictures of 3 classes, not ImageNet's (pictures 0123456789ab); c0 = 64, N = 2, 299×299, 200,000 training steps of batch 1024 on 240 pictures",
    );
    assert.equal(resultsTables()[2].measuredBy, null);
  });

  it("has one row where there is no top-5 error, and no spread of one training", () => {
    const { rows } = measuredImagenet(run([training(1, 0.6)]), "My cell");
    assert.deepEqual(
      rows.map(({ name, spread, measure }) => [name, spread, measure]),
      [["My cell", null, "ImageNet top-1 error"]],
    );
  });

  it("refuses another network's run, one without a result, and a bad name", () => {
    const refuses = (work: () => unknown, message: RegExp): void =>
      assert.throws(work, (error) => error instanceof InputError && message.test(error.message));
    refuses(
      () => measuredImagenet(run([training(1, 0.6)], "large")),
      /^run: trains the network large, must be imagenet$/,
    );
    refuses(() => measuredImagenet(run([training(1, null)])), /^run: no training is finished; go on with it$/);
    refuses(() => measuredImagenet(run([training(1, 0.6)]), ""), /^measured ImageNet: name: got ""/);
  });
});

import assert from "node:assert/strict";
import { describeProtocol } from "../../lib/evaluation/describe-protocol.js";
import { laptopProtocol, paperProtocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { protocolData } from "../../lib/evaluation/protocol-data.js";

describe("describeProtocol", () => {
  it("has a row a setting and a column a protocol", () => {
    assert.deepEqual(describeProtocol(laptopProtocol, paperProtocol), [
      { setting: "network", laptop: "small: c0 = 8, N = 1, 3 groups", paper: "small: c0 = 16, N = 1, 3 groups" },
      {
        setting: "images to train on",
        laptop: "resized to 16×16, shifted by up to 2 pixels, flipped",
        paper: "crops of 24×24, flipped",
      },
      { setting: "training steps", laptop: "150 of batch 32", paper: "5,000 of batch 256" },
      {
        setting: "learning rate",
        laptop: "0.03, falling to 0 as a cosine",
        paper: "0.1, × 0.1 after 4,000 and 4,500",
      },
      { setting: "momentum", laptop: "0.9", paper: "0.9" },
      { setting: "weight decay", laptop: "0.0003", paper: "0.0003" },
      { setting: "scored on", laptop: "1,000 images, 16×16", paper: "all images, 32×32" },
      { setting: "trainings of one evaluation", laptop: "1", paper: "4" },
    ]);
  });

  it("says the same of the data that a study keeps", () => {
    for (const protocol of [laptopProtocol, paperProtocol, smokeProtocol]) {
      assert.deepEqual(describeProtocol(protocolData(protocol)), describeProtocol(protocol));
    }
  });

  it("says of a change what changed", () => {
    const changed = {
      ...laptopProtocol,
      name: "own",
      schedule: { kind: "constant" as const, rate: 0.5 },
      augmentation: { flip: false },
      trainingImages: 2_000,
    };
    const differing = describeProtocol(laptopProtocol, changed).filter(({ laptop, own }) => laptop !== own);
    assert.deepEqual(
      differing.map(({ setting, own }) => [setting, own]),
      [
        ["images to train on", "2,000 images, as they are"],
        ["learning rate", "0.5, constant"],
      ],
    );
  });

  it("refuses none, two of one name, and what is no protocol", () => {
    assert.throws(() => describeProtocol(), { name: "InputError", message: /got no protocol/ });
    assert.throws(() => describeProtocol(laptopProtocol, { ...paperProtocol, name: "laptop" }), {
      name: "InputError",
      message: "describeProtocol: the column laptop is there already; give each protocol its own name",
    });
    assert.throws(() => describeProtocol({ ...laptopProtocol, batchSize: 0 }), /protocol laptop: batchSize: got 0/);
  });
});

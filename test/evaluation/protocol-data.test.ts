import assert from "node:assert/strict";
import type { ProtocolData } from "../../lib/evaluation/protocol.js";
import { protocolData, protocolFromData, sameProtocol } from "../../lib/evaluation/protocol-data.js";
import { laptopProtocol, paperProtocol, type Protocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { InputError } from "../../lib/input/errors.js";
import { imagenetNetwork } from "../../lib/network/network-config.js";

const { name: _name, ...protocolSettings } = laptopProtocol;

const throughJson = (protocol: Protocol) => JSON.parse(JSON.stringify(protocolData(protocol))) as ProtocolData;

describe("protocolData", () => {
  it("survives JSON and restores the protocol", () => {
    const imagenet = { ...paperProtocol, network: imagenetNetwork };
    for (const protocol of [paperProtocol, laptopProtocol, smokeProtocol, imagenet]) {
      const again = protocolFromData(throughJson(protocol));
      assert.ok(sameProtocol(again, protocol));
      assert.equal(again.network.stem, protocol.network.stem);
    }
  });

  it("keeps a custom stem", () => {
    const stem = (channels: number) => [{ kind: "convolution", kernel: 5, channels } as const];
    const protocol = { ...smokeProtocol, network: { ...smokeProtocol.network, stem } };
    const again = protocolFromData(throughJson(protocol));
    assert.deepEqual(again.network.stem(4), stem(4));
    assert.ok(sameProtocol(again, protocol));
    assert.ok(!sameProtocol(again, smokeProtocol));
  });

  it("gives equal text for equal protocols, whatever the order of their keys", () => {
    const reversed = Object.fromEntries(Object.entries(laptopProtocol).reverse()) as unknown as Protocol;
    assert.equal(JSON.stringify(protocolData(reversed)), JSON.stringify(protocolData(laptopProtocol)));
  });

  it("distinguishes protocols by their settings, not by their names", () => {
    assert.ok(sameProtocol({ ...laptopProtocol, name: "mine" }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, trainingSteps: 151 }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, trainingImages: 100 }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, gpu: { xla: true } }, laptopProtocol));
    for (const gpu of [undefined, {}, { xla: false }])
      assert.ok(sameProtocol({ ...laptopProtocol, gpu }, laptopProtocol));
    const network = { ...laptopProtocol.network, name: "mine" };
    assert.ok(sameProtocol({ ...laptopProtocol, network }, laptopProtocol));
  });

  it("distinguishes protocols by every single setting", () => {
    const { network, augmentation, schedule } = laptopProtocol;
    const whole = { height: 12, width: 12 };
    const changes: readonly Partial<Protocol>[] = [
      { trainingCount: 2 },
      { batchSize: 33 },
      { trainingSteps: 151 },
      { schedule: { ...schedule, rate: 0.031 } },
      { schedule: { kind: "constant", rate: schedule.rate } },
      { schedule: { kind: "steps", rate: schedule.rate, dropAt: [5], factor: 0.1 } },
      { momentum: 0.8 },
      { weightDecay: 1e-4 },
      { augmentation: { ...augmentation, resize: whole } },
      { augmentation: { ...augmentation, crop: whole } },
      { augmentation: { ...augmentation, shift: 1 } },
      { augmentation: { ...augmentation, padding: "zero" } },
      { augmentation: { ...augmentation, flip: false } },
      { trainingImages: 100 },
      { scoringImages: 100 },
      { scoringSize: whole },
      { scoringBatchSize: 99 },
      { recalibrationBatches: 9 },
      { gpu: { tensorFloat32: true } },
      { gpu: { xla: true } },
      { limits: { parameterCount: 1 } },
      { limits: { multiplyAdds: 1 } },
      { limits: { memoryBytes: 1 } },
      { limits: { timeLimitMillis: 1 } },
      { network: { ...network, groupCount: 2 } },
      { network: { ...network, cellsPerGroup: 2 } },
      { network: { ...network, channels: 9 } },
      { network: { ...network, imageSize: { ...network.imageSize, height: 17 } } },
      { network: { ...network, imageSize: { ...network.imageSize, width: 17 } } },
      { network: { ...network, imageSize: { ...network.imageSize, channels: 1 } } },
      { network: { ...network, classCount: 9 } },
      { network: { ...network, stem: imagenetNetwork.stem } },
    ];
    for (const change of changes) {
      assert.ok(!sameProtocol({ ...laptopProtocol, ...change }, laptopProtocol), JSON.stringify(change));
    }
    // Every setting was changed at least once.
    const changed = new Set(changes.flatMap((change) => Object.keys(change)));
    assert.deepEqual([...changed].sort(), [...Object.keys(protocolSettings), "gpu", "trainingImages"].sort());
  });

  it("refuses what cannot be written as JSON", () => {
    const schedule = { kind: "cosine", rate: NaN } as const;
    assert.throws(() => protocolData({ ...laptopProtocol, schedule }), InputError);
    assert.throws(() => sameProtocol(laptopProtocol, undefined as unknown as Protocol), InputError);
  });
});

describe("protocolFromData", () => {
  it("refuses anything but a protocol, naming the fault", () => {
    const data = throughJson(laptopProtocol);
    const { schedule: _schedule, ...withoutSchedule } = data;
    const wrong: readonly (readonly [data: unknown, message: RegExp])[] = [
      [{}, /^protocol: name: is missing$/],
      [undefined, /^protocol: is missing$/],
      [withoutSchedule, /^protocol: schedule: is missing$/],
      [{ ...data, batchSize: -1 }, /^protocol: batchSize: got -1, must be/],
      [{ ...data, network: { ...data.network, stem: "3×3" } }, /^protocol: network.stem: got "3×3", must be a list$/],
      [{ ...data, network: undefined }, /^protocol: network: is missing$/],
      [
        { ...data, augmentation: { ...data.augmentation, shift: 16 } },
        /^protocol laptop: augmentation: got a shift of 16/,
      ],
    ];
    for (const [each, message] of wrong) {
      assert.throws(
        () => protocolFromData(each as ProtocolData),
        (error) => error instanceof InputError && message.test(error.message),
      );
    }
  });
});

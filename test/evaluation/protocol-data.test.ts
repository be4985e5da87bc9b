import assert from "node:assert/strict";
import { protocolData, type ProtocolData, protocolFromData, sameProtocol } from "../../lib/evaluation/protocol-data.js";
import { laptopProtocol, paperProtocol, type Protocol, smokeProtocol } from "../../lib/evaluation/protocol.js";
import { InputError } from "../../lib/input/errors.js";
import { imagenetNetwork } from "../../lib/network/network-config.js";

const throughJson = (protocol: Protocol) => JSON.parse(JSON.stringify(protocolData(protocol))) as ProtocolData;

describe("protocolData", () => {
  it("survives JSON and gives the protocol back", () => {
    const imagenet = { ...paperProtocol, network: imagenetNetwork };
    for (const protocol of [paperProtocol, laptopProtocol, smokeProtocol, imagenet]) {
      const again = protocolFromData(throughJson(protocol));
      assert.ok(sameProtocol(again, protocol));
      assert.equal(again.network.stem, protocol.network.stem);
    }
  });

  it("keeps a stem of one's own", () => {
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

  it("tells protocols apart by their settings, not by their names", () => {
    assert.ok(sameProtocol({ ...laptopProtocol, name: "mine" }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, trainingSteps: 151 }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, trainingImages: 100 }, laptopProtocol));
    assert.ok(!sameProtocol({ ...laptopProtocol, gpu: { xla: true } }, laptopProtocol));
    assert.ok(sameProtocol({ ...laptopProtocol, gpu: undefined }, laptopProtocol));
  });
});

describe("protocolFromData", () => {
  it("refuses what is no protocol", () => {
    const { schedule, ...withoutSchedule } = throughJson(laptopProtocol);
    assert.ok(schedule);
    const wrong: readonly unknown[] = [{}, undefined, withoutSchedule, { ...withoutSchedule, schedule, batchSize: -1 }];
    for (const data of wrong) assert.throws(() => protocolFromData(data as ProtocolData), InputError);
  });
});

/** Protocols as plain data, for study files, messages and comparison. */
import { parseWith } from "../input/schema.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../network/network-config.js";
import { networkData } from "../network/network-data.js";
import { checkProtocol } from "./check-protocol.js";
import type { Protocol, ProtocolData } from "./protocol.js";
import { protocolDataSchema } from "./protocol-schema.js";

/**
 * `protocol` as plain data, its keys in a fixed order and nothing undefined, so that `JSON.stringify` of two can be
 * compared. Throws InputError as `checkProtocol` does: what is no number would be lost in JSON.
 */
export function protocolData(protocol: Protocol): ProtocolData {
  checkProtocol(protocol);
  const { gpu, network, ...settings } = protocol;
  // An option that is off is one that is left out.
  const options = Object.entries(gpu ?? {}).filter(([, isOn]) => isOn === true);
  const asked = options.length === 0 ? undefined : Object.fromEntries(options);
  return sorted({ ...settings, gpu: asked, network: networkData(network) }) as ProtocolData;
}

/**
 * Whether two protocols give the same fitness: everything but their names, and their networks', is equal. Throws
 * InputError as `checkProtocol` does.
 */
export function sameProtocol(one: Protocol, other: Protocol): boolean {
  const text = (protocol: Protocol) => {
    const { network, ...data } = protocolData(protocol);
    return JSON.stringify({ ...data, name: "", network: { ...network, name: "" } });
  };
  return text(one) === text(other);
}

/**
 * The protocol that `protocolData` wrote. A stem of its own (one that is none of the three networks') stays as it was
 * written, whatever the channels.
 * Throws InputError when `data` is not a protocol that can be trained by.
 */
export function protocolFromData(data: ProtocolData): Protocol {
  const { network, ...settings } = parseWith(protocolDataSchema, data, "protocol");
  const stem = JSON.stringify(sorted(network.stem));
  const known = [smallNetwork, largeNetwork, imagenetNetwork].find(
    (each) => JSON.stringify(sorted(each.stem(network.channels))) === stem,
  );
  const protocol: Protocol = Object.freeze({
    ...settings,
    network: Object.freeze({ ...network, stem: known?.stem ?? (() => network.stem) }),
  });
  checkProtocol(protocol);
  return protocol;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

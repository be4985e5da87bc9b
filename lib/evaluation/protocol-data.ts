/** Protocols as plain data, for study files, messages and comparison. */
import { InputError } from "../input/errors.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../network/network-config.js";
import { networkData, type NetworkData } from "../network/network-data.js";
import { checkProtocol } from "./check-protocol.js";
import type { Protocol } from "./protocol.js";

/** A protocol as plain data that survives JSON; equal protocols give equal JSON. */
export type ProtocolData = Omit<Protocol, "network"> & { readonly network: NetworkData };

/**
 * `protocol` as plain data, its keys in a fixed order and nothing undefined, so that `JSON.stringify` of two can be
 * compared.
 */
export function protocolData(protocol: Protocol): ProtocolData {
  return sorted({ ...protocol, network: networkData(protocol.network) }) as ProtocolData;
}

/** Whether two protocols give the same fitness: everything but their names is equal. */
export function sameProtocol(one: Protocol, other: Protocol): boolean {
  const text = (protocol: Protocol) => JSON.stringify({ ...protocolData(protocol), name: "" });
  return text(one) === text(other);
}

/**
 * The protocol that `protocolData` wrote. A stem of its own (one that is none of the three networks') stays as it was
 * written, whatever the channels.
 * Throws InputError when `data` is not a protocol that can be trained by.
 */
export function protocolFromData(data: ProtocolData): Protocol {
  const network = data?.network;
  if (typeof network?.name !== "string" || !Array.isArray(network.stem)) {
    throw new InputError("protocol: got data without a network, must be what protocolData made");
  }
  const stem = JSON.stringify(sorted(network.stem));
  const known = [smallNetwork, largeNetwork, imagenetNetwork].find(
    (each) => JSON.stringify(sorted(each.stem(network.channels))) === stem,
  );
  const protocol: Protocol = Object.freeze({
    ...data,
    network: Object.freeze({ ...network, stem: known?.stem ?? (() => network.stem) }),
  });
  try {
    checkProtocol(protocol);
  } catch (error) {
    // A setting that is missing altogether, as in a file that was edited by hand.
    throw error instanceof TypeError
      ? new InputError(`protocol: got data that lacks a setting (${error.message})`)
      : error;
  }
  return protocol;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, each]) => [key, sorted(each)]));
}

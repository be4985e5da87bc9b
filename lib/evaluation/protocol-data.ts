/** Protocols as plain data, for study files, messages and comparison. */
import { dataClassNames, type DataSource, prepareSource } from "../dataset/data-source.js";
import type { PreparationConfig } from "../dataset/pictures/prepare-pictures.js";
import { parseWith } from "../input/schema.js";
import { imagenetNetwork, largeNetwork, smallNetwork } from "../network/network-config.js";
import { networkData } from "../network/network-data.js";
import { checkProtocol } from "./check-protocol.js";
import type { Protocol, ProtocolData } from "./protocol.js";
import { protocolDataSchema } from "./protocol-schema.js";

/**
 * `protocol` as plain data with its keys in a fixed order and nothing undefined, so that two can be compared by
 * `JSON.stringify`. Throws InputError as `checkProtocol` does, since JSON would lose NaN and the like.
 */
export function protocolData(protocol: Protocol): ProtocolData {
  checkProtocol(protocol);
  const { gpu, network, ...settings } = protocol;
  // An option that is off is left out.
  const options = Object.entries(gpu ?? {}).filter(([, isOn]) => isOn === true);
  const asked = options.length === 0 ? undefined : Object.fromEntries(options);
  return sorted({ ...settings, gpu: asked, network: networkData(network) }) as ProtocolData;
}

/**
 * `protocol` for the images of `source`: the network's classifier has as many outputs as these have classes. Throws
 * InputError as `dataClassNames` does.
 */
export function protocolForData(protocol: Protocol, source: DataSource): Protocol {
  const { network } = protocol;
  const classCount = dataClassNames(source).length;
  return network.classCount === classCount ? protocol : { ...protocol, network: { ...network, classCount } };
}

/**
 * `protocol` for the images of `source`, once these are read and, where they are pictures, decoded. Warnings go to the
 * console where nothing else is said. Rejects as `checkProtocol` and `prepareSource` do.
 */
export async function prepareProtocol(
  protocol: Protocol,
  source: DataSource,
  { onWarning = (message) => console.warn(message), ...config }: Omit<PreparationConfig, "size">,
): Promise<Protocol> {
  checkProtocol(protocol);
  await prepareSource(source, { ...config, onWarning, size: protocol.scoringSize });
  return protocolForData(protocol, source);
}

/**
 * Whether two protocols give the same fitness, that is, differ at most in their names and their networks' names. Throws
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
 * The protocol that `protocolData` wrote. A custom stem (not one of the three networks') keeps its written layers,
 * whatever the channels. Throws InputError when `data` is not a valid protocol.
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

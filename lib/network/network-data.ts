/** Networks as plain data, for files, messages and comparison. */
import type { Layer } from "../genotype/primitive.js";
import type { NetworkConfig } from "./network-config.js";

/** A network configuration as plain data, with the stem's layers in place of the function that makes them. */
export type NetworkData = Omit<NetworkConfig, "stem"> & { readonly stem: readonly Layer[] };

/** A network as plain data; equal networks give equal data, apart from the order of keys. */
export function networkData({ stem, ...network }: NetworkConfig): NetworkData {
  return { ...network, stem: stem(network.channels) };
}

/** The network that {@link networkData} gave; its stem keeps its layers, whatever the channels. */
export function networkFromData({ stem, ...network }: NetworkData): NetworkConfig {
  return { ...network, stem: () => stem };
}

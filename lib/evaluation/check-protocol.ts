/** Refuses protocols that training cannot follow. */
import { augmentedSize } from "../dataset/augment.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { parseWith } from "../input/schema.js";
import type { Protocol } from "./protocol.js";
import { protocolSchema, stemSchema } from "./protocol-schema.js";

/**
 * Throws InputError, saying which setting breaks which rule, unless every setting of `protocol` is known and within its
 * bounds, including the stem's layers, and the augmentation is possible. Whether there are enough images is checked
 * when they are loaded.
 */
export function checkProtocol(protocol: Protocol): void {
  const name: unknown = (protocol as Partial<Protocol> | null | undefined)?.name;
  const where = typeof name === "string" ? `protocol ${printable(name, 100)}` : "protocol";
  const { network, augmentation } = parseWith(protocolSchema, protocol, where);
  parseWith(stemSchema, network.stem(network.channels), `${where}: network.stem`);
  try {
    // Without a resize, the images' size is unknown until they are loaded; the network's is the best guess.
    augmentedSize(network.imageSize, augmentation);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${where}: ${error.message}`) : error;
  }
}

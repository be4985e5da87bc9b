/** Refuses protocols that cannot be trained by. */
import { augmentedSize } from "../dataset/augment.js";
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import { parseWith } from "../input/schema.js";
import type { Protocol } from "./protocol.js";
import { protocolSchema, stemSchema } from "./protocol-schema.js";

/**
 * Throws InputError, saying which setting breaks which rule, unless `protocol` can be trained by: every setting known
 * and within its bounds, the layers of the stem included, the augmentation possible. Whether the data has so many
 * images shows when it is loaded.
 */
export function checkProtocol(protocol: Protocol): void {
  const name: unknown = (protocol as Partial<Protocol> | null | undefined)?.name;
  const where = typeof name === "string" ? `protocol ${printable(name, 100)}` : "protocol";
  const { network, augmentation } = parseWith(protocolSchema, protocol, where);
  parseWith(stemSchema, network.stem(network.channels), `${where}: network.stem`);
  try {
    // Without a resize the images' own size is not known before they are loaded; the network's is the best guess.
    augmentedSize(network.imageSize, augmentation);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${where}: ${error.message}`) : error;
  }
}

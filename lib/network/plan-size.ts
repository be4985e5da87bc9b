/** Bounds on a network, checked before and while planning it: a small genotype can encode an enormous network. */
import type { Genotype } from "../genotype/genotype.js";
import type { LiveMotif } from "../genotype/liveness.js";
import { checkLayers, type Primitive } from "../genotype/primitive.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import type { NetworkConfig } from "./network-config.js";

/** Layers of the 1×1 convolution that closes a motif, and of the separable convolution after a cell. */
const CLOSING_LAYERS = 3;
const AFTER_CELL_LAYERS = 4;

/**
 * Throws InputError when the network would have more than 100,000 operations: nested motifs multiply. `live` is the
 * genotype's live part, `primitives` its primitives in its own order.
 */
export function checkPlanSize(
  genotype: Genotype,
  live: readonly (readonly LiveMotif[])[],
  primitives: readonly Primitive[],
  { groupCount, cellsPerGroup, name }: NetworkConfig,
): void {
  let below = primitives.map(({ name: primitive, layers }) => {
    const own = layers(1, 1);
    checkLayers(own, `primitive ${primitive}`);
    return own.length;
  });
  live.forEach((motifs, index) => {
    below = motifs.map(
      ({ edges }) =>
        edges.reduce((sum, { operation }) => sum + below[operation - 1], 0) +
        (index === genotype.levels.length - 1 ? AFTER_CELL_LAYERS : CLOSING_LAYERS),
    );
  });
  const count = below[0] * groupCount * cellsPerGroup;
  if (count <= limits.planOperations) return;
  const said = count < Number.MAX_SAFE_INTEGER ? count.toLocaleString("en") : count.toPrecision(2);
  throw new InputError(
    `network ${name}: its cells have ${said} operations, must have at most ${limits.planOperations.toLocaleString("en")}: use fewer levels, edges or cells`,
  );
}

/** Throws InputError when a value has more than 2²⁰ channels: a dense graph doubles them at each node. */
export function checkChannels(channels: number, where: string): void {
  if (channels <= limits.channels) return;
  throw new InputError(
    `${where}: more than ${limits.channels.toLocaleString("en")} channels come together: use fewer edges that keep channels`,
  );
}

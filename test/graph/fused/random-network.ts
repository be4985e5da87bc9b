/** Random small networks, for combinations that no explicit case covers. */
import type { Layer } from "../../../lib/genotype/primitive.js";
import type { PlanBuilder, Value } from "../../../lib/network/plan-builder.js";
import { createRandom } from "../../../lib/random.js";
import {
  average,
  type Build,
  buildCase,
  conv,
  dw,
  normalize,
  type OperationCase,
  put,
  relu,
} from "./operation-cases.js";

/** Values without a reader: they must get one, because a plan has no dead values. */
function endsOf({ operations }: PlanBuilder, values: readonly Value[]): Value {
  const read = new Set(operations.flatMap(({ inputs }) => inputs));
  return [...new Set(values.flat())].filter((id) => !read.has(id));
}

/**
 * A random network of few operations on few channels, any of whose values may have several readers. Made for smooth
 * stand-ins.
 */
export function randomCase(seed: string): OperationCase {
  const build: Build = (builder, start, channels) => {
    const random = createRandom(seed);
    /** Values with equal height and width. */
    let values: Value[] = [start];
    const count = 4 + random.integer(8);
    for (let step = 0; step < count; step++) {
      const parts = Array.from({ length: 1 + random.integer(3) }, () => random.pick(values)).flat();
      if (builder.channelsOf(parts) > 64) continue;
      const layers = random.pick<readonly Layer[]>([
        [conv(1, channels)],
        [conv(1, channels), normalize, relu],
        [conv(3, channels, { dilation: 1 + random.integer(2) })],
        [dw(3)],
        [dw(5, { dilation: 1 + random.integer(2) })],
        [average(3)],
        [average(random.integer(4) + 2)],
        [normalize],
        [relu],
        [normalize, relu],
      ]);
      values.push(put(layers)(builder, parts, channels));
      if (random.integer(6) > 0) continue;
      const halve = random.pick([
        [conv(3, channels, { stride: 2 })],
        [dw(3, { stride: 2 })],
        [average(2, 2), normalize],
      ]);
      values = [put([conv(1, channels), ...halve])(builder, endsOf(builder, values), channels)];
    }
    return put([conv(1, channels)])(builder, endsOf(builder, values), channels);
  };
  return buildCase(`random network ${seed}`, build);
}

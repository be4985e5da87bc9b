/** The weights of a network piece by piece, under names that say where in its modules each belongs. */
import { InputError } from "../input/errors.js";
import type { FrozenTensor } from "../graph/frozen-graph.js";
import type { TrainedWeights } from "../graph/session/classifier.js";
import type { Plan, PlanLayer, PlanOperation } from "../network/plan.js";

/** What a piece is to its operation. */
export type TensorRole = "kernel" | "bias" | "scale" | "offset" | "mean" | "variance";

/** A piece of a network's weights or of its normalization averages. Its name is path and role, joined by `/`. */
export interface NetworkTensor extends FrozenTensor {
  /** The operation's place, for example `blocks`, `0`, `cell`, `edge_1_2`, `edge_2_3`, `0`. */
  readonly path: readonly string[];
  readonly kind: PlanLayer["kind"];
  readonly role: TensorRole;
}

/**
 * All pieces in the plan's order, as views of the flat vectors. Between `cellsPerGroup` and the plan's groups, blocks
 * are counted from 0.
 */
export function networkTensors(
  plan: Plan,
  cellsPerGroup: number,
  { weights, averages }: TrainedWeights,
): readonly NetworkTensor[] {
  const places = placesOf(plan, cellsPerGroup);
  return plan.operations.flatMap((operation, index): readonly NetworkTensor[] => {
    const { layer, averages: own } = operation;
    const piece = (
      role: TensorRole,
      vector: FrozenTensor["vector"],
      offset: number,
      shape: readonly number[],
    ): NetworkTensor => {
      const path = places[index];
      const size = shape.reduce((product, side) => product * side, 1);
      const values = (vector === "weights" ? weights : averages).subarray(offset, offset + size);
      return { name: [...path, role].join("/"), path, kind: layer.kind, role, vector, offset, shape, values };
    };
    return [
      ...operation.weights.map(({ name, offset, shape }) =>
        piece(name.slice(name.lastIndexOf("/") + 1) as TensorRole, "weights", offset, shape),
      ),
      ...(own === undefined
        ? []
        : [
            piece("mean", "averages", own.offset, [own.channels]),
            piece("variance", "averages", own.offset + own.channels, [own.channels]),
          ]),
    ];
  });
}

/**
 * The flat vectors of a plan from its pieces by name, each with as many numbers as the plan says. Throws InputError,
 * beginning with `where`, for a piece that is missing or of another size.
 */
export function joinTensors(
  plan: Plan,
  cellsPerGroup: number,
  where: string,
  valuesOf: (tensor: NetworkTensor) => Float32Array | undefined,
): TrainedWeights {
  const trained = { weights: new Float32Array(plan.parameterCount), averages: new Float32Array(plan.averageCount) };
  for (const tensor of networkTensors(plan, cellsPerGroup, trained)) {
    const values = valuesOf(tensor);
    if (values === undefined) throw new InputError(`${where}: lacks ${tensor.name}; export the network again`);
    if (values.length !== tensor.values.length) {
      throw new InputError(
        `${where}: ${tensor.name} has ${values.length} numbers, must have ${tensor.values.length}; export the network again`,
      );
    }
    tensor.values.set(values);
  }
  return trained;
}

/** The place of each operation of the plan, in their order: the layers of a chain are counted from 0. */
function placesOf({ operations }: Plan, cellsPerGroup: number): readonly (readonly string[])[] {
  const counts = new Map<string, number>();
  return operations.map(({ path }: PlanOperation) => {
    const end = path.lastIndexOf("/");
    if (end < 0) return [path];
    const chain = path.slice(0, end);
    const layer = counts.get(chain) ?? 0;
    counts.set(chain, layer + 1);
    return [...placeOf(chain, cellsPerGroup), String(layer)];
  });
}

const BLOCK = /^group (\d+)\/cell (\d+)\/(.+)$/s;
const EDGE = /^edge (\d+)→(\d+)\/(motif \d+\/)?/;

/** `group 1/cell 2/edge 1→3/motif 5/close` → `blocks`, `1`, `cell`, `edge_1_3`, `close`. */
function placeOf(chain: string, cellsPerGroup: number): readonly string[] {
  const match = BLOCK.exec(chain);
  if (match === null) return [chain];
  const [, group, cell, inside] = match;
  const block = ["blocks", String((Number(group) - 1) * cellsPerGroup + Number(cell) - 1)];
  if (inside === "after") return [...block, inside];
  const place: string[] = [...block, "cell"];
  let rest = inside;
  for (let edge = EDGE.exec(rest); edge !== null; edge = EDGE.exec(rest)) {
    const [taken, predecessor, successor, motif] = edge;
    place.push(`edge_${predecessor}_${successor}`);
    rest = rest.slice(taken.length);
    // A motif ends in the convolution that closes it, an edge with a primitive in that primitive's name.
    if (motif !== undefined && rest === "close") place.push(rest);
  }
  return place;
}

/** One flat vector in a graph: cut into pieces, and put together again from pieces. Ours. */
import { float, type GraphBuilder, type TensorName } from "./graph-builder.js";

/** A piece of a flat vector: the numbers from `offset` on, row-major in `shape`. Ours. */
export interface Piece {
  readonly offset: number;
  readonly shape: readonly number[];
}

/** Adds one SplitV of `vector` and a Reshape for each piece that is not flat; the pieces in the given order. They must cover `[length]` exactly. Ours. */
export function splitVector(
  graph: GraphBuilder,
  vector: TensorName,
  length: number,
  pieces: readonly Piece[],
): readonly TensorName[] {
  const order = inOrder(pieces, length);
  const sizes = order.map((index) => sizeOf(pieces[index]));
  const split = graph.add(
    "SplitV",
    [vector, graph.constant("int32", [sizes.length], sizes), graph.constant("int32", [], [0])],
    { ...float, num_split: { int: sizes.length }, Tlen: { type: "int32" } },
  );
  const tensors: TensorName[] = [];
  order.forEach((index, output) => {
    const { shape } = pieces[index];
    const flat = output === 0 ? split : `${split}:${output}`;
    tensors[index] = shape.length === 1 ? flat : reshape(graph, flat, shape);
  });
  return tensors;
}

/** Adds one ConcatV2 that puts tensors of the pieces' shapes together as a vector again. Ours. */
export function joinVector(
  graph: GraphBuilder,
  tensors: readonly TensorName[],
  length: number,
  pieces: readonly Piece[],
): TensorName {
  const flat = inOrder(pieces, length).map((index) =>
    pieces[index].shape.length === 1 ? tensors[index] : reshape(graph, tensors[index], [-1]),
  );
  if (flat.length === 1) return flat[0];
  return graph.add("ConcatV2", [...flat, graph.constant("int32", [], [0])], {
    ...float,
    N: { int: flat.length },
    Tidx: { type: "int32" },
  });
}

function inOrder(pieces: readonly Piece[], length: number): readonly number[] {
  const order = pieces.map((_, index) => index).sort((one, other) => pieces[one].offset - pieces[other].offset);
  let end = 0;
  for (const index of order) {
    if (pieces[index].offset !== end) throw new Error(`pieces of a flat vector: ${pieces[index].offset} after ${end}`);
    end += sizeOf(pieces[index]);
  }
  if (end !== length) throw new Error(`pieces of a flat vector end at ${end} of ${length}`);
  return order;
}

const sizeOf = ({ shape }: Piece): number => shape.reduce((product, side) => product * side, 1);

function reshape(graph: GraphBuilder, tensor: TensorName, shape: readonly number[]): TensorName {
  return graph.add("Reshape", [tensor, graph.constant("int32", [shape.length], shape)], {
    ...float,
    Tshape: { type: "int32" },
  });
}

/** Cutting a flat vector in a graph into pieces, and joining it again. */
import { float, type GraphBuilder, type TensorName } from "./graph-builder.js";

/**
 * A piece of a flat vector: the numbers starting at `offset`, row-major in `shape`; with `within`, some of their
 * columns.
 */
export interface Piece {
  readonly offset: number;
  readonly shape: readonly number[];
  /**
   * The shape of the piece that it is cut from, and its first column along the last side but one, the only side in
   * which the two shapes may differ.
   */
  readonly within?: { readonly shape: readonly number[]; readonly from: number };
}

/**
 * Adds one SplitV of `vector`, a Reshape for each piece that is not flat, and a SplitV for each that is cut into
 * columns. Returns the pieces in the given order; they must cover `[length]` exactly.
 */
export function splitVector(
  graph: GraphBuilder,
  vector: TensorName,
  length: number,
  pieces: readonly Piece[],
): readonly TensorName[] {
  const blocks = blocksOf(pieces, length);
  const split = splitBy(
    graph,
    vector,
    blocks.map(({ shape }) => sizeOf(shape)),
    0,
  );
  const tensors: TensorName[] = [];
  blocks.forEach(({ shape, indices }, output) => {
    const block = shape.length === 1 ? split[output] : reshape(graph, split[output], shape);
    const widths = indices.map((index) => pieces[index].shape[columnsOf(shape)]);
    const cut = indices.length === 1 ? [block] : splitBy(graph, block, widths, columnsOf(shape));
    indices.forEach((index, at) => (tensors[index] = cut[at]));
  });
  return tensors;
}

/**
 * Adds a ConcatV2 for each piece that was cut into columns and one that joins them all into a vector, given tensors of
 * the pieces' shapes.
 */
export function joinVector(
  graph: GraphBuilder,
  tensors: readonly TensorName[],
  length: number,
  pieces: readonly Piece[],
): TensorName {
  const flat = blocksOf(pieces, length).map(({ shape, indices }) => {
    const block = joinAlong(
      graph,
      indices.map((index) => tensors[index]),
      columnsOf(shape),
    );
    return shape.length === 1 ? block : reshape(graph, block, [-1]);
  });
  return joinAlong(graph, flat, 0);
}

interface Block {
  readonly offset: number;
  readonly shape: readonly number[];
  /** The pieces that it is made of, by column. */
  readonly indices: number[];
}

function blocksOf(pieces: readonly Piece[], length: number): readonly Block[] {
  const byOffset = new Map<number, Block>();
  const order = pieces.map((_, index) => index);
  order.sort((one, other) => (pieces[one].within?.from ?? 0) - (pieces[other].within?.from ?? 0));
  for (const index of order) {
    const { offset, shape, within } = pieces[index];
    const block = byOffset.get(offset);
    if (block === undefined) byOffset.set(offset, { offset, shape: within?.shape ?? shape, indices: [index] });
    else block.indices.push(index);
  }
  const blocks = [...byOffset.values()].sort((one, other) => one.offset - other.offset);
  let end = 0;
  for (const { offset, shape, indices } of blocks) {
    if (offset !== end) throw new Error(`pieces of a flat vector: ${offset} after ${end}`);
    end += sizeOf(shape);
    const size = indices.reduce((sum, index) => sum + sizeOf(pieces[index].shape), 0);
    if (size !== sizeOf(shape))
      throw new Error(`columns of the piece at ${offset}: ${size} of ${sizeOf(shape)} numbers`);
  }
  if (end !== length) throw new Error(`pieces of a flat vector end at ${end} of ${length}`);
  return blocks;
}

const columnsOf = (shape: readonly number[]): number => Math.max(0, shape.length - 2);

function splitBy(
  graph: GraphBuilder,
  tensor: TensorName,
  sizes: readonly number[],
  side: number,
): readonly TensorName[] {
  const split = graph.add(
    "SplitV",
    [tensor, graph.constant("int32", [sizes.length], sizes), graph.constant("int32", [], [side])],
    { ...float, num_split: { int: sizes.length }, Tlen: { type: "int32" } },
  );
  return sizes.map((_, output) => (output === 0 ? split : `${split}:${output}`));
}

function joinAlong(graph: GraphBuilder, tensors: readonly TensorName[], side: number): TensorName {
  if (tensors.length === 1) return tensors[0];
  return graph.add("ConcatV2", [...tensors, graph.constant("int32", [], [side])], {
    ...float,
    N: { int: tensors.length },
    Tidx: { type: "int32" },
  });
}

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, side) => product * side, 1);

function reshape(graph: GraphBuilder, tensor: TensorName, shape: readonly number[]): TensorName {
  return graph.add("Reshape", [tensor, graph.constant("int32", [shape.length], shape)], {
    ...float,
    Tshape: { type: "int32" },
  });
}

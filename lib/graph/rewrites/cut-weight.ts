/** A weight → its pieces, one for each part of the value that it is applied to. */
import { startsOf, type WeightOperation } from "../forward-graph.js";
import type { Editor } from "./edit-forward.js";

/**
 * Replaces the matrix `weight`, `[input channels, channels]`, by its rows for each part, contiguous pieces of the flat
 * vector, and returns their ids.
 */
export function cutRows(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, channels, offset } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels,
      offset: offset + from * channels,
      shape: [partChannels[part], channels],
    }),
  );
}

/** Replaces the vector `weight`, `[channels]`, by its numbers for each part, and returns their ids. */
export function cutRow(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, offset } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels: partChannels[part],
      offset: offset + from,
      shape: [partChannels[part]],
    }),
  );
}

/**
 * Replaces the depthwise kernel `weight`, `[kernel, kernel, channels, 1]`, by its channels for each part, which are not
 * contiguous in the flat vector, and returns their ids.
 */
export function cutKernel(editor: Editor, weight: WeightOperation, partChannels: readonly number[]): readonly number[] {
  const { path, offset, shape } = weight;
  editor.remove(weight);
  return startsOf(partChannels).map((from, part) =>
    editor.add(path, {
      kind: "weight",
      inputs: [],
      channels: 1,
      offset,
      shape: [shape[0], shape[1], partChannels[part], 1],
      within: { shape, from },
    }),
  );
}

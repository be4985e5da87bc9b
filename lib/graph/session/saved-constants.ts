/** The constants of a frozen graph, to and from the bytes of a SavedModel. */
import { floatsOf } from "../../files/float-bytes.js";
import { InputError } from "../../input/errors.js";
import { CONSTANT, type FrozenGraph } from "../frozen-graph.js";
import { type SavedModelMessages, serializeSavedModel } from "./saved-model.js";
import { loadSavedModelMessages } from "./tensorflow.js";

/** The bytes of `saved_model.pb`. Throws InputError when TensorFlow's package is missing. */
export function frozenModelBytes({ nodes, signature }: FrozenGraph): Uint8Array {
  return serializeSavedModel(loadSavedModelMessages(), nodes, signature);
}

/** The part of the package's generated messages that reads. */
interface Readable extends SavedModelMessages {
  readonly SavedModel: SavedModelMessages["SavedModel"] & {
    deserializeBinary(bytes: Uint8Array): { getMetaGraphsList(): readonly { getGraphDef(): ReadGraph | undefined }[] };
  };
}
interface ReadGraph {
  getNodeList(): readonly ReadNode[];
}
interface ReadNode {
  getName(): string;
  getOp(): string;
  getAttrMap(): { get(key: string): { getTensor(): ReadTensor | undefined } | undefined };
}
interface ReadTensor {
  getTensorContent_asU8(): Uint8Array;
}

/**
 * The constants of {@link frozenModelBytes} by the names of their pieces. Throws InputError, beginning with `where`, for
 * bytes that are no SavedModel, and when TensorFlow's package is missing.
 */
export function frozenConstants(bytes: Uint8Array, where: string): ReadonlyMap<string, Float32Array> {
  const { SavedModel } = loadSavedModelMessages() as Readable;
  let nodes: readonly ReadNode[];
  try {
    nodes = SavedModel.deserializeBinary(bytes).getMetaGraphsList()[0]?.getGraphDef()?.getNodeList() ?? [];
  } catch {
    throw new InputError(`${where}: is truncated, damaged or no SavedModel; export the network again`);
  }
  return new Map(
    nodes.flatMap((node) => {
      if (node.getOp() !== "Const" || !node.getName().endsWith(CONSTANT)) return [];
      const content = node.getAttrMap().get("value")?.getTensor()?.getTensorContent_asU8() ?? new Uint8Array();
      if (content.length % 4 !== 0) throw new InputError(`${where}: is damaged; export the network again`);
      return [[node.getName().slice(0, -CONSTANT.length), floatsOf(content)] as const];
    }),
  );
}

/** TensorFlow's SavedModel, with the weights as constants of the graph. */
import { join } from "node:path";
import { readFileBytes } from "../../files/read-file.js";
import { buildFrozenGraph } from "../../graph/frozen-graph.js";
import { frozenConstants, frozenModelBytes } from "../../graph/session/saved-constants.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import type { ExportFormat } from "./format.js";

const FILE = "saved_model.pb";

/** A SavedModel: `images` in, `logits` and `probabilities` out, under the signature `serving_default`. */
export const savedModelFormat: ExportFormat = Object.freeze<ExportFormat>({
  name: "savedmodel",
  title: "TensorFlow SavedModel",
  layout: "NHWC",
  write: ({ plan, tensors }) => [{ name: FILE, content: frozenModelBytes(buildFrozenGraph(plan, tensors)) }],
  read(folder) {
    const path = join(folder, FILE);
    const constants = frozenConstants(readFileBytes(path, limits.checkpointBytes), printable(path));
    return ({ name }) => constants.get(name);
  },
  usage: ({ preprocessing: { height, width, channels } }) => ({
    needs: "TensorFlow (`pip install tensorflow`); in Node, `tf.node.loadSavedModel` of `@tensorflow/tfjs-node`",
    language: "python",
    code: [
      "import tensorflow as tf",
      "",
      'network = tf.saved_model.load(".").signatures["serving_default"]',
      `images = tf.zeros([1, ${height}, ${width}, ${channels}])  # normalized as network.json says`,
      'probabilities = network(images=images)["probabilities"]',
    ],
  }),
});

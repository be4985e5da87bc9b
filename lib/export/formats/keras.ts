/**
 * A Keras model in source, with its weights in an archive of NumPy's: Keras needs NumPy anyway, and the layout of its
 * own `.weights.h5` differs between its versions.
 */
import { join } from "node:path";
import { readFileBytes } from "../../files/read-file.js";
import { limits } from "../../input/limits.js";
import { printable } from "../../input/printable.js";
import { kerasSource } from "../python/keras-source.js";
import type { ExportFormat } from "./format.js";
import { decodeNpz, encodeNpz } from "./numpy.js";

const SOURCE = "network.py";
const WEIGHTS = "weights.npz";

/** Keras 3: `network.py` and `weights.npz`, whose arrays come in the order in which the model makes its layers. */
export const kerasFormat: ExportFormat = Object.freeze<ExportFormat>({
  name: "keras",
  title: "Keras model",
  layout: "NHWC",
  write: (network) => [
    { name: SOURCE, content: kerasSource(network) },
    { name: WEIGHTS, content: encodeNpz(network.tensors) },
  ],
  read(folder) {
    const path = join(folder, WEIGHTS);
    const values = decodeNpz(readFileBytes(path, limits.checkpointBytes), printable(path));
    return ({ name }) => values.get(name);
  },
  usage: ({ preprocessing: { height, width, channels } }) => ({
    needs: "Keras 3 with TensorFlow, JAX or PyTorch (`pip install keras tensorflow`); Pillow for pictures",
    language: "python",
    code: [
      "import keras",
      "from network import load",
      "",
      "network = load()",
      `images = keras.ops.zeros((1, ${height}, ${width}, ${channels}))  # or load_picture("picture.jpg")`,
      "probabilities = keras.ops.softmax(network(images, training=False))",
    ],
  }),
});

/** What the Python sources of all frameworks share: constants, and a picture on its way to the network. */
import { trainingGraphDefaults } from "../../graph/training-graph.js";
import type { ExportedNetwork } from "../exported-network.js";
import { ownVersion } from "../../training/run-folder.js";
import { titleWords } from "../title-words.js";
import { docstring, indent, oneLineOrListed, quoted } from "./layout.js";

/** The paragraphs of the source's own documentation. */
export function headWords(network: ExportedNetwork, weights: string): readonly string[] {
  const isTrained = network.origin.kind === "trained";
  return [
    `${titleWords(network)}.`,
    network.genotype.levels.length > 1
      ? "A motif is a small graph: `edge_1_2` leads from node 1 to node 2, and a node joins what its edges bring. The cell is a graph of motifs."
      : "The cell is a graph: `edge_1_2` leads from node 1 to node 2, and a node joins what its edges bring.",
    `\`load()\` reads ${isTrained ? "the trained" : "initial, untrained"} weights from ${weights}. \`python network.py PICTURE ...\` classifies pictures; it needs Pillow.`,
    `Written by hiernas ${ownVersion()}. README.md says more.`,
  ];
}

/** Constants of the network and of its preprocessing. */
export function constantLines({ config, classNames, preprocessing, plan }: ExportedNetwork): readonly string[] {
  const { height, width, normalization } = preprocessing;
  const numbers = (values: readonly number[]) => values.map(String);
  const tuple = (name: string, parts: readonly string[]): readonly string[] =>
    parts.length === 1 ? [`${name} = (${parts[0]},)`] : oneLineOrListed(0, `${name} = (`, parts, ")");
  return [
    ...tuple("CLASS_NAMES", classNames.map(quoted)),
    `HEIGHT, WIDTH = ${height}, ${width}`,
    "# Of each channel, in pixel values of 0 to 255.",
    ...tuple("MEAN", numbers(normalization.mean)),
    ...tuple("STANDARD_DEVIATION", numbers(normalization.standardDeviation)),
    "",
    `CHANNELS = ${config.channels}  # of the first group`,
    `GROUPS = ${config.groupCount}`,
    `CELLS = ${config.cellsPerGroup}  # of a group`,
    ...(plan.averageCount > 0
      ? [`EPSILON = ${trainingGraphDefaults.batchNormalizationEpsilon}  # of batch normalization`]
      : []),
  ];
}

/** `load_picture`, which makes a picture what the network takes. */
export function pictureFunctions({ preprocessing }: ExportedNetwork, framework: "torch" | "keras"): readonly string[] {
  const { channels } = preprocessing;
  const shape = framework === "torch" ? "[1, channels, height, width]" : "[1, height, width, channels]";
  const type = framework === "torch" ? "torch.Tensor" : "np.ndarray";
  const pixels =
    framework === "torch"
      ? [
          "pixels = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)",
          `images = pixels.reshape(1, HEIGHT, WIDTH, ${channels}).float()`,
          "images = (images - torch.tensor(MEAN)) / torch.tensor(STANDARD_DEVIATION)",
          "return images.permute(0, 3, 1, 2)",
        ]
      : [
          `pixels = np.asarray(picture, np.float32).reshape(1, HEIGHT, WIDTH, ${channels})`,
          "return (pixels - np.float32(MEAN)) / np.float32(STANDARD_DEVIATION)",
        ];
  return [
    `def load_picture(path: str) -> ${type}:`,
    ...indent(
      1,
      docstring(
        1,
        `A picture as the network takes it: ${shape}.`,
        "The largest part of the network's shape, from the middle, is resized and normalized.",
      ),
    ),
    "    from PIL import Image, ImageOps",
    "",
    `    picture = ImageOps.exif_transpose(Image.open(path)).convert("${channels === 1 ? "L" : "RGB"}")`,
    "    picture = ImageOps.fit(picture, (WIDTH, HEIGHT), Image.Resampling.LANCZOS)",
    ...indent(1, pixels),
  ];
}

/** The program: class names and probabilities of the pictures that it is given. */
export function mainLines(framework: "torch" | "keras"): readonly string[] {
  const probabilities =
    framework === "torch"
      ? [
          "        with torch.inference_mode():",
          "            probabilities = network(load_picture(path)).softmax(dim=1)[0].tolist()",
        ]
      : [
          "        logits = network(load_picture(path), training=False)",
          "        probabilities = keras.ops.convert_to_numpy(keras.ops.softmax(logits))[0]",
        ];
  return [
    'if __name__ == "__main__":',
    "    network = load()",
    "    for path in sys.argv[1:]:",
    ...probabilities,
    "        ranked = sorted(zip(probabilities, CLASS_NAMES), reverse=True)[:5]",
    '        print(path, *(f"{name} {share:.1%}" for share, name in ranked), sep="\\n  ")',
  ];
}

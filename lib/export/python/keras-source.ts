/** A network as Keras layers. */
import type { Layer } from "../../genotype/primitive.js";
import type { WideLayer } from "../../genotype/primitive-widths.js";
import { InputError } from "../../input/errors.js";
import type { ExportedNetwork } from "../exported-network.js";
import { bracketed, docstring, indent, listed } from "./layout.js";
import {
  type EdgeModule,
  type MotifModule,
  networkModules,
  type NetworkModules,
  type PrimitiveModule,
} from "./modules.js";
import { edgeName, forwardLines, joins } from "./motif-source.js";
import { blockDoc, blockLoop, networkDoc } from "./network-source.js";
import { constantLines, headWords, mainLines, pictureFunctions } from "./picture-source.js";
import { widthText } from "./widths.js";

/** The source, in the style of black. Throws InputError for a primitive that no one class can stand for. */
export function kerasSource(network: ExportedNetwork): string {
  const modules = networkModules(network);
  const top = (lines: readonly string[]): readonly string[] => ["", "", ...lines];
  const lines = [
    ...docstring(0, ...headWords(network, "weights.npz")),
    "",
    "import sys",
    "from pathlib import Path",
    "",
    "import keras",
    "import numpy as np",
    "from keras import layers",
    "",
    ...constantLines(network),
    ...(joins(modules.motifs) ? top(CONCATENATE) : []),
    ...modules.primitives.flatMap((each) => top(primitiveClass(each))),
    ...modules.motifs.flatMap((each) => top(motifClass(each, modules))),
    ...top(blockClass(modules)),
    ...top(networkClass(network)),
    ...top(loading(network)),
    ...top(pictureFunctions(network, "keras")),
    ...top(mainLines("keras")),
  ];
  return `${lines.join("\n")}\n`;
}

const CONCATENATE = [
  "def concatenate(*parts: keras.KerasTensor) -> keras.KerasTensor:",
  '    """Joins images along their channels."""',
  "    return keras.ops.concatenate(parts, axis=-1)",
];

function primitiveClass({ className, words, layers, isStrided }: PrimitiveModule): readonly string[] {
  const parameters = ["self", ...(widens(layers) ? ["channels: int"] : []), ...(isStrided ? ["stride: int = 1"] : [])];
  const parts = layers.map((layer) => {
    if (layer.kind === "convolution" && layer.to.input > 0) {
      throw new InputError(
        `${words}: has a multiple of its input's channels, which the Keras source cannot say; export the network as pytorch, onnx, savedmodel or tfjs`,
      );
    }
    return layerCall(layer, widthText(layer.to), isStrided ? "stride" : undefined);
  });
  return [
    `class ${className}(keras.Sequential):`,
    ...indent(1, docstring(1, `${words}.`)),
    "",
    `    def __init__(${parameters.join(", ")}) -> None:`,
    ...indent(2, sequence("super().__init__(", parts)),
  ];
}

const widens = (layers: readonly WideLayer[]): boolean =>
  layers.some(({ kind, to }) => kind === "convolution" && to.channels > 0);

/** A sequence of layers as the one argument of a call, four levels in. */
const sequence = (head: string, layers: readonly LayerCall[]): readonly string[] => [
  head,
  ...indent(
    1,
    listed(
      "[",
      layers.map(({ name, given }) => bracketed(4, `layers.${name}(`, given, ")", ",")),
      "]",
    ),
  ),
  ")",
];

/** A layer's constructor and what it is given. */
interface LayerCall {
  readonly name: string;
  readonly given: readonly string[];
}

const callText = ({ name, given }: LayerCall): string => `layers.${name}(${given.join(", ")})`;

/** A layer; `stride`, where given, is that of depthwise convolutions. */
function layerCall(layer: Layer, to: string, stride?: string): LayerCall {
  const padded = (own: Layer & { kernel: number; stride?: number; dilation?: number }, by = stride) => {
    const strides = by ?? String(own.stride ?? 1);
    const { dilation = 1 } = own;
    return [
      ...(strides === "1" ? [] : [`strides=${strides}`]),
      ...(dilation === 1 ? [] : [`dilation_rate=${dilation}`]),
      ...(own.kernel === 1 ? [] : ['padding="same"']),
    ];
  };
  const call = (name: string, ...given: readonly string[]): LayerCall => ({ name, given });
  switch (layer.kind) {
    case "convolution":
      return call("Conv2D", to, String(layer.kernel), ...padded(layer, String(layer.stride ?? 1)), "use_bias=False");
    case "depthwiseConvolution":
      return call("DepthwiseConv2D", String(layer.kernel), ...padded(layer), "use_bias=False");
    case "batchNormalization":
      return call("BatchNormalization", "epsilon=EPSILON");
    case "relu":
      return call("ReLU");
    case "maxPool":
    case "averagePool": {
      const name = layer.kind === "maxPool" ? "MaxPooling2D" : "AveragePooling2D";
      return call(name, String(layer.kernel), `strides=${layer.stride ?? 1}`, 'padding="same"');
    }
  }
}

function motifClass(motif: MotifModule, { primitives, closeName }: NetworkModules): readonly string[] {
  const { className, words, isCell, edges } = motif;
  const constructor = (edge: EdgeModule): readonly string[] => {
    const { work } = edge;
    const head = `self.${edgeName(edge)} = `;
    if (work.kind === "identity") return [];
    if (work.kind === "layer") return [`${head}${callText(layerCall(work.layer, ""))}`];
    const own = primitives.find((each) => each.className === work.className)?.layers;
    return [`${head}${work.className}(${own === undefined || widens(own) ? "channels" : ""})`];
  };
  return [
    `class ${className}(layers.Layer):`,
    ...indent(1, docstring(1, `${words}.`)),
    "",
    "    def __init__(self, channels: int) -> None:",
    "        super().__init__()",
    ...indent(2, [...edges.flatMap(constructor), ...(isCell ? [] : [`self.close = ${closeName}(channels)`])]),
    "",
    "    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:",
    ...forwardLines(motif),
  ];
}

const blockClass = ({ afterName }: NetworkModules): readonly string[] => [
  "class Block(layers.Layer):",
  ...blockDoc,
  "",
  "    def __init__(self, channels: int, out_channels: int, stride: int) -> None:",
  "        super().__init__()",
  "        self.cell = Cell(channels)",
  `        self.after = ${afterName}(out_channels, stride)`,
  "",
  "    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:",
  "        return self.after(self.cell(images))",
];

function networkClass({ config }: ExportedNetwork): readonly string[] {
  const { channels } = config;
  const parts = config.stem(channels).map((layer) => {
    const to = layer.kind === "convolution" ? layer.channels : 0;
    return layerCall(layer, to === channels ? "CHANNELS" : String(to));
  });
  return [
    "class Network(keras.Model):",
    ...networkDoc,
    "",
    "    def __init__(self) -> None:",
    "        super().__init__()",
    ...indent(2, sequence("self.stem = keras.Sequential(", parts)),
    "        self.blocks = []",
    ...blockLoop("self.blocks.append(Block(channels, out_channels, stride))"),
    "        self.pool = layers.GlobalAveragePooling2D()",
    "        self.classifier = layers.Dense(len(CLASS_NAMES))",
    "",
    "    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:",
    ...indent(2, docstring(2, "Logits of normalized images [batch, height, width, channels].")),
    "        features = self.stem(images)",
    "        for block in self.blocks:",
    "            features = block(features)",
    "        return self.classifier(self.pool(features))",
  ];
}

const loading = ({ plan }: ExportedNetwork): readonly string[] => [
  'def load(path: Path = Path(__file__).with_name("weights.npz")) -> Network:',
  ...indent(1, docstring(1, "The network with its weights, ready to classify.")),
  "    network = Network()",
  `    network(keras.Input((HEIGHT, WIDTH, ${plan.imageSize.channels})))  # makes the weights`,
  "    with np.load(path) as weights:",
  "        # They are in the order in which the network makes its layers.",
  "        network.set_weights([weights[name] for name in weights.files])",
  "    return network",
];

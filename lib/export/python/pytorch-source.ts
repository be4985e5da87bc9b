/** A network as PyTorch modules. */
import { InputError } from "../../input/errors.js";
import type { Layer } from "../../genotype/primitive.js";
import type { WideLayer } from "../../genotype/primitive-widths.js";
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

/** The source, in the style of black. Throws InputError for what PyTorch has no module for. */
export function pytorchSource(network: ExportedNetwork): string {
  const modules = networkModules(network);
  const stem = network.config.stem(network.config.channels);
  const used = [...modules.primitives.flatMap(({ layers }) => layers), ...stem];
  const isDilated = used.some((layer) => "dilation" in layer && (layer.dilation ?? 1) > 1);
  const top = (lines: readonly string[]): readonly string[] => ["", "", ...lines];
  const lines = [
    ...docstring(0, ...headWords(network, "weights.safetensors")),
    "",
    "import json",
    "import math",
    "import sys",
    "from pathlib import Path",
    "",
    "import torch",
    "import torch.nn.functional as F",
    "from torch import nn",
    "",
    ...constantLines(network),
    ...top(convolutionClass(isDilated)),
    ...(joins(modules.motifs) ? top(CONCATENATE) : []),
    ...modules.primitives.flatMap((each) => top(primitiveClass(each))),
    ...modules.motifs.flatMap((each) => top(motifClass(each, modules))),
    ...top(blockClass(modules)),
    ...top(networkClass(network, stem)),
    ...top(LOADING),
    ...top(pictureFunctions(network, "torch")),
    ...top(mainLines("torch")),
  ];
  return `${lines.join("\n")}\n`;
}

const convolutionClass = (isDilated: boolean): readonly string[] => [
  "class SameConv2d(nn.Conv2d):",
  ...indent(1, docstring(1, "Without bias, padded as TensorFlow's SAME: of an odd border the end gets more.")),
  "",
  "    def __init__(self, *sizes: int, **options: int) -> None:",
  "        super().__init__(*sizes, bias=False, **options)",
  "",
  "    def forward(self, images: torch.Tensor) -> torch.Tensor:",
  "        top, bottom = self.border(images.shape[2])",
  "        left, right = self.border(images.shape[3])",
  "        return super().forward(F.pad(images, (left, right, top, bottom)))",
  "",
  "    def border(self, size: int) -> tuple[int, int]:",
  ...indent(2, docstring(2, "Zeros before and after `size` pixels.")),
  "        kernel, stride = self.kernel_size[0], self.stride[0]",
  ...(isDilated ? ["        kernel += (self.dilation[0] - 1) * (kernel - 1)"] : []),
  "        border = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)",
  "        return border // 2, border - border // 2",
];

const CONCATENATE = [
  "def concatenate(*parts: torch.Tensor) -> torch.Tensor:",
  '    """Joins images along their channels."""',
  "    return torch.cat(parts, dim=1)",
];

function primitiveClass({ className, words, layers, isStrided }: PrimitiveModule): readonly string[] {
  const needs = layers.flatMap(({ from, to }) => [from, to]);
  const parameters = [
    "self",
    "in_channels: int",
    ...(needs.some(({ channels }) => channels > 0) ? ["channels: int"] : []),
    ...(isStrided ? ["stride: int = 1"] : []),
  ];
  const parts = layers.map((layer) => wideModule(layer, isStrided));
  return [
    `class ${className}(nn.Sequential):`,
    ...indent(1, docstring(1, `${words}.`)),
    "",
    ...indent(1, bracketed(1, "def __init__(", parameters, ") -> None:")),
    ...indent(2, listed("super().__init__(", parts, ")")),
  ];
}

const wideModule = (layer: WideLayer, isStrided = false): string =>
  moduleText(layer, widthText(layer.from), widthText(layer.to), isStrided ? "stride" : undefined);

/** A layer as a module; `stride`, where given, is that of depthwise convolutions. */
function moduleText(layer: Layer, from: string, to: string, stride?: string): string {
  const options = (own: Layer & { kernel: number }, by: string): readonly string[] => [
    ...(by === "1" ? [] : [`stride=${by}`]),
    ...("dilation" in own && (own.dilation ?? 1) > 1 ? [`dilation=${own.dilation}`] : []),
  ];
  switch (layer.kind) {
    case "convolution": {
      const by = String(layer.stride ?? 1);
      const [name, bias] = layer.kernel === 1 ? ["nn.Conv2d", ["bias=False"]] : ["SameConv2d", []];
      return `${name}(${[from, to, layer.kernel, ...options(layer, by), ...bias].join(", ")})`;
    }
    case "depthwiseConvolution": {
      const by = stride ?? String(layer.stride ?? 1);
      return `SameConv2d(${[from, from, layer.kernel, ...options(layer, by), `groups=${from}`].join(", ")})`;
    }
    case "batchNormalization":
      return `nn.BatchNorm2d(${to}, eps=EPSILON)`;
    case "relu":
      return "nn.ReLU()";
    case "maxPool":
    case "averagePool": {
      const { kind, kernel, stride: by = 1 } = layer;
      if (by !== 1 || kernel % 2 === 0) {
        throw new InputError(
          `${kind} of kernel ${kernel} and stride ${by}: PyTorch has no pooling that pads like it; export the network as savedmodel, tfjs, onnx or keras`,
        );
      }
      const size = `${kernel}, stride=1, padding=${(kernel - 1) / 2}`;
      return kind === "maxPool" ? `nn.MaxPool2d(${size})` : `nn.AvgPool2d(${size}, count_include_pad=False)`;
    }
  }
}

function motifClass(motif: MotifModule, { primitives, closeName }: NetworkModules): readonly string[] {
  const { className, words, isCell, edges, to } = motif;
  const constructor = (edge: EdgeModule): readonly string[] => {
    const { work, from } = edge;
    const head = `self.${edgeName(edge)} = `;
    if (work.kind === "identity") return [];
    if (work.kind === "layer") return [`${head}${moduleText(work.layer, widthText(from), widthText(from))}`];
    const layers = primitives.find((each) => each.className === work.className)?.layers;
    const needsChannels = layers?.some(({ to: width }) => width.channels > 0) ?? true;
    const given = [widthText(from), ...(needsChannels ? ["channels"] : [])];
    return bracketed(2, `${head}${work.className}(`, given, ")");
  };
  const width = widthText(to);
  const last = isCell ? [`self.out_channels = ${width}`] : [`self.close = ${closeName}(${width}, channels)`];
  return [
    `class ${className}(nn.Module):`,
    ...indent(1, docstring(1, `${words}.`)),
    "",
    "    def __init__(self, in_channels: int, channels: int) -> None:",
    "        super().__init__()",
    ...indent(2, [...edges.flatMap(constructor), ...last]),
    "",
    "    def forward(self, node1: torch.Tensor) -> torch.Tensor:",
    ...forwardLines(motif),
  ];
}

const blockClass = ({ afterName }: NetworkModules): readonly string[] => [
  "class Block(nn.Module):",
  ...blockDoc,
  "",
  "    def __init__(",
  "        self, in_channels: int, channels: int, out_channels: int, stride: int",
  "    ) -> None:",
  "        super().__init__()",
  "        self.cell = Cell(in_channels, channels)",
  `        self.after = ${afterName}(self.cell.out_channels, out_channels, stride)`,
  "",
  "    def forward(self, images: torch.Tensor) -> torch.Tensor:",
  "        return self.after(self.cell(images))",
];

function networkClass({ config, plan }: ExportedNetwork, stem: readonly Layer[]): readonly string[] {
  const { channels } = config;
  const text = (count: number): string => (count === channels ? "CHANNELS" : String(count));
  let from = plan.imageSize.channels;
  const parts = stem.map((layer) => {
    const to = layer.kind === "convolution" ? layer.channels : from;
    const module = moduleText(layer, text(from), text(to));
    from = to;
    return module;
  });
  return [
    "class Network(nn.Module):",
    ...networkDoc,
    "",
    "    def __init__(self) -> None:",
    "        super().__init__()",
    ...indent(2, listed("self.stem = nn.Sequential(", parts, ")")),
    "        self.blocks = nn.Sequential()",
    `        in_channels = ${text(from)}`,
    ...blockLoop(
      "self.blocks.append(Block(in_channels, channels, out_channels, stride))",
      "in_channels = out_channels",
    ),
    "        self.classifier = nn.Linear(in_channels, len(CLASS_NAMES))",
    "",
    "    def forward(self, images: torch.Tensor) -> torch.Tensor:",
    ...indent(2, docstring(2, "Logits of normalized images [batch, channels, height, width].")),
    "        features = self.blocks(self.stem(images)).mean(dim=(2, 3))",
    "        return self.classifier(features)",
  ];
}

const LOADING = [
  "def read_safetensors(path: Path) -> dict[str, torch.Tensor]:",
  '    """The tensors of a file: the length of a JSON header, the header, the numbers."""',
  "    data = bytearray(path.read_bytes())",
  '    start = 8 + int.from_bytes(data[:8], "little")',
  "    header = json.loads(data[8:start])",
  '    header.pop("__metadata__", None)',
  "    tensors = {}",
  "    for name, entry in header.items():",
  '        first, last = entry["data_offsets"]',
  "        numbers = torch.frombuffer(",
  "            data, dtype=torch.float32, count=(last - first) // 4, offset=start + first",
  "        )",
  '        tensors[name] = numbers.reshape(entry["shape"])',
  "    return tensors",
  "",
  "",
  'def load(path: Path = Path(__file__).with_name("weights.safetensors")) -> Network:',
  '    """The network with its weights, ready to classify."""',
  "    network = Network()",
  "    network.load_state_dict(read_safetensors(path))",
  "    return network.eval()",
];

"""The small network (c0 = 8, N = 1) around genotype 045a3f84f1033fe8.

A motif is a small graph: `edge_1_2` leads from node 1 to node 2, and a node joins what
its edges bring. The cell is a graph of motifs.

`load()` reads initial, untrained weights from weights.safetensors. `python network.py
PICTURE ...` classifies pictures; it needs Pillow.

Written by hiernas 0.1.0. README.md says more.
"""

import json
import math
import sys
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

CLASS_NAMES = (
    "airplane",
    "automobile",
    "bird",
    "cat",
    "deer",
    "dog",
    "frog",
    "horse",
    "ship",
    "truck",
)
HEIGHT, WIDTH = 32, 32
# Of each channel, in pixel values of 0 to 255.
MEAN = (124.8031474609375, 123.09525830078125, 114.10766723632813)
STANDARD_DEVIATION = (62.63791869898894, 61.93143615921442, 66.5401241681961)

CHANNELS = 8  # of the first group
GROUPS = 3
CELLS = 1  # of a group
EPSILON = 0.001  # of batch normalization


class SameConv2d(nn.Conv2d):
    """Without bias, padded as TensorFlow's SAME: of an odd border the end gets more."""

    def __init__(self, *sizes: int, **options: int) -> None:
        super().__init__(*sizes, bias=False, **options)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        top, bottom = self.border(images.shape[2])
        left, right = self.border(images.shape[3])
        return super().forward(F.pad(images, (left, right, top, bottom)))

    def border(self, size: int) -> tuple[int, int]:
        """Zeros before and after `size` pixels."""
        kernel, stride = self.kernel_size[0], self.stride[0]
        border = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
        return border // 2, border - border // 2


def concatenate(*parts: torch.Tensor) -> torch.Tensor:
    """Joins images along their channels."""
    return torch.cat(parts, dim=1)


class Conv1x1(nn.Sequential):
    """1×1 convolution, batch normalization and ReLU."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__(
            nn.Conv2d(in_channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels, eps=EPSILON),
            nn.ReLU(),
        )


class DepthwiseConv3x3(nn.Sequential):
    """3×3 depthwise convolution, batch normalization and ReLU."""

    def __init__(self, in_channels: int) -> None:
        super().__init__(
            SameConv2d(in_channels, in_channels, 3, groups=in_channels),
            nn.BatchNorm2d(in_channels, eps=EPSILON),
            nn.ReLU(),
        )


class SeparableConv3x3(nn.Sequential):
    """3×3 separable convolution, batch normalization and ReLU."""

    def __init__(self, in_channels: int, channels: int, stride: int = 1) -> None:
        super().__init__(
            SameConv2d(in_channels, in_channels, 3, stride=stride, groups=in_channels),
            nn.Conv2d(in_channels, channels, 1, bias=False),
            nn.BatchNorm2d(channels, eps=EPSILON),
            nn.ReLU(),
        )


class Motif1(nn.Module):
    """Motif 1 of level 2."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = nn.MaxPool2d(3, stride=1, padding=1)
        self.edge_1_3 = Conv1x1(in_channels, channels)
        self.edge_2_3 = DepthwiseConv3x3(in_channels)
        self.edge_1_4 = SeparableConv3x3(in_channels, channels)
        self.edge_2_4 = Conv1x1(in_channels, channels)
        self.edge_3_4 = nn.MaxPool2d(3, stride=1, padding=1)
        self.close = Conv1x1(in_channels + 3 * channels, channels)

    def forward(self, node1: torch.Tensor) -> torch.Tensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(
            self.edge_1_4(node1),
            self.edge_2_4(node2),
            self.edge_3_4(node3),
        )
        return self.close(node4)


class Motif3(nn.Module):
    """Motif 3 of level 2."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = SeparableConv3x3(in_channels, channels)
        self.edge_1_3 = DepthwiseConv3x3(in_channels)
        self.edge_2_3 = SeparableConv3x3(channels, channels)
        self.edge_1_4 = SeparableConv3x3(in_channels, channels)
        self.edge_3_4 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.close = Conv1x1(in_channels + 3 * channels, channels)

    def forward(self, node1: torch.Tensor) -> torch.Tensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(self.edge_1_4(node1), node2, self.edge_3_4(node3))
        return self.close(node4)


class Motif4(nn.Module):
    """Motif 4 of level 2."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.edge_1_3 = SeparableConv3x3(in_channels, channels)
        self.edge_2_3 = SeparableConv3x3(in_channels, channels)
        self.edge_2_4 = nn.MaxPool2d(3, stride=1, padding=1)
        self.edge_3_4 = nn.AvgPool2d(3, stride=1, padding=1, count_include_pad=False)
        self.close = Conv1x1(2 * in_channels + 2 * channels, channels)

    def forward(self, node1: torch.Tensor) -> torch.Tensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(node1, self.edge_2_4(node2), self.edge_3_4(node3))
        return self.close(node4)


class Motif5(nn.Module):
    """Motif 5 of level 2."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.edge_1_3 = SeparableConv3x3(in_channels, channels)
        self.edge_1_4 = SeparableConv3x3(in_channels, channels)
        self.edge_3_4 = SeparableConv3x3(in_channels + channels, channels)
        self.close = Conv1x1(in_channels + 2 * channels, channels)

    def forward(self, node1: torch.Tensor) -> torch.Tensor:
        node3 = concatenate(self.edge_1_3(node1), node1)
        node4 = concatenate(self.edge_1_4(node1), node1, self.edge_3_4(node3))
        return self.close(node4)


class Cell(nn.Module):
    """The cell."""

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = Motif5(in_channels, channels)
        self.edge_1_3 = Motif3(in_channels, channels)
        self.edge_2_3 = Motif3(channels, channels)
        self.edge_1_4 = Motif3(in_channels, channels)
        self.edge_2_4 = Motif1(channels, channels)
        self.edge_3_4 = Motif3(2 * channels, channels)
        self.edge_1_5 = Motif4(in_channels, channels)
        self.edge_2_5 = Motif5(channels, channels)
        self.edge_3_5 = Motif5(2 * channels, channels)
        self.edge_4_5 = Motif5(3 * channels, channels)
        self.out_channels = 4 * channels

    def forward(self, node1: torch.Tensor) -> torch.Tensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(
            self.edge_1_4(node1),
            self.edge_2_4(node2),
            self.edge_3_4(node3),
        )
        return concatenate(
            self.edge_1_5(node1),
            self.edge_2_5(node2),
            self.edge_3_5(node3),
            self.edge_4_5(node4),
        )


class Block(nn.Module):
    """A cell, then a separable convolution, which at stride 2 halves the resolution."""

    def __init__(
        self, in_channels: int, channels: int, out_channels: int, stride: int
    ) -> None:
        super().__init__()
        self.cell = Cell(in_channels, channels)
        self.after = SeparableConv3x3(self.cell.out_channels, out_channels, stride)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.after(self.cell(images))


class Network(nn.Module):
    """A stem, groups of blocks, and a classifier.

    Between two groups the resolution halves and the channels double.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            SameConv2d(3, CHANNELS, 3),
            nn.BatchNorm2d(CHANNELS, eps=EPSILON),
            nn.ReLU(),
        )
        self.blocks = nn.Sequential()
        in_channels = CHANNELS
        for group in range(GROUPS):
            channels = CHANNELS * 2**group
            for cell in range(CELLS):
                halves = cell == CELLS - 1 and group < GROUPS - 1
                out_channels, stride = (2 * channels, 2) if halves else (channels, 1)
                self.blocks.append(Block(in_channels, channels, out_channels, stride))
                in_channels = out_channels
        self.classifier = nn.Linear(in_channels, len(CLASS_NAMES))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Logits of normalized images [batch, channels, height, width]."""
        features = self.blocks(self.stem(images)).mean(dim=(2, 3))
        return self.classifier(features)


def read_safetensors(path: Path) -> dict[str, torch.Tensor]:
    """The tensors of a file: the length of a JSON header, the header, the numbers."""
    data = bytearray(path.read_bytes())
    start = 8 + int.from_bytes(data[:8], "little")
    header = json.loads(data[8:start])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        numbers = torch.frombuffer(
            data, dtype=torch.float32, count=(last - first) // 4, offset=start + first
        )
        tensors[name] = numbers.reshape(entry["shape"])
    return tensors


def load(path: Path = Path(__file__).with_name("weights.safetensors")) -> Network:
    """The network with its weights, ready to classify."""
    network = Network()
    network.load_state_dict(read_safetensors(path))
    return network.eval()


def load_picture(path: str) -> torch.Tensor:
    """A picture as the network takes it: [1, channels, height, width].

    The largest part of the network's shape, from the middle, is resized and normalized.
    """
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    picture = ImageOps.fit(picture, (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    pixels = torch.frombuffer(bytearray(picture.tobytes()), dtype=torch.uint8)
    images = pixels.reshape(1, HEIGHT, WIDTH, 3).float()
    images = (images - torch.tensor(MEAN)) / torch.tensor(STANDARD_DEVIATION)
    return images.permute(0, 3, 1, 2)


if __name__ == "__main__":
    network = load()
    for path in sys.argv[1:]:
        with torch.inference_mode():
            probabilities = network(load_picture(path)).softmax(dim=1)[0].tolist()
        ranked = sorted(zip(probabilities, CLASS_NAMES), reverse=True)[:5]
        print(path, *(f"{name} {share:.1%}" for share, name in ranked), sep="\n  ")

"""The small network (c0 = 8, N = 1) around genotype 045a3f84f1033fe8.

A motif is a small graph: `edge_1_2` leads from node 1 to node 2, and a node joins what
its edges bring. The cell is a graph of motifs.

`load()` reads initial, untrained weights from weights.npz. `python network.py PICTURE
...` classifies pictures; it needs Pillow.

Written by hiernas 0.1.0. README.md says more.
"""

import sys
from pathlib import Path

import keras
import numpy as np
from keras import layers

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


def concatenate(*parts: keras.KerasTensor) -> keras.KerasTensor:
    """Joins images along their channels."""
    return keras.ops.concatenate(parts, axis=-1)


class Conv1x1(keras.Sequential):
    """1×1 convolution, batch normalization and ReLU."""

    def __init__(self, channels: int) -> None:
        super().__init__(
            [
                layers.Conv2D(channels, 1, use_bias=False),
                layers.BatchNormalization(epsilon=EPSILON),
                layers.ReLU(),
            ]
        )


class DepthwiseConv3x3(keras.Sequential):
    """3×3 depthwise convolution, batch normalization and ReLU."""

    def __init__(self) -> None:
        super().__init__(
            [
                layers.DepthwiseConv2D(3, padding="same", use_bias=False),
                layers.BatchNormalization(epsilon=EPSILON),
                layers.ReLU(),
            ]
        )


class SeparableConv3x3(keras.Sequential):
    """3×3 separable convolution, batch normalization and ReLU."""

    def __init__(self, channels: int, stride: int = 1) -> None:
        super().__init__(
            [
                layers.DepthwiseConv2D(
                    3, strides=stride, padding="same", use_bias=False
                ),
                layers.Conv2D(channels, 1, use_bias=False),
                layers.BatchNormalization(epsilon=EPSILON),
                layers.ReLU(),
            ]
        )


class Motif1(layers.Layer):
    """Motif 1 of level 2."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = layers.MaxPooling2D(3, strides=1, padding="same")
        self.edge_1_3 = Conv1x1(channels)
        self.edge_2_3 = DepthwiseConv3x3()
        self.edge_1_4 = SeparableConv3x3(channels)
        self.edge_2_4 = Conv1x1(channels)
        self.edge_3_4 = layers.MaxPooling2D(3, strides=1, padding="same")
        self.close = Conv1x1(channels)

    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(
            self.edge_1_4(node1),
            self.edge_2_4(node2),
            self.edge_3_4(node3),
        )
        return self.close(node4)


class Motif3(layers.Layer):
    """Motif 3 of level 2."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = SeparableConv3x3(channels)
        self.edge_1_3 = DepthwiseConv3x3()
        self.edge_2_3 = SeparableConv3x3(channels)
        self.edge_1_4 = SeparableConv3x3(channels)
        self.edge_3_4 = layers.AveragePooling2D(3, strides=1, padding="same")
        self.close = Conv1x1(channels)

    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(self.edge_1_4(node1), node2, self.edge_3_4(node3))
        return self.close(node4)


class Motif4(layers.Layer):
    """Motif 4 of level 2."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = layers.AveragePooling2D(3, strides=1, padding="same")
        self.edge_1_3 = SeparableConv3x3(channels)
        self.edge_2_3 = SeparableConv3x3(channels)
        self.edge_2_4 = layers.MaxPooling2D(3, strides=1, padding="same")
        self.edge_3_4 = layers.AveragePooling2D(3, strides=1, padding="same")
        self.close = Conv1x1(channels)

    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:
        node2 = self.edge_1_2(node1)
        node3 = concatenate(self.edge_1_3(node1), self.edge_2_3(node2))
        node4 = concatenate(node1, self.edge_2_4(node2), self.edge_3_4(node3))
        return self.close(node4)


class Motif5(layers.Layer):
    """Motif 5 of level 2."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge_1_3 = SeparableConv3x3(channels)
        self.edge_1_4 = SeparableConv3x3(channels)
        self.edge_3_4 = SeparableConv3x3(channels)
        self.close = Conv1x1(channels)

    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:
        node3 = concatenate(self.edge_1_3(node1), node1)
        node4 = concatenate(self.edge_1_4(node1), node1, self.edge_3_4(node3))
        return self.close(node4)


class Cell(layers.Layer):
    """The cell."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.edge_1_2 = Motif5(channels)
        self.edge_1_3 = Motif3(channels)
        self.edge_2_3 = Motif3(channels)
        self.edge_1_4 = Motif3(channels)
        self.edge_2_4 = Motif1(channels)
        self.edge_3_4 = Motif3(channels)
        self.edge_1_5 = Motif4(channels)
        self.edge_2_5 = Motif5(channels)
        self.edge_3_5 = Motif5(channels)
        self.edge_4_5 = Motif5(channels)

    def call(self, node1: keras.KerasTensor) -> keras.KerasTensor:
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


class Block(layers.Layer):
    """A cell, then a separable convolution, which at stride 2 halves the resolution."""

    def __init__(self, channels: int, out_channels: int, stride: int) -> None:
        super().__init__()
        self.cell = Cell(channels)
        self.after = SeparableConv3x3(out_channels, stride)

    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:
        return self.after(self.cell(images))


class Network(keras.Model):
    """A stem, groups of blocks, and a classifier.

    Between two groups the resolution halves and the channels double.
    """

    def __init__(self) -> None:
        super().__init__()
        self.stem = keras.Sequential(
            [
                layers.Conv2D(CHANNELS, 3, padding="same", use_bias=False),
                layers.BatchNormalization(epsilon=EPSILON),
                layers.ReLU(),
            ]
        )
        self.blocks = []
        for group in range(GROUPS):
            channels = CHANNELS * 2**group
            for cell in range(CELLS):
                halves = cell == CELLS - 1 and group < GROUPS - 1
                out_channels, stride = (2 * channels, 2) if halves else (channels, 1)
                self.blocks.append(Block(channels, out_channels, stride))
        self.pool = layers.GlobalAveragePooling2D()
        self.classifier = layers.Dense(len(CLASS_NAMES))

    def call(self, images: keras.KerasTensor) -> keras.KerasTensor:
        """Logits of normalized images [batch, height, width, channels]."""
        features = self.stem(images)
        for block in self.blocks:
            features = block(features)
        return self.classifier(self.pool(features))


def load(path: Path = Path(__file__).with_name("weights.npz")) -> Network:
    """The network with its weights, ready to classify."""
    network = Network()
    network(keras.Input((HEIGHT, WIDTH, 3)))  # makes the weights
    with np.load(path) as weights:
        # They are in the order in which the network makes its layers.
        network.set_weights([weights[name] for name in weights.files])
    return network


def load_picture(path: str) -> np.ndarray:
    """A picture as the network takes it: [1, height, width, channels].

    The largest part of the network's shape, from the middle, is resized and normalized.
    """
    from PIL import Image, ImageOps

    picture = ImageOps.exif_transpose(Image.open(path)).convert("RGB")
    picture = ImageOps.fit(picture, (WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    pixels = np.asarray(picture, np.float32).reshape(1, HEIGHT, WIDTH, 3)
    return (pixels - np.float32(MEAN)) / np.float32(STANDARD_DEVIATION)


if __name__ == "__main__":
    network = load()
    for path in sys.argv[1:]:
        logits = network(load_picture(path), training=False)
        probabilities = keras.ops.convert_to_numpy(keras.ops.softmax(logits))[0]
        ranked = sorted(zip(probabilities, CLASS_NAMES), reverse=True)[:5]
        print(path, *(f"{name} {share:.1%}" for share, name in ranked), sep="\n  ")

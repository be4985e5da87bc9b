#!/usr/bin/env python3
"""PyTorch's side of `hiernas bench training`: trains the network of a plan, one training step per line.

Started by lib/instruments/bench with two threads or one (OMP_NUM_THREADS). Reads one JSON message per line from stdin
and answers each with one on stdout:

    {"kind": "open", "plan": …, "protocol": …, "images": FOLDER}    -> {"kind": "opened", "versions": …}
    {"kind": "train", "batchSize": 64}                              -> {"kind": "trained", "millis": …, "dataMillis": …, "loss": …}
    {"kind": "score"}                                               -> {"kind": "scored", "millis": …}    one batch of scoring images
    {"kind": "evaluate", "seed": "1"}                               -> {"kind": "evaluated", …}   a whole evaluation with a new network

Errors are {"kind": "error", "message": …}. It exits at the end of stdin.

Written for speed as a PyTorch user would: modules from torch.nn in channels_last, in-place ReLU if nothing else reads
its input, the fused SGD, batches gathered by numpy straight into channels_last. The network is the plan's with one
exception: at stride 2 on even sizes PyTorch pads both sides and TensorFlow one, at the same cost.
"""
import json
import os
import platform
import signal
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

EPSILON = 1e-3
LEARNING_RATE = 0.01


def millis_since(start):
    return (time.perf_counter() - start) * 1000


class Network(nn.Module):
    """The operations of a plan, in order; a value is dropped after its last reader."""

    def __init__(self, plan):
        super().__init__()
        operations = plan["operations"]
        readers = [0] * len(operations)
        for operation in operations:
            for each in operation["inputs"]:
                readers[each] += 1
        self.inputs = [operation["inputs"] for operation in operations]
        self.modules_in_order = nn.ModuleList(self.module_of(operation, readers) for operation in operations)
        last = {each: number for number, operation in enumerate(operations) for each in operation["inputs"]}
        self.dropped = [[each for each in operation["inputs"] if last[each] == number] for number, operation in enumerate(operations)]
        count = sum(parameter.numel() for parameter in self.parameters())
        if count != plan["parameterCount"]:
            raise ValueError(f"{count} parameters, the plan has {plan['parameterCount']}")

    @staticmethod
    def module_of(operation, readers):
        layer = operation["layer"]
        kind, channels_in = layer["kind"], operation["inputChannels"]
        kernel, stride, dilation = layer.get("kernel", 1), layer.get("stride", 1), layer.get("dilation", 1)
        padding = dilation * (kernel - 1) // 2
        if kind == "convolution":
            return nn.Conv2d(channels_in, layer["channels"], kernel, stride, padding, dilation, bias=False)
        if kind == "depthwiseConvolution":
            return nn.Conv2d(channels_in, channels_in, kernel, stride, padding, dilation, groups=channels_in, bias=False)
        if kind == "maxPool":
            return nn.MaxPool2d(kernel, stride, padding)
        if kind == "averagePool":
            return nn.AvgPool2d(kernel, stride, padding, count_include_pad=False)
        if kind == "batchNormalization":
            return nn.BatchNorm2d(channels_in, eps=EPSILON)
        if kind == "relu":
            single = len(operation["inputs"]) == 1 and readers[operation["inputs"][0]] == 1
            return nn.ReLU(inplace=single)
        if kind == "globalAveragePool":
            return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten())
        if kind == "dense":
            return nn.Linear(channels_in, layer["channels"])
        if kind == "input":
            return nn.Identity()
        raise ValueError(f"{operation['path']}: unknown layer {kind}")

    def forward(self, images):
        values = {}
        for number, module in enumerate(self.modules_in_order):
            parts = [values[each] for each in self.inputs[number]]
            value = torch.cat(parts, dim=1) if len(parts) > 1 else parts[0] if parts else images
            for each in self.dropped[number]:
                del values[each]
            values[number] = module(value)
        return values[number]


def initialize(network):
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight, nonlinearity="relu")


class Images:
    """Pixels [count, height, width, channels] from the benchmark's files, and batches of them."""

    def __init__(self, folder, about, normalization):
        self.count, self.height, self.width, self.channels = about["shape"]
        read = lambda name: numpy.fromfile(os.path.join(folder, about["name"] + name), dtype=numpy.uint8)
        self.pixels = read(".pixels").reshape(about["shape"])
        self.labels = read(".labels").astype(numpy.int64)
        scale = 1 / numpy.array(normalization["standardDeviation"], dtype=numpy.float32)
        shift = -numpy.array(normalization["mean"], dtype=numpy.float32) * scale
        self.table = numpy.arange(256, dtype=numpy.float32)[:, None] * scale + shift

    def as_batch(self, pixels, labels):
        normalized = numpy.empty(pixels.shape, dtype=numpy.float32)
        for channel in range(self.channels):
            numpy.take(self.table[:, channel], pixels[..., channel], out=normalized[..., channel])
        # The permuted view of [batch, height, width, channels] is channels_last already.
        return torch.from_numpy(normalized).permute(0, 3, 1, 2), torch.from_numpy(labels)

    def training_batches(self, batch_size, augmentation, random):
        crop = augmentation.get("crop") or dict(height=self.height, width=self.width)
        shift, order, place = augmentation.get("shift", 0), random.permutation(self.count), 0
        mirrored = augmentation.get("padding", "reflect") == "reflect"

        def windows(size, length, flip):
            start = random.integers(0, length - size + 2 * shift + 1, batch_size) - shift
            at = start[:, None] + numpy.arange(size)
            at = numpy.where(at < 0, -at, at) if mirrored else at.clip(0)
            at = numpy.where(at >= length, 2 * (length - 1) - at, at) if mirrored else at.clip(None, length - 1)
            return numpy.where(random.integers(0, 2, batch_size)[:, None] == 1, at[:, ::-1], at) if flip else at

        while True:
            if place + batch_size > self.count:
                order, place = numpy.concatenate([order[place:], random.permutation(self.count)]), 0
            chosen = order[place : place + batch_size]
            place += batch_size
            rows = windows(crop["height"], self.height, False)
            columns = windows(crop["width"], self.width, augmentation["flip"])
            yield self.as_batch(self.pixels[chosen[:, None, None], rows[:, :, None], columns[:, None, :]], self.labels[chosen])

    def scoring_batches(self, batch_size):
        for start in range(0, self.count, batch_size):
            yield self.as_batch(self.pixels[start : start + batch_size], self.labels[start : start + batch_size])


class Training:
    """A network with its optimizer."""

    def __init__(self, plan, protocol):
        self.network = Network(plan)
        initialize(self.network)
        self.network = self.network.to(memory_format=torch.channels_last).train()
        self.optimizer = torch.optim.SGD(
            self.network.parameters(), lr=LEARNING_RATE, momentum=protocol["momentum"], weight_decay=protocol["weightDecay"], fused=True
        )

    def train(self, images, labels, rate):
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad(set_to_none=True)
        loss = functional.cross_entropy(self.network(images), labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()

    def calibrate(self, batches, count):
        normalizations = [module for module in self.network.modules() if isinstance(module, nn.BatchNorm2d)]
        with torch.no_grad():
            for number in range(1, count + 1):
                for module in normalizations:
                    module.momentum = 1 / number
                self.network(next(batches)[0])

    def score(self, batches):
        self.network.eval()
        with torch.no_grad():
            correct = sum(int((self.network(images).argmax(dim=1) == labels).sum()) for images, labels in batches)
        self.network.train()
        return correct


class Peer:
    def open(self, message):
        self.plan, self.protocol, folder = message["plan"], message["protocol"], message["images"]
        with open(os.path.join(folder, "images.json"), encoding="utf8") as file:
            about = json.load(file)
        self.images = {each["name"]: Images(folder, each, about["normalization"]) for each in about["splits"]}
        self.training = Training(self.plan, self.protocol)
        self.batches = {}
        self.random = numpy.random.default_rng(1)
        versions = {"torch": torch.__version__, "torch kernels": torch.backends.cpu.get_cpu_capability(), "python": platform.python_version()}
        return dict(kind="opened", versions=versions, threads=torch.get_num_threads())

    def train(self, message):
        size = message["batchSize"]
        if size not in self.batches:
            self.batches[size] = self.images["training"].training_batches(size, self.protocol["augmentation"], self.random)
        start = time.perf_counter()
        images, labels = next(self.batches[size])
        data = millis_since(start)
        loss = self.training.train(images, labels, LEARNING_RATE)
        return dict(kind="trained", millis=millis_since(start), dataMillis=data, loss=loss)

    def score(self, _):
        batches = self.images["scoring"].scoring_batches(self.protocol["scoringBatchSize"])
        start = time.perf_counter()
        self.training.score([next(batches)])
        return dict(kind="scored", millis=millis_since(start))

    def evaluate(self, message):
        protocol, images = self.protocol, self.images
        torch.manual_seed(int(message["seed"]))
        random = numpy.random.default_rng(int(message["seed"]))
        start = time.perf_counter()
        training = Training(self.plan, protocol)
        batches = images["training"].training_batches(protocol["batchSize"], protocol["augmentation"], random)
        training_steps = protocol["trainingSteps"]
        trained = []
        for number in range(training_steps):
            began = time.perf_counter()
            loss = training.train(*next(batches), rate_at(protocol["schedule"], number, training_steps))
            trained.append(millis_since(began))
        scoring = time.perf_counter()
        flips = dict(flip=protocol["augmentation"]["flip"])
        whole = images["recalibration"].training_batches(protocol["scoringBatchSize"], flips, random)
        training.calibrate(whole, protocol["recalibrationBatches"])
        correct = training.score(images["scoring"].scoring_batches(protocol["scoringBatchSize"]))
        accuracy = correct / images["scoring"].count
        return dict(
            kind="evaluated", millis=millis_since(start), trainingStepMillis=trained, scoreMillis=millis_since(scoring), accuracy=accuracy, loss=loss
        )


def rate_at(schedule, training_step, training_steps):
    if schedule["kind"] == "cosine":
        return schedule["rate"] * (1 + numpy.cos(numpy.pi * training_step / training_steps)) / 2
    drops = sum(at <= training_step for at in schedule.get("dropAt", []))
    return schedule["rate"] * schedule.get("factor", 1) ** drops


def main():
    # An interrupt reaches the whole process group; the parent handles it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    torch.set_num_threads(int(os.environ["OMP_NUM_THREADS"]))
    peer = Peer()
    answers = dict(open=peer.open, train=peer.train, score=peer.score, evaluate=peer.evaluate)
    for line in sys.stdin:
        message = json.loads(line)
        try:
            # JSON has no numbers that are not finite.
            answer = json.dumps(answers[message["kind"]](message), allow_nan=False)
        except Exception as error:  # noqa: BLE001: the parent reports it
            answer = json.dumps(dict(kind="error", message=f"{type(error).__name__}: {error}"))
        print(answer, flush=True)


if __name__ == "__main__":
    main()

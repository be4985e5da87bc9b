#!/usr/bin/env python3
"""The same networks, trained by PyTorch: the results that pytorch-agreement.test.ts compares the training graph with.

Not part of `npm test`, which reads the committed results. To regenerate them, in your own environment:

    python3 -m venv torch-env && torch-env/bin/pip install torch numpy      # 5 GB
    npm run build && node build/test/graph/write-pytorch-inputs.js          # only if the cases have changed
    torch-env/bin/python test/graph/pytorch-reference.py                    # about half a minute; prints how rounding grows

It shares no code with lib/: it reads the plans as data, computes every size, count and cost itself and stops if a plan
says otherwise, interprets the operations one by one with torch's functions and takes gradients by torch's autograd.
Everything is computed in double precision, which is written, and again in single precision, whose distance to it is
written as the error of rounding.

Conventions that differ between frameworks, here as in TensorFlow:
- padding SAME puts the odd row or column after the image (at stride 2 on even sizes: nothing before, one after);
- average pooling leaves the padding out of the count; max-pooling never picks the padding;
- batch normalization: epsilon 1e-3; the batch's biased variance normalizes, the unbiased one goes into the averages;
- SGD with momentum: v <- m v + g + decay w;  w <- w - rate v; every weight decays, scales, offsets and biases too.
"""
import base64
import gzip
import json
import math
from pathlib import Path

import numpy
import torch
import torch.nn.functional as functional

FIXTURES = Path(__file__).resolve().parent / "fixtures"
EPSILON = 1e-3
LOWEST = -math.inf


def same_padding(size, kernel, stride, dilation=1):
    """Rows before and after so that ceil(size / stride) rows come out; the odd one goes after."""
    reach = (kernel - 1) * dilation + 1
    total = max((math.ceil(size / stride) - 1) * stride + reach - size, 0)
    return total // 2, total - total // 2


def pad_same(images, layer, value=0.0):
    kernel, stride, dilation = layer["kernel"], layer.get("stride", 1), layer.get("dilation", 1)
    top, bottom = same_padding(images.shape[2], kernel, stride, dilation)
    left, right = same_padding(images.shape[3], kernel, stride, dilation)
    return functional.pad(images, (left, right, top, bottom), value=value)


def average_pool(images, layer):
    kernel, stride = layer["kernel"], layer.get("stride", 1)
    ones = torch.ones_like(images[:1, :1])
    total = functional.avg_pool2d(pad_same(images, layer), kernel, stride)
    return total / functional.avg_pool2d(pad_same(ones, layer), kernel, stride)


def max_pool(images, layer):
    return functional.max_pool2d(pad_same(images, layer, LOWEST), layer["kernel"], layer.get("stride", 1))


def normalize(images, scale, offset, mean, variance):
    column = (1, -1, 1, 1)
    centred = (images - mean.view(column)) / torch.sqrt(variance.view(column) + EPSILON)
    return centred * scale.view(column) + offset.view(column)


def forward(plan, weights, images, stand_ins, averages=None, statistics=None):
    """Logits of images [batch, channels, height, width], normalized with `averages` instead of the batch's statistics if given.

    `statistics` collects those of the batch.
    """
    values = []
    for operation in plan["operations"]:
        layer = operation["layer"]
        kind = layer["kind"]
        pieces = [weights[p["offset"] : p["offset"] + p["size"]].view(p["shape"]) for p in operation["weights"]]
        parts = [values[i] for i in operation["inputs"]]
        value = torch.cat(parts, dim=1) if len(parts) > 1 else parts[0] if parts else images
        if kind == "convolution":
            kernel = pieces[0].permute(3, 2, 0, 1)  # [in rows, columns, in, out] -> [out, in, rows, columns]
            value = functional.conv2d(pad_same(value, layer), kernel, stride=layer.get("stride", 1), dilation=layer.get("dilation", 1))
        elif kind == "depthwiseConvolution":
            kernel = pieces[0].permute(2, 3, 0, 1)
            value = functional.conv2d(
                pad_same(value, layer), kernel, stride=layer.get("stride", 1), dilation=layer.get("dilation", 1), groups=value.shape[1]
            )
        elif kind == "maxPool":
            value = average_pool(value, layer) if stand_ins == "smooth" else max_pool(value, layer)
        elif kind == "averagePool":
            value = average_pool(value, layer)
        elif kind == "batchNormalization":
            place = operation["averages"]["offset"]
            channels = operation["averages"]["channels"]
            if averages is None:
                mean = value.mean(dim=(0, 2, 3))
                variance = value.var(dim=(0, 2, 3), unbiased=False)
            else:
                mean, variance = averages[place : place + channels], averages[place + channels : place + 2 * channels]
            if statistics is not None:
                count = value.numel() / channels
                statistics[place : place + channels] = mean.detach()
                statistics[place + channels : place + 2 * channels] = variance.detach() * count / (count - 1)
            value = normalize(value, pieces[0], pieces[1], mean, variance)
        elif kind == "relu":
            value = torch.logaddexp(value, torch.zeros_like(value)) if stand_ins == "smooth" else torch.relu(value)
        elif kind == "globalAveragePool":
            value = value.mean(dim=(2, 3))
        elif kind == "dense":
            value = value @ pieces[0] + pieces[1]
        elif kind != "input":
            raise SystemExit(f"{operation['path']}: unknown layer {kind}")
        values.append(value)
    return values[-1]


def check_plan(plan):
    """Computes shapes, weights, costs and offsets independently; stops if the plan says otherwise."""
    shapes = []
    weight_count = average_count = multiply_adds = activation_bytes = 0
    for number, operation in enumerate(plan["operations"]):
        layer, kind = operation["layer"], operation["layer"]["kind"]
        size = plan["imageSize"]
        if kind == "input":
            height, width, channels_in = size["height"], size["width"], size["channels"]
        else:
            incoming = [shapes[i] for i in operation["inputs"]]
            assert len({shape[:2] for shape in incoming}) == 1, f"{operation['path']}: parts of different sizes"
            height, width = incoming[0][:2]
            channels_in = sum(shape[2] for shape in incoming)
        stride = layer.get("stride", 1)
        height, width, channels = -(-height // stride), -(-width // stride), channels_in
        pieces, cost = [], 0
        if kind == "convolution":
            channels = layer["channels"]
            pieces = [[layer["kernel"], layer["kernel"], channels_in, channels]]
            cost = height * width * layer["kernel"] ** 2 * channels_in * channels
        elif kind == "depthwiseConvolution":
            pieces = [[layer["kernel"], layer["kernel"], channels_in, 1]]
            cost = height * width * layer["kernel"] ** 2 * channels_in
        elif kind == "batchNormalization":
            pieces = [[channels], [channels]]
            assert operation["averages"] == {**operation["averages"], "offset": average_count, "channels": channels}, operation["path"]
            average_count += 2 * channels
        elif kind == "globalAveragePool":
            height = width = 1
        elif kind == "dense":
            channels = layer["channels"]
            pieces = [[channels_in, channels], [channels]]
            cost = channels_in * channels
        ours = dict(id=number, inputChannels=channels_in, height=height, width=width, channels=channels, multiplyAdds=cost)
        ours["parameterCount"] = sum(math.prod(shape) for shape in pieces)
        ours["activationBytes"] = 4 * height * width * channels
        for key, value in ours.items():
            assert operation[key] == value, f"{operation['path']}: {key}: the plan says {operation[key]}, arithmetic says {value}"
        assert [piece["shape"] for piece in operation["weights"]] == pieces, f"{operation['path']}: shapes of weights"
        for piece in operation["weights"]:
            assert piece["offset"] == weight_count and piece["size"] == math.prod(piece["shape"]), piece["name"]
            weight_count += piece["size"]
        multiply_adds += cost
        activation_bytes += ours["activationBytes"]
        shapes.append((height, width, channels))
    totals = dict(parameterCount=weight_count, averageCount=average_count, multiplyAdds=multiply_adds, activationBytes=activation_bytes)
    for key, value in totals.items():
        assert plan[key] == value, f"{plan['network']}: {key}: the plan says {plan[key]}, arithmetic says {value}"
    assert shapes[-1] == (1, 1, plan["classCount"]), f"{plan['network']}: the last operation gives {shapes[-1]}"


def floats(text):
    return numpy.frombuffer(base64.b64decode(text), dtype="<f4")


def batches_of(case, dtype):
    size = case["plan"]["imageSize"]
    pixels = numpy.frombuffer(base64.b64decode(case["images"]), dtype=numpy.uint8)
    images = (torch.from_numpy(pixels.astype(numpy.float64)).to(dtype) - 128) / 64
    images = images.view(-1, case["batchSize"], size["height"], size["width"], size["channels"]).permute(0, 1, 4, 2, 3)
    labels = numpy.frombuffer(base64.b64decode(case["labels"]), dtype=numpy.uint8).astype(numpy.int64)
    return images.contiguous(), torch.from_numpy(labels).view(-1, case["batchSize"])


def train(case, run, dtype):
    """Losses, first gradient and the change of the weights after each training step, as double-precision arrays."""
    images, labels = batches_of(case, dtype)
    start = torch.from_numpy(floats(case["weights"]).copy()).to(dtype)
    weights, velocity = start.clone(), torch.zeros_like(start)
    losses, changes, first = [], [], None
    for step, rate in enumerate(run["rates"]):
        leaf = weights.clone().requires_grad_(True)
        loss = functional.cross_entropy(forward(case["plan"], leaf, images[step], run["standIns"]), labels[step])
        (gradient,) = torch.autograd.grad(loss, leaf)
        velocity = run["momentum"] * velocity + gradient + run["weightDecay"] * weights
        weights = weights - rate * velocity
        losses.append(loss.item())
        first = gradient if first is None else first
        changes.append((weights - start).double().numpy())
    return losses, first.double().numpy(), changes


def score(case, run, dtype=torch.float64):
    """Averages = plain mean over all batches of their means and unbiased variances; then the first batch with them."""
    images, labels = batches_of(case, dtype)
    weights = torch.from_numpy(floats(case["weights"]).copy()).to(dtype)
    averages = torch.zeros(case["plan"]["averageCount"], dtype=dtype)
    with torch.no_grad():
        for batch in images:
            statistics = torch.full_like(averages, math.nan)
            forward(case["plan"], weights, batch, run["standIns"], statistics=statistics)
            averages += statistics / len(images)
        logits = forward(case["plan"], weights, images[0], run["standIns"], averages=averages)
        loss = functional.cross_entropy(logits, labels[0]).item()
        correct = int((logits.argmax(dim=1) == labels[0]).sum())
    return dict(averages=encode(averages.numpy()), loss=loss, correct=correct)


def encode(array):
    return base64.b64encode(array.astype("<f4").tobytes()).decode()


def distance(one, other):
    return float(numpy.linalg.norm(one - other) / numpy.linalg.norm(other))


def main():
    cases = json.loads(gzip.decompress((FIXTURES / "pytorch-inputs.json.gz").read_bytes()))["cases"]
    findings, worst = {}, 0.0
    for case in cases:
        check_plan(case["plan"])
        findings[case["name"]] = {}
        for run in case["runs"]:
            losses, gradient, changes = train(case, run, torch.float64)
            losses32, gradient32, changes32 = train(case, run, torch.float32)
            rounding = dict(
                losses=[abs(b - a) / abs(a) for a, b in zip(losses, losses32)],
                gradient=distance(gradient32, gradient),
                changes=[distance(b, a) for a, b in zip(changes, changes32)],
            )
            kept = {str(step): encode(changes[step - 1] if step > 0 else gradient) for step in run["kept"]}
            found = dict(losses=losses, kept=kept, rounding=rounding)
            if run["scored"]:
                found["score"] = score(case, run)
            findings[case["name"]][run["name"]] = found
            worst = max(worst, rounding["gradient"])
            if len(losses) > 1:
                print(f"{case['name']}, {run['name']}: losses {losses[0]:.4f} -> {losses[-1]:.4f}")
                print("  rounding: gradient %.1e" % rounding["gradient"])
                print("  losses   " + " ".join("%.0e" % x for x in rounding["losses"]))
                print("  changes  " + " ".join("%.0e" % x for x in rounding["changes"]))
    text = json.dumps(dict(version=1, torch=torch.__version__, findings=findings))
    packed = gzip.compress(text.encode(), compresslevel=9, mtime=0)
    (FIXTURES / "pytorch-findings.json.gz").write_bytes(packed)
    print(f"{len(cases)} networks: every plan agrees with arithmetic; largest rounding of a gradient {worst:.1e}; {len(packed)} bytes written")


if __name__ == "__main__":
    main()

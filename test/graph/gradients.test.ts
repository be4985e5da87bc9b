import { checkGradients, type Rig } from "./gradient-check.js";

/** Values 0.2 apart in random order, so that a difference step never changes which one is greatest. */
const spaced = (rig: Rig, count: number): ((index: number) => number) => {
  const order = rig.random.shuffle(Array.from({ length: count }, (_, index) => index));
  return (index) => 0.2 * (order[index] - count / 2) + 0.1;
};

describe("gradients agree with finite differences", function () {
  this.timeout(60_000);

  for (const [height, width] of [
    [5, 4],
    [6, 7],
  ]) {
    for (const stride of [1, 2]) {
      const told = `at stride ${stride} on ${height}×${width} pixels`;

      for (const dilation of [1, 2, 3]) {
        const how = dilation === 1 ? told : `with dilation ${dilation} ${told}`;

        it(`of a convolution ${how}`, () =>
          checkGradients((rig) => {
            const images = rig.weight([2, height, width, 2]);
            const kernel = rig.weight([3, 3, 2, 3]);
            const spread =
              dilation === 1
                ? kernel
                : rig.add({ kind: "dilateKernel", inputs: [kernel], channels: 3, dilation, shape: [3, 3, 2, 3] });
            const value = rig.add({ kind: "convolution", inputs: [images, spread], channels: 3, stride });
            return { value, channels: 3, batch: 2 };
          }));

        it(`of a depthwise convolution ${how}`, () =>
          checkGradients((rig) => {
            const images = rig.weight([2, height, width, 3]);
            const kernel = rig.weight([3, 3, 3, 1]);
            const spread =
              dilation === 1
                ? kernel
                : rig.add({ kind: "dilateKernel", inputs: [kernel], channels: 1, dilation, shape: [3, 3, 3, 1] });
            const value = rig.add({ kind: "depthwiseConvolution", inputs: [images, spread], channels: 3, stride });
            return { value, channels: 3, batch: 2 };
          }));
      }

      it(`of a max-pooling ${told}`, () =>
        checkGradients((rig) => {
          const images = rig.weight([2, height, width, 2], spaced(rig, 4 * height * width));
          const value = rig.add({ kind: "maxPool", inputs: [images], channels: 2, kernel: 3, stride });
          return { value, channels: 2, batch: 2 };
        }));

      it(`of an average-pooling ${told}`, () =>
        checkGradients((rig) => {
          const images = rig.weight([2, height, width, 2]);
          const value = rig.add({ kind: "averagePool", inputs: [images], channels: 2, kernel: 3, stride });
          return { value, channels: 2, batch: 2 };
        }));
    }
  }

  for (const stride of [2, 3, 9])
    it(`of every ${stride}th pixel of 5×7, and of their product`, () =>
      checkGradients((rig) => {
        const images = rig.weight([2, 5, 7, 2]);
        const [pixels] = rig.add({ kind: "subsample", inputs: [images], channels: 2, stride });
        const inputs = [[pixels], rig.weight([1, 1, 2, 3])];
        const [mixed] = rig.add({ kind: "convolution", inputs, channels: 3, stride: 1 });
        return { value: [pixels, mixed], channels: 5, batch: 2 };
      }));

  it("of a 1×1 convolution", () =>
    checkGradients((rig) => {
      const inputs = [rig.weight([2, 3, 3, 3]), rig.weight([1, 1, 3, 2])];
      return { value: rig.add({ kind: "convolution", inputs, channels: 2, stride: 1 }), channels: 2, batch: 2 };
    }));

  it("of a batch normalization with the statistics of the batch", () =>
    checkGradients((rig) => {
      const inputs = [rig.weight([3, 3, 4, 2]), rig.weight([2]), rig.weight([2])];
      const averages = { mean: 0, variance: 2 };
      const value = rig.add({ kind: "batchNormalization", inputs, channels: 2, epsilon: 1e-3, averages });
      return { value, channels: 2, batch: 3 };
    }));

  it("of ReLU away from its kink", () =>
    checkGradients((rig) => {
      const images = rig.weight([2, 3, 3, 2], spaced(rig, 36));
      return { value: rig.add({ kind: "relu", inputs: [images], channels: 2 }), channels: 2, batch: 2 };
    }));

  it("of softplus", () =>
    checkGradients((rig) => {
      const images = rig.weight([2, 3, 3, 2]);
      return { value: rig.add({ kind: "softplus", inputs: [images], channels: 2 }), channels: 2, batch: 2 };
    }));

  it("of a value of three parts, one of them twice", () =>
    checkGradients((rig) => {
      const [one] = rig.weight([2, 3, 3, 2]);
      const [two] = rig.weight([2, 3, 3, 1]);
      const kernel = rig.weight([3, 3, 5, 1]);
      const value = rig.add({
        kind: "depthwiseConvolution",
        inputs: [[one, two, one], kernel],
        channels: 5,
        stride: 1,
      });
      return { value, channels: 5, batch: 2 };
    }));

  it("of a classifier's product of parts without height and width", () =>
    checkGradients((rig) => {
      const [one] = rig.add({ kind: "spatialMean", inputs: [rig.weight([4, 2, 3, 2])], channels: 2 });
      const [two] = rig.add({ kind: "spatialMean", inputs: [rig.weight([4, 3, 2, 1])], channels: 1 });
      const product = rig.add({ kind: "product", inputs: [[one, two], rig.weight([3, 4])], channels: 4 });
      const value = rig.add({ kind: "softplus", inputs: [product], channels: 4 });
      return { value, channels: 4, batch: 4, flat: true };
    }));

  it("of a value of several parts with two consumers, one of whose parts has a third", () =>
    checkGradients((rig) => {
      const [one] = rig.weight([2, 4, 3, 2]);
      const [two] = rig.add({ kind: "softplus", inputs: [[one]], channels: 2 });
      const parts = [one, two];
      const [pooled] = rig.add({ kind: "averagePool", inputs: [parts], channels: 4, kernel: 3, stride: 1 });
      const [bent] = rig.add({ kind: "softplus", inputs: [parts], channels: 4 });
      return { value: [pooled, two, bent], channels: 10, batch: 2 };
    }));
});

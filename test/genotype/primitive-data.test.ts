import assert from "node:assert/strict";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import { conv3, knownPrimitives } from "../../lib/genotype/known-modules.js";
import { type Primitive, paperPrimitives, separable } from "../../lib/genotype/primitive.js";
import { allPrimitives, ownPrimitives } from "../../lib/genotype/primitive-data.js";
import { InputError } from "../../lib/input/errors.js";

/** As wide as its input, then as wide as its input and twice C together. */
const widening: Primitive = {
  ...{ name: "wide", label: "widening convolutions", sign: "w" },
  layers: (inputChannels, channels) => [
    { kind: "depthwiseConvolution", kernel: 3, dilation: 2, stride: undefined },
    { kind: "convolution", kernel: 1, channels: inputChannels + 2 * channels },
    { kind: "relu" },
  ],
};
const bottleneck: Primitive = {
  ...{ name: "neck", label: "bottleneck", sign: "n" },
  layers: (_, channels) => [
    { kind: "convolution", kernel: 1, channels: Math.ceil(channels / 4) },
    { kind: "convolution", kernel: 3, channels },
  ],
};
const recordedOf = (...own: readonly Primitive[]) => {
  const primitives = [...paperPrimitives, ...own];
  const edges = own.map(({ name }, index) => `${index + 1}→${index + 2} ${name}`).join(", ");
  const data = ownPrimitives(genotypeFromText(edges, primitives), primitives);
  // As it comes back from a file.
  assert.deepEqual(JSON.parse(JSON.stringify(data)), data);
  return data;
};

describe("primitives as data", () => {
  it("give the same layers again, for any channels", () => {
    const recorded = recordedOf(widening);
    assert.deepEqual(
      recorded.map(({ name, label, sign }) => ({ name, label, sign })),
      [{ name: "wide", label: "widening convolutions", sign: "w" }],
    );
    const again = allPrimitives(recorded, undefined, "run").find(({ name }) => name === "wide");
    for (const [input, channels] of [
      [1, 1],
      [5, 64],
    ]) {
      assert.deepEqual(again?.layers(input, channels), [
        { kind: "depthwiseConvolution", kernel: 3, dilation: 2 },
        { kind: "convolution", kernel: 1, channels: input + 2 * channels },
        { kind: "relu" },
      ]);
    }
  });

  it("are none where hiernas knows them, by what they compute and not only by name", () => {
    assert.deepEqual(recordedOf(conv3), []);
    const other = { ...conv3, layers: separable.layers };
    const recorded = recordedOf(other);
    assert.equal(recorded.length, 1);
    const all = allPrimitives(recorded, undefined, "run");
    assert.deepEqual(
      all.filter(({ name }) => name === "conv3").map(({ layers }) => layers(4, 8)),
      [separable.layers(4, 8)],
    );
    assert.equal(all.length, knownPrimitives.length);
  });

  it("ask for those whose channels are no multiples, and take only the same ones", () => {
    const recorded = recordedOf(bottleneck);
    assert.equal(recorded[0].layers, null);
    const refuses = (given: readonly Primitive[] | undefined, message: RegExp) =>
      assert.throws(
        () => allPrimitives(recorded, given, "run"),
        (error) => error instanceof InputError && message.test(error.message),
      );
    refuses(undefined, /^run: primitive neck: .* not recorded; give it again in primitives$/);
    refuses([{ ...bottleneck, layers: widening.layers }], /^run: primitive neck: its layers differ/);
    assert.equal(allPrimitives(recorded, [bottleneck], "run")[0], bottleneck);
  });

  it("refuse what is no list of primitives", () => {
    assert.throws(() => allPrimitives([], 7 as unknown as Primitive[], "run"), InputError);
    assert.throws(() => allPrimitives([], [], "run"), InputError);
  });
});

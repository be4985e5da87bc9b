// The Python that exports write: the published cell as it reads, and what holds for any genotype.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kerasSource } from "../../lib/export/python/keras-source.js";
import { pytorchSource } from "../../lib/export/python/pytorch-source.js";
import { initialNetwork } from "../../lib/export/make-network.js";
import { knownPrimitives } from "../../lib/genotype/known-modules.js";
import { projectFolder } from "../../lib/files/project-folder.js";
import type { Genotype } from "../../lib/genotype/genotype.js";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import { initialize } from "../../lib/genotype/initialize.js";
import { moduleByName } from "../../lib/genotype/known-modules.js";
import { paperPrimitives, type Primitive } from "../../lib/genotype/primitive.js";
import { publishedCell } from "../../lib/genotype/published.js";
import { flatSpace, hierarchicalSpace } from "../../lib/genotype/space.js";
import { imagenetNetwork, type NetworkConfig, smallNetwork } from "../../lib/network/network-config.js";
import { createRandom } from "../../lib/random.js";

const network = { ...smallNetwork, channels: 8 };
const of = (genotype: Genotype, config: NetworkConfig = network, primitives = knownPrimitives) =>
  initialNetwork(genotype, { network: config, seed: 1, primitives });

const deep = genotypeFromText([
  ["1→2 sep, 1→3 max, 2→3 conv1", "1→2 dw"],
  ["1→2 m1, 2→3 m2", "1→2 m2"],
  "1→2 m1, 1→3 m2, 2→3 m2",
]);
const genotypes: readonly (readonly [string, Genotype])[] = [
  ["the published cell", publishedCell],
  ["a random one", initialize(hierarchicalSpace, createRandom(7)).genotype],
  ["a flat one", initialize(flatSpace, createRandom(3)).genotype],
  ["one of four levels", deep],
  ["plain convolutions", moduleByName("inception").genotype],
  ["the identity alone", genotypeFromText("1→2 id", paperPrimitives)],
];

describe("the Python of an export", () => {
  for (const [framework, source] of [
    ["pytorch", pytorchSource],
    ["keras", kerasSource],
  ] as const) {
    it(`${framework}: the published cell as its reference`, () => {
      const reference = join(projectFolder, "test", "export", "reference", `published-cell-${framework}.py`);
      assert.equal(source(of(publishedCell)), readFileSync(reference, "utf8"));
    });

    for (const [name, genotype] of genotypes) {
      it(`${framework}: ${name} fits 88 columns, names no class twice and has no attribute that it does not use`, () => {
        const text = source(of(genotype));
        assert.deepEqual(
          text.split("\n").filter((line) => line.length > 88 || /\s$/.test(line)),
          [],
        );
        const classes = [...text.matchAll(/^class (\w+)/gm)].map(([, each]) => each);
        assert.equal(new Set(classes).size, classes.length);
        for (const each of classes) {
          assert.ok(text.split(new RegExp(`\\b${each}\\b`)).length > 2, `${each} is defined and not used`);
        }
        for (const body of text.split(/^class /m)) {
          const made = [...body.matchAll(/self\.(edge_\d+_\d+|close) = /g)].map(([, each]) => each);
          for (const each of made) assert.ok(body.includes(`self.${each}(`), `${each} is made and not used`);
          const used = [...body.matchAll(/self\.(edge_\d+_\d+)\(/g)].map(([, each]) => each);
          assert.deepEqual([...new Set(used)].sort(), made.filter((each) => each !== "close").sort());
        }
      });
    }
  }

  it("is Python", function () {
    this.timeout(60_000);
    const python = join(projectFolder, ".venv", "bin", "python");
    const sources = genotypes.flatMap(([, genotype]) => [pytorchSource(of(genotype)), kerasSource(of(genotype))]);
    const odd = of(publishedCell, { ...imagenetNetwork, channels: 4 });
    const input = JSON.stringify([...sources, pytorchSource(odd), kerasSource(odd)]);
    const program = "import ast, json, sys\nfor text in json.load(sys.stdin): ast.parse(text)";
    const { status, stderr } = spawnSync(existsSync(python) ? python : "python3", ["-c", program], {
      ...{ input, encoding: "utf8" },
    });
    assert.equal(status, 0, stderr);
  });

  it("names motifs by their level where there are several levels", () => {
    const text = pytorchSource(of(genotypes[3][1]));
    assert.match(text, /^class Level2Motif\d\(nn\.Module\):\n {4}"""Motif \d of level 2\."""$/m);
    assert.match(text, /^class Level3Motif\d\(nn\.Module\):\n {4}"""Motif \d of level 3\."""$/m);
  });

  const wide = (name: string, channels: (input: number, c: number) => number, label = name): Primitive => ({
    ...{ name, label, sign: "w" },
    layers: (input, c) => [{ kind: "convolution", kernel: 1, channels: channels(input, c) }],
  });
  const own = (primitive: Primitive) => {
    const primitives = [...paperPrimitives, primitive];
    return of(genotypeFromText(`1→2 ${primitive.name}`, primitives), network, primitives);
  };

  it("says what a primitive's channels are multiples of", () => {
    assert.match(pytorchSource(own(wide("double", (_, c) => 2 * c))), /Conv2d\(in_channels, 2 \* channels, 1, bias/);
    const sum = pytorchSource(own(wide("sum", (input, c) => input + 3 * c)));
    assert.match(sum, /Conv2d\(in_channels, in_channels \+ 3 \* channels, 1, bias/);
    assert.match(sum, /self\.out_channels = in_channels \+ 3 \* channels/);
  });

  it("refuses primitives that no one class can stand for, and pooling that PyTorch lacks", () => {
    const half = own(wide("half", (_, c) => Math.ceil(c / 2)));
    assert.throws(
      () => pytorchSource(half),
      /^InputError: primitive half: its layers depend on the number of channels/,
    );
    assert.throws(() => kerasSource(half), /export it as savedmodel, tfjs or onnx$/);
    assert.throws(() => kerasSource(own(wide("sum", (input, c) => input + c))), /which the Keras source cannot say/);
    const pool: Primitive = { name: "pool", label: "pool", sign: "p", layers: () => [{ kind: "maxPool", kernel: 2 }] };
    assert.throws(() => pytorchSource(own(pool)), /PyTorch has no pooling that pads like it/);
  });

  it("cannot be made to say anything else by a label or a class name", () => {
    const label = 'x"""\nimport os\n"""\\';
    const text = pytorchSource(own(wide("evil", (_, c) => c, label)));
    assert.doesNotMatch(text, /^import os/m);
    const network = { ...of(publishedCell), classNames: ['a"\nimport os', "b"] };
    for (const source of [pytorchSource, kerasSource]) assert.doesNotMatch(source(network), /^import os/m);
  });
});

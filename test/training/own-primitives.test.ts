import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exportNetwork } from "../../lib/export/export-network.js";
import { readExport } from "../../lib/export/read-export.js";
import { genotypeFromText } from "../../lib/genotype/genotype-from-text.js";
import { moduleByName } from "../../lib/genotype/known-modules.js";
import { paperPrimitives, type Primitive } from "../../lib/genotype/primitive.js";
import { InputError } from "../../lib/input/errors.js";
import { readRun } from "../../lib/training/read-run.js";
import { runTraining } from "../../lib/training/run-training.js";
import { withTrainingSteps } from "../../lib/training/large-protocol.js";
import { runFiles, tinyProtocol, tinyRun } from "./tiny-run.js";

const own: Primitive = {
  ...{ name: "dilated", label: "dilated 3×3 convolution", sign: "d" },
  layers: (inputChannels, channels) => [
    { kind: "convolution", kernel: 3, channels: inputChannels + channels, dilation: 2 },
    { kind: "batchNormalization" },
    { kind: "relu" },
  ],
};
const halved: Primitive = { ...own, name: "halved", layers: (_, channels) => own.layers(0, Math.ceil(channels / 2)) };

describe("a run with primitives of its own", function () {
  this.timeout(120_000);
  let folder: string;
  const config = (name: string, primitive: Primitive) => {
    const primitives = [...paperPrimitives, primitive];
    const genotype = genotypeFromText(`1→2 ${primitive.name}, 1→3 id, 2→3 sep`, primitives);
    return { ...tinyRun(join(folder, name)), genotype, primitives, protocol: withTrainingSteps(tinyProtocol, 12) };
  };
  const stop = async (name: string, primitive: Primitive) => {
    const stopping = new AbortController();
    const onProgress = ({ trainingStep }: { readonly trainingStep: number }) => trainingStep >= 4 && stopping.abort();
    await assert.rejects(runTraining({ ...config(name, primitive), signal: stopping.signal, onProgress }), {
      name: "AbortError",
    });
  };

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-own-primitives-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is resumed, exported and read back without being told them again", async () => {
    await runTraining(config("whole", own));
    await stop("stopped", own);
    await runTraining({ path: join(folder, "stopped"), threads: 1 });
    assert.deepEqual(runFiles(join(folder, "stopped")), runFiles(join(folder, "whole")));
    for (const format of ["savedmodel", "pytorch"] as const) {
      const path = join(folder, format);
      exportNetwork(readRun(join(folder, "stopped")), { format, path });
      const { primitives, plan } = readExport(path);
      assert.deepEqual(primitives.find(({ name }) => name === "dilated")?.layers(4, 2), own.layers(4, 2));
      assert.equal(plan.parameterCount, readRun(join(folder, "stopped")).network.parameterCount);
    }
  });

  it("asks for those that cannot be recorded, and refuses others of their name", async () => {
    await stop("halved", halved);
    const path = join(folder, "halved");
    const refuses = (given: readonly Primitive[] | undefined, message: RegExp) =>
      assert.rejects(
        runTraining({ path, threads: 1, primitives: given }),
        (error) => error instanceof InputError && message.test(error.message),
      );
    await refuses(undefined, /halved: primitive halved: .* give it again in primitives$/);
    await refuses([{ ...own, name: "halved" }], /halved: primitive halved: its layers differ/);
    await runTraining({ path, threads: 1, primitives: [halved] });
    assert.throws(() => exportNetwork(readRun(path), { format: "savedmodel", path: join(folder, "no") }), InputError);
    exportNetwork(readRun(path), { format: "savedmodel", path: join(folder, "yes"), primitives: [halved] });
    assert.throws(() => readExport(join(folder, "yes")), /primitive halved: .* not recorded/);
  });

  it("begun before they were recorded goes on with those that it is given", async () => {
    await stop("earlier", own);
    const path = join(folder, "earlier");
    const file = join(path, "run.json");
    const { settings, ...rest } = JSON.parse(readFileSync(file, "utf8")) as { settings: Record<string, unknown> };
    assert.ok("primitives" in settings);
    const { primitives: _, ...before } = settings;
    writeFileSync(file, JSON.stringify({ ...rest, settings: before }));
    await assert.rejects(runTraining({ path, threads: 1 }), /primitive dilated: not among the known ones/);
    rmSync(join(path, "checkpoints"), { recursive: true });
    const { trainings } = await runTraining({ path, threads: 1, primitives: [own] });
    assert.deepEqual(
      trainings.map(({ reason }) => reason),
      [null, null].slice(0, trainings.length),
    );
    assert.ok(!("primitives" in readRun(path).settings));
  });

  it("records nothing of those that hiernas knows", async () => {
    const { genotype } = moduleByName("residual");
    const path = join(folder, "residual");
    await runTraining({ ...tinyRun(path), genotype, protocol: withTrainingSteps(tinyProtocol, 2) });
    assert.ok(!("primitives" in readRun(path).settings));
  });
});

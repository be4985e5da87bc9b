// The runtimes of exports: each gives the logits of a batch from an export's folder.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { InferenceSession, Tensor } from "onnxruntime-node";
import type { Browser } from "playwright-core";
import { projectFolder } from "../../lib/files/project-folder.js";
import type { Batch } from "../../lib/graph/session/batch.js";
import { loadTensorFlow } from "../../lib/graph/session/tensorflow.js";

export type Runtime = (folder: string, batch: Batch) => Promise<Float32Array>;

/** tfjs-node on a SavedModel. */
export const savedModelInNode: Runtime = async (folder, { images, shape }) => {
  const tf = loadTensorFlow();
  const model = await tf.node.loadSavedModel(folder);
  const input = tf.tensor(images, [...shape]);
  const outputs = model.predict({ images: input }) as Readonly<Record<string, typeof input>>;
  const logits = (await outputs.logits.data()) as Float32Array;
  tf.dispose([input, outputs]);
  model.dispose();
  return logits;
};

/** tfjs-node on a graph model. */
export const tfjsInNode: Runtime = async (folder, { images, shape }) => {
  const tf = loadTensorFlow();
  const model = await tf.loadGraphModel(`file://${join(folder, "model.json")}`);
  const input = tf.tensor(images, [...shape]);
  // As the model card says.
  const outputs = model.predict({ images: input }) as [typeof input, typeof input];
  const logits = (await outputs[0].data()) as Float32Array;
  tf.dispose([input, ...outputs]);
  model.dispose();
  return logits;
};

function logitsOf(folder: string): string {
  const { signature } = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as {
    readonly signature: { readonly outputs: { readonly logits: { readonly name: string } } };
  };
  return signature.outputs.logits.name;
}

const types: Readonly<Record<string, string>> = { ".json": "application/json", ".bin": "application/octet-stream" };
const SITE = "http://export.test/";

/** A page of TensorFlow.js' own bundle, which fetches the model; nothing comes from the network. */
export const tfjsInBrowser =
  (browser: Browser): Runtime =>
  async (folder, { images, shape }) => {
    const page = await browser.newPage();
    await page.route(`${SITE}**`, (route) => {
      const name = route.request().url().slice(SITE.length);
      if (name === "") return route.fulfill({ contentType: "text/html", body: "<!doctype html><title>export</title>" });
      return route.fulfill({ contentType: types[extname(name)], body: readFileSync(join(folder, name)) });
    });
    try {
      await page.goto(SITE);
      await page.addScriptTag({ path: join(projectFolder, "node_modules/@tensorflow/tfjs/dist/tf.min.js") });
      const numbers = await page.evaluate(CLASSIFY, {
        images: [...images],
        shape: [...shape],
        logits: logitsOf(folder),
      });
      return Float32Array.from(numbers);
    } finally {
      await page.close();
    }
  };

interface PageTensor {
  data(): Promise<Float32Array>;
}

const CLASSIFY = async (given: { images: number[]; shape: number[]; logits: string }): Promise<number[]> => {
  const { tf } = globalThis as unknown as {
    readonly tf: {
      setBackend(name: string): Promise<boolean>;
      loadGraphModel(url: string): Promise<{ execute(feeds: object, output: string): PageTensor }>;
      tensor(values: number[], shape: number[]): PageTensor;
    };
  };
  await tf.setBackend("cpu");
  const model = await tf.loadGraphModel("model.json");
  const output = model.execute({ images: tf.tensor(given.images, given.shape) }, given.logits);
  return Array.from(await output.data());
};

/** ONNX Runtime. */
export const onnxInNode: Runtime = async (folder, { images, shape }) => {
  const [count, height, width, channels] = shape;
  const pixels = height * width;
  const first = Float32Array.from(images, (_, to) => {
    const [image, channel, pixel] = [
      Math.floor(to / (channels * pixels)),
      Math.floor(to / pixels) % channels,
      to % pixels,
    ];
    return images[(image * pixels + pixel) * channels + channel];
  });
  const session = await InferenceSession.create(join(folder, "network.onnx"), { intraOpNumThreads: 1 });
  const { logits } = await session.run({ images: new Tensor("float32", first, [count, channels, height, width]) });
  await session.release();
  return logits.data as Float32Array;
};

/** The Python that has a framework, or why there is none. */
export function pythonWith(framework: "pytorch" | "keras"): { readonly python: string } | { readonly why: string } {
  const variable = framework === "pytorch" ? "HIERNAS_PYTORCH" : "HIERNAS_KERAS";
  const own = join(projectFolder, ".setup", "pytorch", "bin", "python");
  const { [variable]: named = framework === "pytorch" && existsSync(own) ? own : "" } = process.env;
  if (named !== "") return { python: named };
  return { why: `not run: ${framework} is not here; ${variable}=PYTHON names a Python that has it` };
}

/** An export's own framework in Python. */
export const inPython =
  (python: string, framework: string, folder: string): Runtime =>
  (exported, { images, shape }) => {
    const [imagesPath, logitsPath] = [join(folder, "images.bin"), join(folder, "logits.bin")];
    writeFileSync(imagesPath, new Uint8Array(images.buffer, images.byteOffset, images.byteLength));
    const script = join(projectFolder, "test", "export", "run-export.py");
    const args = [script, framework, exported, imagesPath, ...shape.map(String), logitsPath];
    const env = { ...process.env, CUDA_VISIBLE_DEVICES: "", TF_CPP_MIN_LOG_LEVEL: "3", PYTHONDONTWRITEBYTECODE: "1" };
    const { status, stderr } = spawnSync(python, args, { encoding: "utf8", env });
    if (status !== 0) throw new Error(stderr.trim().split("\n").slice(-5).join("\n"));
    return Promise.resolve(new Float32Array(new Uint8Array(readFileSync(logitsPath)).buffer));
  };

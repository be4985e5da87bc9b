// Each export, in the runtime that it is for, gives the logits and probabilities that hiernas gives.
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExportFormatName } from "../../lib/export/formats/format.js";
import { exportFormats } from "../../lib/export/formats/formats.js";
import { readExport } from "../../lib/export/read-export.js";
import { openChromium } from "../chromium.js";
import { type Case, exportCases, imagesFor, ownLogits } from "./networks.js";
import {
  inPython,
  onnxInNode,
  pythonWith,
  type Runtime,
  savedModelInNode,
  tfjsInBrowser,
  tfjsInNode,
} from "./runtimes.js";

/** The most that an output may differ, times the largest logit for logits. */
const TOLERANCE = 1e-4;

function softmax(logits: Float32Array, classCount: number): Float32Array {
  const probabilities = new Float32Array(logits.length);
  for (let start = 0; start < logits.length; start += classCount) {
    const row = logits.subarray(start, start + classCount);
    const most = Math.max(...row);
    const sum = row.reduce((total, logit) => total + Math.exp(logit - most), 0);
    row.forEach((logit, label) => (probabilities[start + label] = Math.exp(logit - most) / sum));
  }
  return probabilities;
}

const distance = (one: Float32Array, other: Float32Array): number =>
  one.reduce((most, value, index) => Math.max(most, Math.abs(value - other[index])), 0);

describe("an export runs elsewhere and gives the same outputs on 64 test images", function () {
  this.timeout(180_000);
  let folder: string;
  let cases: readonly Case[];
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "hiernas-export-"));
    cases = await exportCases(folder);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function exportOnce(format: ExportFormatName, name: string, write: Case["write"]): string {
    const path = join(folder, format, name);
    if (!existsSync(path)) write(format, path);
    return path;
  }

  async function agree(format: ExportFormatName, runtime: Runtime, which = cases): Promise<void> {
    for (const { name, write } of which) {
      const path = exportOnce(format, name, write);
      const batch = imagesFor(path);
      const own = await ownLogits(path, batch);
      const theirs = await runtime(path, batch);
      assert.equal(theirs.length, own.length, name);
      const scale = own.reduce((most, logit) => Math.max(most, Math.abs(logit)), 1);
      assert.ok(distance(own, theirs) <= TOLERANCE * scale, `${name}: logits: ${distance(own, theirs)} of ${scale}`);
      const [mine, yours] = [own, theirs].map((logits) => softmax(logits, readExport(path).plan.classCount));
      assert.ok(distance(mine, yours) <= TOLERANCE, `${name}: probabilities: ${distance(mine, yours)}`);
      // Otherwise outputs that are all alike would agree whatever the network.
      assert.ok(new Set(own).size > own.length / 2, name);
    }
  }

  it("savedmodel in tfjs-node", () => agree("savedmodel", savedModelInNode));
  it("tfjs in tfjs-node", () => agree("tfjs", tfjsInNode));
  it("tfjs in a browser's page", async function () {
    const browser = await openChromium();
    if (browser === undefined) return this.skip();
    try {
      await agree("tfjs", tfjsInBrowser(browser), cases.slice(0, 1));
    } finally {
      await browser.close();
    }
  });
  it("onnx in onnxruntime-node", () => agree("onnx", onnxInNode));

  for (const [format, framework] of [
    ["pytorch", "pytorch"],
    ["keras", "keras"],
    ["savedmodel", "keras"],
  ] as const) {
    // Gigabytes that neither npm nor the set-up installs.
    const found = pythonWith(framework);
    if ("why" in found) {
      it(`${format} in Python: ${found.why}`, () => console.log(`${format} in Python: ${found.why}`));
      continue;
    }
    it(`${format} in Python`, () => agree(format, inPython(found.python, format, folder)));
  }

  it("holds the weights that it was given, whatever the format", () => {
    for (const { name, write } of cases) {
      const all = [];
      for (const format of exportFormats) {
        const path = exportOnce(format, name, write);
        all.push(readExport(path).tensors.map(({ name: piece, values }) => [piece, ...values]));
      }
      for (const each of all) assert.deepEqual(each, all[0]);
    }
  });
});

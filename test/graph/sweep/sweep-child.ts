/**
 * A process for sweep.ts, whose environment sets the instructions of the kernel libraries. It runs the bundles that its
 * arguments number, or single cases (`bundle.case`), and writes a line before each graph and for each difference.
 * Writes are synchronous, so that no line is lost when the process dies.
 */
import fs from "node:fs";
import { loadBinding } from "../../../lib/graph/session/tensorflow.js";
import { differenceOf } from "../fused/compare-operation.js";
import { type Given, observeAll } from "../rewrites/observe-graph.js";
import { type Bundle, bundles, planOfBundle } from "./layer-bundles.js";
import { DEADLY, DIFFERS, sayCase, STARTS } from "./sweep-lines.js";

const TOLERANCE = 1e-5;

/** `[batch, height, width]`: even sides, odd ones, ones smaller than a 5×5 window, ones longer than several vectors. */
const sizes = [
  [4, 8, 6],
  [4, 7, 5],
  [3, 2, 3],
  [2, 16, 14],
] as const;

/** Pixels too far apart for rounding to change their order: multiples of the golden ratio, modulo 1. */
function spacedPixels(): () => number {
  let count = 0;
  return () => 4 * ((++count * 0.6180339887498949) % 1) - 2;
}

function say(kind: string, words: string): void {
  fs.writeSync(1, `${kind} ${words}\n`);
}

async function go(bundle: Bundle): Promise<void> {
  const plan = planOfBundle(bundle);
  const standIns = bundle.exact ? "none" : "smooth";
  // Without normalization, scoring is the same operations as the forward pass of training.
  const passes = plan.averageCount === 0 ? "training" : "all";
  const observe = (graph: "fused" | "plain" | "rewritten") => {
    say(STARTS, sayCase(bundle, graph));
    const given = sizes.map(([batch, height, width]): Given => ({ batch, height, width, pixel: spacedPixels() }));
    return observeAll(plan, { standIns, graph }, given, passes);
  };
  const want = await observe("fused");
  for (const graph of ["plain", "rewritten"] as const) {
    const got = await observe(graph);
    got.forEach((each, index) => {
      const { what, error } = differenceOf(plan, each, want[index]);
      if (error > TOLERANCE || Number.isNaN(error))
        say(DIFFERS, `${sayCase(bundle, graph)}, images [${sizes[index].join(", ")}]: ${what} by ${error}`);
    });
  }
}

async function main(asked: readonly string[]): Promise<void> {
  loadBinding();
  for (const each of asked) {
    if (each === DEADLY) {
      say(STARTS, DEADLY);
      process.kill(process.pid, "SIGSEGV");
    }
    const [bundle, one] = each.split(".").map(Number);
    const { cases, ...rest } = bundles[bundle];
    await go(one === undefined ? bundles[bundle] : { ...rest, cases: [cases[one]] });
  }
}

void main(process.argv.slice(2));

/** `hiernas bench`: measurements of this machine. */
import type { Command } from "commander";
import { addBenchController } from "./bench-controller.js";
import { addBenchDecoding } from "./bench-decoding.js";
import { addBenchRewrites } from "./bench-rewrites.js";
import { addBenchTraining } from "./bench-training.js";

/** Adds `bench` to the program. */
export function addBench(program: Command): void {
  const bench = program.command("bench").description("measurements of this machine");
  for (const add of [addBenchTraining, addBenchRewrites, addBenchDecoding, addBenchController]) add(bench);
}

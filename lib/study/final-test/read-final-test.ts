/** Reads the rows of a final test from its file. */
import type { FinalTestRow } from "../../rows/final-test-row.js";
import { readFinalTestFile } from "./final-test-file.js";

/** A final test: its rows, and how they were measured. */
export interface FinalTest {
  readonly rows: readonly FinalTestRow[];
  /** In a few words, for figures: protocol, training steps, data. */
  readonly measuredBy: string;
  /** The accuracy of guessing, 1 / classes. */
  readonly chance: number;
}

/** Reads a file of `compareOnTest`. Throws InputError for a file that is missing or not a final test. */
export function readFinalTest(path: string): FinalTest {
  const { protocol, data, rows } = readFinalTestFile(path);
  const images = data === "sample" ? "the bundled sample" : "CIFAR-10";
  return Object.freeze({
    rows,
    measuredBy: `${protocol.name} protocol, ${protocol.trainingSteps.toLocaleString("en-US")} training steps, test images of ${images}`,
    chance: 1 / protocol.network.classCount,
  });
}

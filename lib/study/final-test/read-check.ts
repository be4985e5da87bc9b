/** The rows that an honest check kept, read from its file. */
import { readFileSync } from "node:fs";
import type { ProtocolData } from "../../evaluation/protocol.js";
import { InputError } from "../../input/errors.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";

/** A check: its rows, and how they were measured. */
export interface Check {
  readonly rows: readonly FinalTestRow[];
  /** In a few words, for figures: protocol, training steps, data. */
  readonly measuredBy: string;
  /** The accuracy of guessing, 1 / classes. */
  readonly chance: number;
}

/** Reads what `compareOnTest` keeps. Throws InputError for a file that is missing or is none of these. */
export function readCheck(path: string): Check {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === "ENOENT" ? "no such file" : (error as Error).message;
    throw new InputError(`${path}: ${why}`);
  }
  const file = parse(text);
  const { protocol, data } = file?.settings ?? {};
  if (file?.format !== "hiernas check" || !Array.isArray(file.rows) || protocol === undefined) {
    throw new InputError(`${path}: not the rows of a check; npm run reproduce makes one`);
  }
  const images = data === "sample" ? "the bundled sample" : "CIFAR-10";
  return Object.freeze({
    rows: file.rows,
    measuredBy: `${protocol.name} protocol, ${protocol.trainingSteps.toLocaleString("en-US")} training steps, test images of ${images}`,
    chance: 1 / protocol.network.classCount,
  });
}

interface CheckFile {
  readonly format?: unknown;
  readonly settings?: { readonly protocol?: ProtocolData; readonly data?: string };
  readonly rows?: readonly FinalTestRow[];
}

function parse(text: string): CheckFile | undefined {
  try {
    return JSON.parse(text) as CheckFile;
  } catch {
    return undefined;
  }
}

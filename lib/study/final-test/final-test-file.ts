/** The file of a final test: its rows, with the protocol and the images behind them. */
import * as v from "valibot";
import type { ProtocolData } from "../../evaluation/protocol.js";
import { protocolData, protocolFromData } from "../../evaluation/protocol-data.js";
import { protocolDataSchema } from "../../evaluation/protocol-schema.js";
import { readFileText } from "../../files/read-file.js";
import { writeFileWhole } from "../../files/write-file.js";
import { printable } from "../../input/printable.js";
import { limits } from "../../input/limits.js";
import { finiteNumber, nameText, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../../input/schema.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";

/** The content of a final test's file. */
export interface FinalTestFile {
  /** With one training per evaluation: each row is a training. */
  readonly protocol: ProtocolData;
  /** The images, as `dataName` names them. */
  readonly data: string;
  readonly rows: readonly FinalTestRow[];
}

const FORMAT = "hiernas final test";
/** The format's name in early files. */
const FORMER_FORMAT = "hiernas check";

/** A row of a final test. */
export const finalTestRowSchema: Schema<FinalTestRow> = v.strictObject({
  name: nameText(),
  hash: nameText(),
  seed: nameText(),
  accuracy: v.nullable(finiteNumber(0, 1)),
  reason: v.nullable(v.string()),
  parameterCount: wholeNumber(),
  channels: v.optional(wholeNumber(1, limits.channels)),
});
const schema = v.strictObject({
  format: oneOf([FORMAT, FORMER_FORMAT]),
  settings: v.strictObject({ protocol: protocolDataSchema, data: nameText() }),
  rows: v.array(finalTestRowSchema),
});

/** Reads the file of a final test. Throws InputError for a file that is missing or not a final test. */
export function readFinalTestFile(path: string): FinalTestFile {
  const where = `${printable(path)}: not the rows of a final test`;
  const { settings, rows } = parseWith(schema, parseJson(readFileText(path), where), where);
  // With keys in the order of writing, so that reading and writing back changes nothing.
  return Object.freeze({ ...settings, protocol: protocolData(protocolFromData(settings.protocol)), rows });
}

/** Writes the file atomically. Throws what Node's file functions throw. */
export function writeFinalTestFile(path: string, { protocol, data, rows }: FinalTestFile): void {
  writeFileWhole(path, `${JSON.stringify({ format: FORMAT, settings: { protocol, data }, rows }, null, 1)}\n`);
}

/** The file of a final test: its rows, and the protocol and the images that they were measured with. */
import * as v from "valibot";
import type { ProtocolData } from "../../evaluation/protocol.js";
import { protocolData, protocolFromData } from "../../evaluation/protocol-data.js";
import { protocolDataSchema } from "../../evaluation/protocol-schema.js";
import { readFileText } from "../../files/read-file.js";
import { writeFileWhole } from "../../files/write-file.js";
import { printable } from "../../input/printable.js";
import { finiteNumber, nameText, oneOf, parseJson, parseWith, type Schema, wholeNumber } from "../../input/schema.js";
import type { FinalTestRow } from "../../rows/final-test-row.js";

/** What the file of a final test holds. */
export interface FinalTestFile {
  /** With one training an evaluation: each row is a training. */
  readonly protocol: ProtocolData;
  /** The images, by the name that `dataName` gives them. */
  readonly data: string;
  readonly rows: readonly FinalTestRow[];
}

const FORMAT = "hiernas final test";
/** What version 0.1 called it. */
const FORMER_FORMAT = "hiernas check";

/** A row of a final test. */
export const finalTestRowSchema: Schema<FinalTestRow> = v.strictObject({
  name: nameText(),
  hash: nameText(),
  seed: nameText(),
  accuracy: v.nullable(finiteNumber(0, 1)),
  reason: v.nullable(v.string()),
  parameterCount: wholeNumber(),
});
const schema = v.strictObject({
  format: oneOf([FORMAT, FORMER_FORMAT]),
  settings: v.strictObject({ protocol: protocolDataSchema, data: nameText() }),
  rows: v.array(finalTestRowSchema),
});

/** Reads the file of a final test. Throws InputError for a file that is missing or is none. */
export function readFinalTestFile(path: string): FinalTestFile {
  const where = `${printable(path)}: not the rows of a final test`;
  const { settings, rows } = parseWith(schema, parseJson(readFileText(path), where), where);
  // In the order of keys that it is written with, so that reading and writing changes nothing.
  return Object.freeze({ ...settings, protocol: protocolData(protocolFromData(settings.protocol)), rows });
}

/** Writes it, as a whole or not at all. Throws what Node's file functions throw. */
export function writeFinalTestFile(path: string, { protocol, data, rows }: FinalTestFile): void {
  writeFileWhole(path, `${JSON.stringify({ format: FORMAT, settings: { protocol, data }, rows }, null, 1)}\n`);
}

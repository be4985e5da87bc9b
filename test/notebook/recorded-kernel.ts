/** tslab's kernel module, loaded as a kernel loads it, with its displays recorded instead of sent. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import type { DisplayData } from "../../lib/notebook/kernel.js";

/** A display as tslab would send it. */
export interface RecordedDisplay {
  readonly data: DisplayData;
  readonly displayId: string | undefined;
  readonly isUpdate: boolean;
}

/** Runs `cell` as a notebook's cell and returns its displays, later updates included. */
export function recordCell(cell: () => void): readonly RecordedDisplay[] {
  const jupyter = createRequire(__filename)("tslab/dist/jupyter.js") as { lastWriteDisplayData: unknown };
  const displays: RecordedDisplay[] = [];
  jupyter.lastWriteDisplayData = (
    content: { readonly data: DisplayData; readonly transient: { readonly display_id?: string } },
    isUpdate: boolean,
  ) => {
    // Like the wire, which loses anything but JSON.
    const data = JSON.parse(JSON.stringify(content.data)) as DisplayData;
    displays.push({ data, displayId: content.transient.display_id, isUpdate });
  };
  try {
    cell();
  } finally {
    jupyter.lastWriteDisplayData = null;
  }
  return displays;
}

/** The text of one MIME type of a display. */
export function textAt({ data }: Pick<RecordedDisplay, "data">, mimeType: string): string {
  const text = data[mimeType];
  assert.ok(typeof text === "string", `${mimeType} is no text`);
  return text;
}

/** The console output of `action`, line by line. */
export function recordConsole(action: () => void): readonly string[] {
  const lines: string[] = [];
  const { log } = console;
  console.log = (...parts: readonly unknown[]) => lines.push(parts.join(" "));
  try {
    action();
  } finally {
    console.log = log;
  }
  return lines;
}

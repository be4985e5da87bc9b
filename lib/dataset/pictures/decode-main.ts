/** The process that decodes a few pictures for one that waits: pictures and size as JSON on stdin, pixels on stdout. */
import { readFileSync } from "node:fs";
import type { AskedPictures } from "./decode-now.js";
import { decodeWhole } from "./decode-whole.js";

async function decode({ paths, sizes, size }: AskedPictures): Promise<void> {
  process.stdout.write(await decodeWhole({ paths, sizes }, size));
}

decode(JSON.parse(readFileSync(0, "utf8")) as AskedPictures).catch((error: unknown) => {
  process.stderr.write(String((error as Error).message));
  process.exitCode = 1;
});

/**
 * The process that reads and decodes a folder's pictures into the cache, apart from those that train: with the folder
 * and perhaps a size as JSON. It writes how far it is, a line of JSON each time; what stops it goes to stderr.
 */
import { InputError } from "../../input/errors.js";
import type { Size } from "../resize.js";
import { writeToCache } from "./cache-folder.js";
import { examineFolder } from "./examine-folder.js";
import { indexPath, readIndex } from "./picture-index.js";
import type { PreparationProgress } from "./prepare-pictures.js";
import { hasResized, writeResized } from "./resized-pictures.js";
import { scanFolder } from "./scan-folder.js";

const PROGRESS_MILLIS = 200;

async function prepare(folder: string, size: Size | undefined): Promise<void> {
  const scanned = scanFolder(folder);
  const count = scanned.train.length + (scanned.val?.length ?? 0);
  const path = indexPath(scanned);
  let index = readIndex(path);
  if (index === undefined) {
    index = await examineFolder(scanned, counter("reading", count));
    writeToCache(path, JSON.stringify(index));
  }
  if (size === undefined || hasResized(index, size)) return;
  await writeResized(folder, index, size, counter("decoding", count - index.skipped.length));
}

function counter(phase: PreparationProgress["phase"], count: number): () => void {
  let [done, last] = [0, performance.now()];
  return () => {
    done++;
    const now = performance.now();
    if (done < count && now - last < PROGRESS_MILLIS) return;
    last = now;
    process.stdout.write(`${JSON.stringify({ phase, done, count } satisfies PreparationProgress)}\n`);
  };
}

// Without a parent nobody waits.
process.stdout.on("error", () => process.exit(1));
const [folder, size] = process.argv.slice(2);
prepare(folder, size === undefined ? undefined : (JSON.parse(size) as Size)).catch((error: unknown) => {
  const isInput = error instanceof InputError;
  process.stderr.write(isInput ? error.message : String((error as Error).stack));
  process.exitCode = isInput ? 2 : 1;
});

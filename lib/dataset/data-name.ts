/** What a study calls its images, wherever they lie on a machine. */
import { createHash } from "node:crypto";
import { readCifar10 } from "./cifar-10.js";
import type { DataSource } from "./load-data.js";

/**
 * A name that says which images `source` has and not where: `sample`, or `CIFAR-10 ` and twelve hexadecimal digits that
 * follow from the bytes of its files. So a study resumes in another folder or on another machine, and never with other
 * images. Reads all files, 0.2 s for CIFAR-10. Throws InputError for a missing folder, and for a file that is missing,
 * truncated, corrupt or no file.
 */
export function dataName(source: DataSource): string {
  if (source === "sample") return source;
  const hash = createHash("sha256");
  for (const bytes of readCifar10(source)) hash.update(bytes);
  return `CIFAR-10 ${hash.digest("hex").slice(0, 12)}`;
}

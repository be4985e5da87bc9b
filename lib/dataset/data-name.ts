/** The name that a study gives its images, independent of their path. */
import { createHash } from "node:crypto";
import { readCifar10 } from "./cifar-10.js";
import { dataKind, type DataSource } from "./data-source.js";
import { idxDigest } from "./idx.js";
import { openIndex } from "./pictures/prepare-pictures.js";

/**
 * A name that says which images `source` has, not where: `sample`, or `CIFAR-10 `, `IDX ` or `pictures ` and a digest of
 * its files' bytes, twelve hexadecimal digits; of pictures also of their names, which say their classes. With it a study
 * can resume in another folder or on another machine, but never with other images. Reads all files, 0.2 s for CIFAR-10;
 * a folder of pictures is read again only when a name, a size or a time of its files has changed. Throws InputError for
 * a missing folder, and for files that cannot be used.
 */
export function dataName(source: DataSource): string {
  const short = (digest: string): string => digest.slice(0, 12);
  switch (dataKind(source)) {
    case "sample":
      return source;
    case "idx":
      return `IDX ${short(idxDigest(source))}`;
    case "pictures":
      return `pictures ${short(openIndex(source).fingerprint)}`;
    case "cifar10": {
      const hash = createHash("sha256");
      for (const bytes of readCifar10(source)) hash.update(bytes);
      return `CIFAR-10 ${short(hash.digest("hex"))}`;
    }
  }
}

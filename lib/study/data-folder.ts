/** Where the project keeps what was measured and recorded. */
import { join } from "node:path";

/** The path of `data/NAME` in the project, seen from `build/lib/study`, where this runs. */
export function dataFolder(name: string): string {
  return join(__dirname, "..", "..", "..", "data", name);
}

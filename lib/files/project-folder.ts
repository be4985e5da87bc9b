/** Where the project is on this machine. */
import { join } from "node:path";

/** The project's root, three folders above `build/lib/files`, where this runs. */
export const projectFolder: string = join(__dirname, "..", "..", "..");

/** The path of `data/NAME` in the project, which holds measurements and recordings. */
export function dataFolder(name: string): string {
  return join(projectFolder, "data", name);
}

// The project's folder, and set-up's plain JavaScript, for the compiled tests.
import { createRequire } from "node:module";
import path from "node:path";

/** The project's folder. */
export const projectRoot = path.resolve(__dirname, "..", "..", "..");

/** Loads a file of kernel-setup. */
export function loadSetupFile<T>(name: string): T {
  return createRequire(__filename)(path.join(projectRoot, "kernel-setup", name)) as T;
}

/** A progress line while a folder's pictures are read and decoded. */
import type { PreparationProgress } from "../dataset/pictures/prepare-pictures.js";
import { beginTerminalProgress, type TerminalProgress } from "./terminal-progress.js";

/** Shows how far the preparation is, one line for each phase, removed once all pictures of the phase are done. */
export function preparationProgress(): (progress: PreparationProgress) => void {
  let shown: { readonly phase: PreparationProgress["phase"]; readonly line: TerminalProgress } | undefined;
  return ({ phase, done, count }) => {
    if (shown?.phase !== phase) {
      shown?.line.end();
      shown = { phase, line: beginTerminalProgress(`${phase} pictures`, count) };
    }
    shown.line.update(done);
    if (done < count) return;
    shown.line.end();
    shown = undefined;
  };
}

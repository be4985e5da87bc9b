/** `interruptible`: long work in a notebook's cell that the Interrupt button ends in good order. */
import { isAbort } from "../input/errors.js";

/**
 * Runs `work` with a signal that aborts when the notebook's Interrupt button (or Ctrl-C) is pressed; gives what `work`
 * gives, so that it may return what is done. When `work` throws because of the abort, the result is undefined and one
 * line says so. A second interrupt reaches the kernel as ever.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  // A listener that is registered while the cell is still starting makes the next interrupt kill the kernel.
  await Promise.resolve();
  const controller = new AbortController();
  const kernels = process.listeners("SIGINT");
  const giveBack = (): void => {
    process.removeListener("SIGINT", abort);
    for (const listener of kernels.splice(0)) process.on("SIGINT", listener);
  };
  const abort = (): void => {
    // Before the abort, so that the kernel can end a cell whose work does not listen.
    giveBack();
    controller.abort();
  };
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", abort);
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted || !isAbort(error, controller.signal)) throw error;
    console.log("Interrupted: what was done is kept.");
    return undefined;
  } finally {
    giveBack();
  }
}

/** `interruptible`: long work in a notebook's cell that the Interrupt button ends in good order. */
import { InputError, isAbort } from "../input/errors.js";
import { shown } from "../input/printable.js";

/** What runs and has not been interrupted: one interrupt ends all of it. */
const running = new Set<AbortController>();
/** The kernel's own listeners, while they are kept back for what runs. */
let kernels: readonly NodeJS.SignalsListener[] | undefined;

/**
 * Runs `work` with a signal that aborts when the notebook's Interrupt button (or Ctrl-C) is pressed; gives what `work`
 * gives, so that it may return what is done. When `work` throws because of the abort, the result is undefined and one
 * line says so. Several may run at once, one inside another or side by side: an interrupt aborts them all. A second
 * interrupt reaches the kernel as ever. Throws InputError unless `work` is a function.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  if (typeof work !== "function") throw new InputError(`interruptible: got ${shown(work)}, must be a function`);
  // A listener that is registered while the cell is still starting makes the next interrupt kill the kernel.
  await Promise.resolve();
  const controller = new AbortController();
  running.add(controller);
  keepBack();
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted || !isAbort(error, controller.signal)) throw error;
    console.log("Interrupted: what was done is kept.");
    return undefined;
  } finally {
    running.delete(controller);
    if (running.size === 0) giveBack();
  }
}

function interrupt(): void {
  // Before the abort, so that the kernel can end a cell whose work does not listen.
  giveBack();
  const controllers = [...running];
  running.clear();
  for (const controller of controllers) controller.abort();
}

function keepBack(): void {
  if (kernels !== undefined) return;
  // Raw, so that a listener for one time stays one.
  kernels = process.rawListeners("SIGINT") as NodeJS.SignalsListener[];
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", interrupt);
}

function giveBack(): void {
  process.removeListener("SIGINT", interrupt);
  for (const listener of kernels ?? []) process.on("SIGINT", listener);
  kernels = undefined;
}

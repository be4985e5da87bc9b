/** `interruptible`: long work in a notebook cell that the Interrupt button ends cleanly. */
import { InputError, isAbort } from "../input/errors.js";
import { shown } from "../input/printable.js";

/** All running work that has not been interrupted; one interrupt ends all of it. */
const running = new Set<AbortController>();
/** The kernel's own listeners, withheld while work runs. */
let kernels: readonly NodeJS.SignalsListener[] | undefined;

/**
 * Runs `work` with a signal that aborts when the notebook's Interrupt button (or Ctrl-C) is pressed, and returns its
 * result, which may be partial. If `work` throws because of the abort, the result is undefined and one line says so.
 * Several may run at once, nested or side by side: an interrupt aborts them all. A second interrupt reaches the kernel
 * as usual. Throws InputError unless `work` is a function.
 */
export async function interruptible<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | undefined> {
  if (typeof work !== "function") throw new InputError(`interruptible: got ${shown(work)}, must be a function`);
  // Registering a listener while the cell is still starting would make the next interrupt kill the kernel.
  await Promise.resolve();
  const controller = new AbortController();
  running.add(controller);
  keepBack();
  try {
    return await work(controller.signal);
  } catch (error) {
    if (!controller.signal.aborted || !isAbort(error, controller.signal)) throw error;
    console.log("Interrupted: finished work is kept.");
    return undefined;
  } finally {
    running.delete(controller);
    if (running.size === 0) giveBack();
  }
}

function interrupt(): void {
  // Before the abort, so that the kernel can end a cell whose work ignores the signal.
  giveBack();
  const controllers = [...running];
  running.clear();
  for (const controller of controllers) controller.abort();
}

function keepBack(): void {
  if (kernels !== undefined) return;
  // Raw listeners, so that one registered by `once` stays that way.
  kernels = process.rawListeners("SIGINT") as NodeJS.SignalsListener[];
  process.removeAllListeners("SIGINT");
  process.on("SIGINT", interrupt);
}

function giveBack(): void {
  process.removeListener("SIGINT", interrupt);
  for (const listener of kernels ?? []) process.on("SIGINT", listener);
  kernels = undefined;
}

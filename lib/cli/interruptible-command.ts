/** Ctrl-C for commands: what is done is kept, children end, exit code 130. */

/** Thrown when a command was interrupted; `main` turns it into exit code 130. */
export class Interrupted extends Error {
  override readonly name = "AbortError";
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort; a second SIGINT ends the process at once. Rejects with
 * {@link Interrupted}, whose message is `said`, when it was aborted, whatever `work` then did.
 */
export async function runInterruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  said = "interrupted; what is done is kept",
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const result = await work(controller.signal);
    if (controller.signal.aborted) throw new Interrupted(said);
    return result;
  } catch (error) {
    throw controller.signal.aborted ? new Interrupted(said) : error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

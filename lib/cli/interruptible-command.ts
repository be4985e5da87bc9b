/** Ctrl-C for commands: finished work is kept, children end, exit code 130. */

/** Thrown when a command was interrupted; `main` turns it into exit code 130. */
export class Interrupted extends Error {
  override readonly name = "AbortError";
}

/**
 * Runs `work` with a signal that SIGINT and SIGTERM abort; a second SIGINT ends the process immediately. Rejects with
 * {@link Interrupted}, with the message `said` (or what it makes of the error that `work` ended with), when it was
 * aborted, whatever `work` does then.
 */
export async function runInterruptible<T>(
  work: (signal: AbortSignal) => Promise<T>,
  said: string | ((error: unknown) => string) = "interrupted; finished work is kept",
): Promise<T> {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  const interrupted = (error?: unknown) => new Interrupted(typeof said === "string" ? said : said(error));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const result = await work(controller.signal);
    if (controller.signal.aborted) throw interrupted();
    return result;
  } catch (error) {
    throw controller.signal.aborted ? interrupted(error) : error;
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}

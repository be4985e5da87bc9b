/** The clock of a running study, which setting the computer's clock cannot turn back. */

/**
 * A clock in whole milliseconds since 1970 that runs evenly from now on. It starts no earlier than `notBefore`, for
 * example the last time that a study recorded.
 */
export function startClock(notBefore = 0): () => number {
  const beginning = Math.max(Date.now(), notBefore);
  const start = performance.now();
  return () => Math.round(beginning + (performance.now() - start));
}

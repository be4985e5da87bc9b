/** The time of day as a running study records it: setting the computer's clock does not turn it back. */

/**
 * A clock in milliseconds since 1970, whole ones, which runs evenly from now on; it begins no earlier than `notBefore`,
 * for example the last time that a study has recorded.
 */
export function startClock(notBefore = 0): () => number {
  const beginning = Math.max(Date.now(), notBefore);
  const start = performance.now();
  return () => Math.round(beginning + (performance.now() - start));
}

/** Runs pieces of work a few at a time. */

/**
 * Works through `pieces` in order, at most `workers` at a time. When one fails or `signal` is aborted, no more are
 * started, the running ones are aborted through their signal, and once they have settled it rejects with the first
 * failure.
 */
export async function workThrough<Piece>(
  pieces: readonly Piece[],
  workers: number,
  work: (piece: Piece, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const failed = new AbortController();
  const stop = signal === undefined ? failed.signal : AbortSignal.any([failed.signal, signal]);
  const queue = [...pieces];
  let failure: { readonly error: unknown } | undefined;
  const workOn = async (): Promise<void> => {
    for (let piece = queue.shift(); piece !== undefined && failure === undefined; piece = queue.shift()) {
      try {
        await work(piece, stop);
      } catch (error) {
        failure ??= { error };
        failed.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: workers }, workOn));
  if (failure !== undefined) throw failure.error;
}

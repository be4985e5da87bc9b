/** Asynchronous work on many items, some at a time. */
import { availableParallelism } from "node:os";

/** Two for each core: while one is decoded, the next is read. */
const AT_ONCE = 2 * availableParallelism();

/** `work` on each of `items`, some at a time; the results in order. Rejects with the first error. */
export async function inParallel<T, R>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  const one = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index], index);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return results;
}

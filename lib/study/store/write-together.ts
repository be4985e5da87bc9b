/** Writes that are asked for at once are made in one transaction, because making a transaction durable takes longest. */
import { setImmediate } from "node:timers/promises";

/** Makes a write as soon as those asked for before are durable; resolves when it is durable too. */
export type Write<Transaction> = <T>(work: (transaction: Transaction) => Promise<T>) => Promise<T>;

interface Waiting<Transaction> {
  readonly work: (transaction: Transaction) => Promise<unknown>;
  readonly resolve: (result: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A {@link Write} through `transact`, which runs its argument in a transaction. Writes take place in the order of the
 * calls. One that fails leaves the others alone: they are then made each in its own transaction.
 */
export function writeTogether<Transaction>(
  transact: (work: (transaction: Transaction) => Promise<readonly unknown[]>) => Promise<readonly unknown[]>,
): Write<Transaction> {
  let waiting: Waiting<Transaction>[] = [];
  let isBusy = false;
  const make = async (writes: readonly Waiting<Transaction>[]): Promise<void> => {
    try {
      const results = await transact(async (transaction) => {
        const all: unknown[] = [];
        for (const { work } of writes) all.push(await work(transaction));
        return all;
      });
      writes.forEach(({ resolve }, index) => resolve(results[index] as never));
    } catch (error) {
      if (writes.length === 1) writes[0].reject(error);
      else for (const each of writes) await make([each]);
    }
  };
  const makeAll = async (): Promise<void> => {
    isBusy = true;
    // All calls of this turn come first.
    await setImmediate();
    while (waiting.length > 0) {
      const writes = waiting;
      waiting = [];
      await make(writes);
    }
    isBusy = false;
  };
  return (work) =>
    new Promise((resolve, reject) => {
      waiting.push({ work, resolve, reject });
      if (!isBusy) void makeAll();
    });
}

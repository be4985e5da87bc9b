/** Evaluations that wait until a test releases them: asynchronous runs without sleeps. */
import type { Genotype } from "../../lib/genotype/genotype.js";
import type { Random } from "../../lib/random.js";
import type { SearchEvaluateConfig } from "../../lib/search/run-search.js";

/** A promise that is resolved from outside. */
export interface Latch {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

/** A closed latch. */
export function createLatch(): Latch {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open };
}

/** Gives a genotype its fitness. */
type Evaluate<E> = (genotype: Genotype, config: SearchEvaluateConfig) => Promise<E>;

/** A fitness whose evaluations return in random order: whenever all workers are busy, a random one is released. */
export function scramble<E>(
  fitness: { readonly evaluate: Evaluate<E> },
  workers: number,
  steps: number,
  random: Random,
) {
  const held: Latch[] = [];
  let released = 0;
  /** Also to be called after each evaluation, for the last ones. */
  const letOneGo = (): void => {
    if (held.length === 0 || held.length < Math.min(workers, steps - released)) return;
    const [latch] = held.splice(random.integer(held.length), 1);
    released++;
    latch.open();
  };
  const evaluate: Evaluate<E> = async (genotype, config) => {
    const latch = createLatch();
    held.push(latch);
    letOneGo();
    await latch.opened;
    return fitness.evaluate(genotype, config);
  };
  return { evaluate, letOneGo };
}

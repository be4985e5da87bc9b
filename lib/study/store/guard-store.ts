/** What every open study has, whatever holds its records: calls refused once it is closed, errors in one line. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { SqlStore } from "./sql-store.js";
import type { StudyStore } from "./study-store.js";

/** Runs `work`. */
export type Attempt = <T>(work: () => Promise<T>) => Promise<T>;

/** The part of a {@link StudyStore} that differs between databases. */
export interface StoreParts extends Pick<StudyStore, "place" | "holder" | "close" | "discard"> {
  /** Throws if recording is impossible. */
  readonly check: () => void;
  /** Runs `work` on the database, turning its errors into a line. */
  readonly attempt: Attempt;
  /** Runs a reading `work` again where the database went away meanwhile. Default: once. */
  readonly readAgain?: Attempt;
}

/** The parts of a store that was opened for reading. */
export function forReading(place: string): Pick<StoreParts, "check" | "discard"> {
  const check = () => {
    throw new InputError(`${printable(place)}: was opened for reading; open it for running to record`);
  };
  return { check, discard: async () => check() };
}

/** The records of `store` behind the checks of `parts`. */
export function guardStore(store: SqlStore, parts: StoreParts): StudyStore {
  const { attempt, readAgain = (work) => work(), check, close, discard } = parts;
  const place = printable(parts.place);
  let closing: Promise<void> | undefined;
  const running = new Set<Promise<unknown>>();
  const open = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) => {
    return (...args: Args): Promise<T> => {
      const call = attempt(async () => {
        if (closing !== undefined) throw new InputError(`${place}: is closed; open it again`);
        return work(...args);
      });
      running.add(call);
      const forget = (): void => void running.delete(call);
      call.then(forget, forget);
      return call;
    };
  };
  // A database that is closed under a call would end the process.
  const afterCalls = (work: () => Promise<void>): Promise<void> =>
    attempt(async () => {
      await Promise.allSettled(running);
      return work();
    });
  const reading = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    open((...args: Args) => readAgain(() => work(...args)));
  const recording = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) =>
    open(async (...args: Args) => {
      check();
      return work(...args);
    });
  return Object.freeze({
    place,
    settings: reading(store.settings),
    setSteps: recording(store.setSteps),
    recordProposal: recording(store.recordProposal),
    recordEvaluation: recording(store.recordEvaluation),
    recordConfirmation: recording(store.recordConfirmation),
    recordBeginning: recording(store.recordBeginning),
    recordStop: recording(store.recordStop),
    records: reading(store.records),
    individuals: reading(store.individuals),
    individual: reading(store.individual),
    engines: reading(store.engines),
    unfinished: reading(store.unfinished),
    confirmations: reading(store.confirmations),
    stops: reading(store.stops),
    events: reading(store.events),
    holder: reading(parts.holder),
    close: () => (closing ??= afterCalls(close)),
    discard: () => (closing ??= afterCalls(discard)),
  });
}

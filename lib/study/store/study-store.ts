/** The contract of a study's storage, for files and for any other database. */
import type { Evaluation } from "../../evaluation/evaluation.js";
import type { EngineCount } from "./engine-count.js";
import type { Individual, Proposal, SearchEvent } from "../../search/individual.js";
import type { StudySettings } from "./study-settings.js";
import { type EvaluationPlace, type StudyRow } from "../../rows/study-row.js";

/** An individual as a study stores it. */
export interface StudyIndividual extends Individual<Evaluation>, EvaluationPlace {}

/** One more training of a finalist, after the search. */
export interface Confirmation extends EvaluationPlace {
  /** The step of the individual that first had its network; that individual's genotype was trained. */
  readonly step: number;
  readonly hash: string;
  /** Its number among the network's confirming trainings, from 1. */
  readonly training: number;
  readonly evaluation: Evaluation;
}

/** Why a study stopped: all its steps were done, by one of its stop rules, by a signal such as Ctrl-C, or by an error. */
export type StopReason = (typeof stopReasons)[number];

/** Every {@link StopReason}. */
export const stopReasons = Object.freeze(["steps", "time", "patience", "target", "signal", "error"] as const);

/** One time that a process ran a study. */
export interface StudyStop {
  /** From 1, in order. */
  readonly number: number;
  /** When the process began to run it, in milliseconds since 1970. */
  readonly beganMillis: number;
  /** When it stopped; null while it runs, and if its process ended without a word. */
  readonly stoppedMillis: number | null;
  /** Why it stopped; null while it runs, and if its process ended without a word. */
  readonly reason: StopReason | null;
  /** The reason in words, for example `no better network in 500 evaluations`. */
  readonly words: string | null;
}

/** One entry of a study's event log. */
export interface StudyEvent extends SearchEvent {
  /** From 1, without gaps. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly atMillis: number;
}

/** The process that runs a study. */
export interface StudyHolder {
  readonly processId: number;
  readonly host: string;
  /** Milliseconds since 1970. */
  readonly sinceMillis: number;
  /** Whether it was seen running; false when only the study says so, because it runs, or ran, on another machine. */
  readonly isSeen: boolean;
}

/**
 * The storage of one study, in an SQLite file or a PostgreSQL server. The same holds for both, and one suite of tests
 * asks it of both:
 *
 * - What is durable. A record is on disk when its call returns, also through a power failure. It is atomic: an
 *   individual and its event are stored together or not at all, and a call that throws leaves the study unchanged.
 * - What becomes of an unfinished evaluation. Its proposal stays, with genotype and step: `unfinished` gives it, and who
 *   runs the study next evaluates it again with the same seed. An evaluation is recorded once; a second one for its step
 *   is refused, so nothing is lost or counted twice.
 * - Who may write. Only a store opened for running, and of these only one at a time, until it is closed, its process
 *   ends, or another one took the study, which a process that was cut off may not have noticed: every record checks it
 *   in its own transaction. Any number may read meanwhile, and see every record whole.
 * - What is believed. Nothing: every row that is read is checked, as if a stranger had written it.
 *
 * A server that goes away while a study runs is waited for, ten minutes at most. A record whose answer was lost is then
 * made again unless the server says that it was kept. Throws InputError for a full disk, a file that is not writable, a
 * server that stays away and the like, without a user or a password.
 */
export interface StudyStore {
  /** Where it is, for messages: a path or an address without its password. */
  readonly place: string;
  settings(): Promise<StudySettings>;
  /** Lengthens the study. Throws InputError for fewer steps than are proposed. */
  setSteps(steps: number): Promise<void>;
  /** Throws Error when the step is recorded already. */
  recordProposal(proposal: Proposal): Promise<void>;
  /** Throws Error when the step was not proposed or is evaluated already. */
  recordEvaluation(individual: Individual<Evaluation>, place: EvaluationPlace): Promise<void>;
  /** Throws Error when that training of the network is recorded already. */
  recordConfirmation(confirmation: Confirmation): Promise<void>;
  /** Notes that this process begins to run the study. */
  recordBeginning(beganMillis: number): Promise<void>;
  /** Notes why it stops, once for each beginning. Throws Error without one. */
  recordStop(stop: {
    readonly reason: StopReason;
    readonly words: string;
    readonly stoppedMillis: number;
  }): Promise<void>;
  /** Evaluated individuals without their genotypes and without what confirms them, by step. */
  records(): Promise<readonly StudyRow[]>;
  /** Evaluated individuals, by arrival. */
  individuals(): Promise<readonly StudyIndividual[]>;
  /** The evaluated individual of a step, or undefined. */
  individual(step: number): Promise<StudyIndividual | undefined>;
  /**
   * Which kernels and devices evaluated, most evaluations first; without failed ones that tell neither that nor a
   * training: those that were refused as too large never began, and those whose process was killed told nothing.
   */
  engines(): Promise<readonly EngineCount[]>;
  /** Proposals without an evaluation, by step. */
  unfinished(): Promise<readonly Proposal[]>;
  /** The trainings that confirm finalists, in the order of recording. */
  confirmations(): Promise<readonly Confirmation[]>;
  /** Each time that a process ran the study, in order, and why it stopped. */
  stops(): Promise<readonly StudyStop[]>;
  /** The event log in order. */
  events(): Promise<readonly StudyEvent[]>;
  /** The process that runs the study now, or null. */
  holder(): Promise<StudyHolder | null>;
  /**
   * Closes the store once the calls made before have settled. Throws InputError when a running study's storage turns out
   * to be gone, saying where its records are.
   */
  close(): Promise<void>;
  /** Deletes the study and closes the store, which must have been opened for running. */
  discard(): Promise<void>;
}

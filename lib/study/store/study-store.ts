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
 * The storage of one study. A record is durable when the call returns, and atomic: an individual and its event are
 * stored together or not at all. A call that throws leaves the study unchanged. A store opened for running is the only
 * one until it is closed or its process ends; any number may read meanwhile. Throws InputError for a full disk, a file
 * that is not writable and the like.
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
  /** The event log in order. */
  events(): Promise<readonly StudyEvent[]>;
  /** The process that runs the study now, or null. */
  holder(): Promise<StudyHolder | null>;
  /** Throws InputError when a running study's storage turns out to be gone, saying where its records are. */
  close(): Promise<void>;
  /** Deletes the study and closes the store, which must have been opened for running. */
  discard(): Promise<void>;
}

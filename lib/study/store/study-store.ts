/** The contract of a study's storage: what a file does, and what a database for many machines must do. */
import type { Evaluation } from "../../evaluation/evaluation.js";
import type { EngineCount } from "./engine-count.js";
import type { Individual, Proposal, SearchEvent } from "../../search/individual.js";
import type { StudySettings } from "./study-settings.js";
import { type EvaluationPlace, type StudyRecord } from "../../rows/study-record.js";

/** An individual as a study keeps it. */
export interface StudyIndividual extends Individual<Evaluation>, EvaluationPlace {}

/** One more training of a finalist, after the search. */
export interface Confirmation extends EvaluationPlace {
  /** The individual that its network was first found by, whose genotype was trained. */
  readonly step: number;
  readonly hash: string;
  /** Which of the trainings that confirm the network it is, from 1. */
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
  /** Whether it was seen to run; false where only the study says so: it runs, or ran, on another machine. */
  readonly isSeen: boolean;
}

/**
 * The storage of one study. What is recorded is durable when the call returns, and whole: an individual and its event
 * together or neither. What throws leaves the study as it was. A store that was opened for running is the only such one
 * until it is closed or its process ends; any number may read meanwhile. Throws InputError for a full disk, a file that
 * may not be written and the like.
 */
export interface StudyStore {
  /** Where it is, for messages: a path or an address without its password. */
  readonly place: string;
  settings(): Promise<StudySettings>;
  /** Makes the study longer. Throws InputError for fewer steps than are proposed. */
  setSteps(steps: number): Promise<void>;
  /** Throws an Error when the step is there already. */
  recordProposal(proposal: Proposal): Promise<void>;
  /** Throws an Error when the step was not proposed or is evaluated already. */
  recordEvaluation(individual: Individual<Evaluation>, place: EvaluationPlace): Promise<void>;
  /** Throws an Error when that training of the network is there already. */
  recordConfirmation(confirmation: Confirmation): Promise<void>;
  /** Evaluated individuals without their genotypes, by step. */
  records(): Promise<readonly StudyRecord[]>;
  /** Evaluated individuals, by arrival. */
  individuals(): Promise<readonly StudyIndividual[]>;
  /** The evaluated individual of a step, or undefined. */
  individual(step: number): Promise<StudyIndividual | undefined>;
  /** Which kernels and devices evaluated, most evaluations first, without those that were refused as too large. */
  engines(): Promise<readonly EngineCount[]>;
  /** Proposals without an evaluation, by step. */
  unfinished(): Promise<readonly Proposal[]>;
  /** The trainings that confirm finalists, in the order in which they were recorded. */
  confirmations(): Promise<readonly Confirmation[]>;
  /** The event log in order. */
  events(): Promise<readonly StudyEvent[]>;
  /** Who runs the study now, or null. */
  holder(): Promise<StudyHolder | null>;
  /** Throws InputError when the storage of a running study turns out to be gone, saying where its records are. */
  close(): Promise<void>;
  /** Removes the study with all that it holds, and closes it; only of a store that was opened for running. */
  discard(): Promise<void>;
}

/** Which studies can be compared: those whose fitness means the same. */
import { group } from "d3-array";
import { counted } from "../input/quantity.js";
import { printable } from "../input/printable.js";
import { drawnSizes, type SizedNetworks } from "../rows/equal-size.js";
import type { StudyRow } from "../rows/study-row.js";
import { settingsDifference, type StudySettings } from "./store/study-settings.js";
import type { WholeStudy } from "./whole-study.js";

/** The settings that studies must share for their fitnesses to be compared. */
export type SharedSettings = Pick<StudySettings, "protocol" | "data" | "fitness" | "knownPhenotype">;

/** Where `settings` and `expected` differ in what must be shared; undefined if their fitnesses can be compared. */
export function sharedDifference(settings: StudySettings, expected: SharedSettings): string | undefined {
  const { protocol, data, fitness, knownPhenotype } = expected;
  return settingsDifference(settings, { ...settings, protocol, data, fitness, knownPhenotype });
}

/**
 * How fitness was measured, in words: `laptop protocol (one training of 150 training steps), known networks: evaluate,
 * validation images of the bundled sample`.
 */
export function measuredWords({ protocol, knownPhenotype, data, fitness }: SharedSettings): string {
  if (fitness !== "training") return `the fitness ${printable(fitness)}`;
  const images = data === "sample" ? "the bundled sample" : printable(data);
  const steps = protocol.trainingSteps.toLocaleString("en-US");
  const trainings = protocol.trainingCount === 1 ? "one training" : `${protocol.trainingCount} trainings`;
  return `${printable(protocol.name)} protocol (${trainings} of ${steps} training steps), known networks: ${knownPhenotype}, validation images of ${images}`;
}

/** Studies that can be compared with each other. */
export interface ComparableStudies {
  /** How their fitness was measured, and which searches they are, each with its numbers of runs and evaluations. */
  readonly words: string;
  readonly settings: SharedSettings;
  /** By name (`hierarchical, evolution`) the runs of each search, in the order given. */
  readonly searches: Readonly<Record<string, readonly WholeStudy[]>>;
}

/**
 * `studies` in groups of equal protocol, images, fitness and policy for known networks, in the order in which the groups
 * begin: only within one can fitnesses be compared.
 */
export function comparableStudies(studies: readonly WholeStudy[]): readonly ComparableStudies[] {
  const groups: WholeStudy[][] = [];
  for (const study of studies) {
    const own = groups.find(([first]) => sharedDifference(study.settings, first.settings) === undefined);
    if (own === undefined) groups.push([study]);
    else own.push(study);
  }
  return Object.freeze(
    groups.map((own) => {
      const searches = Object.fromEntries(group(own, ({ name }) => name));
      const said = Object.entries(searches).map(([name, runs]) => {
        const evaluations = runs.reduce((sum, { rows }) => sum + rows.length, 0);
        return `${name} (${counted(runs.length, "run")}, ${counted(evaluations, "evaluation")})`;
      });
      const [{ settings }] = own;
      return Object.freeze({ words: `${measuredWords(settings)}: ${said.join("; ")}.`, settings, searches });
    }),
  );
}

/** The searches of one space beside random search in it, as `bestByEffort` takes them. */
export interface AgainstRandom {
  /** The rows of each run of random search. */
  readonly random: readonly (readonly StudyRow[])[];
  /** By name the rows of each run of the others. */
  readonly searches: Readonly<Record<string, readonly (readonly StudyRow[])[]>>;
}

/** For each space with random search and another search in it: the two, from studies that can be compared. */
export function againstRandom({ searches }: ComparableStudies): readonly AgainstRandom[] {
  const rowsOf = (runs: readonly WholeStudy[]): readonly (readonly StudyRow[])[] => runs.map(({ rows }) => rows);
  const bySpace = group(Object.entries(searches), ([, [{ settings }]]) => settings.space.name);
  return [...bySpace.values()].flatMap((own) => {
    const isRandom = ([, [{ settings }]]: (typeof own)[number]): boolean =>
      settings.method.name === "random" && settings.constraint === null;
    const random = own.filter(isRandom).flatMap(([, runs]) => rowsOf(runs));
    const others = own.filter((each) => !isRandom(each)).map(([name, runs]) => [name, rowsOf(runs)] as const);
    return random.length === 0 || others.length === 0 ? [] : [{ random, searches: Object.fromEntries(others) }];
  });
}

/**
 * For each space, in the order of the searches, the networks that they drew at random: `hierarchical networks drawn at
 * random`. Those of a search with a constraint are among them.
 */
export function drawnBySpace({ searches }: ComparableStudies): readonly SizedNetworks[] {
  const bySpace = group(Object.values(searches).flat(), ({ settings }) => settings.space.name);
  return [...bySpace].map(([space, studies]) => ({
    name: `${printable(space)} networks drawn at random`,
    networks: drawnSizes(studies.flatMap(({ rows }) => rows)),
  }));
}

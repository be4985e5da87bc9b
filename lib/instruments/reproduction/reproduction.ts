/** The laptop-scale search that `npm run reproduce` runs and notebook 4 shows: its numbers stand here alone. */
import { join } from "node:path";
import { laptopProtocol, type Protocol, smokeProtocol } from "../../evaluation/protocol.js";
import { projectFolder } from "../../files/project-folder.js";

/** Settings of the reproduced search and of the final test after it. */
export interface Reproduction {
  /** The study file. */
  readonly path: string;
  /** The file of the final test's rows. */
  readonly finalTestPath: string;
  readonly protocol: Protocol;
  readonly data: string;
  /** Individuals in all, initialization included. */
  readonly steps: number;
  readonly initialCount: number;
  readonly workers: number;
  readonly seed: number;
  /** How many of the candidates (best found, random, trivial, published) are tested. */
  readonly candidateCount: number;
  readonly finalTestSeeds: readonly number[];
}

/**
 * The numbers of the reproduction: 48 evaluations of one training each and 4 × 3 trainings of the final test, 60 in all.
 * `HIERNAS_OUT` names the folder of its files (default: `out` in the project, which is the folder above a notebook's),
 * `HIERNAS_SCALE=smoke` shrinks it to four trainings that teach nothing, for tests.
 */
export function reproduction(variables: Readonly<Record<string, string | undefined>> = process.env): Reproduction {
  const out = variables.HIERNAS_OUT ?? join(projectFolder, "out");
  const smoke = variables.HIERNAS_SCALE === "smoke";
  return Object.freeze({
    path: join(out, "study.sqlite"),
    finalTestPath: join(out, "final-test.json"),
    protocol: smoke ? smokeProtocol : laptopProtocol,
    data: "sample",
    steps: smoke ? 2 : 48,
    initialCount: smoke ? 1 : 16,
    workers: 2,
    seed: 1,
    candidateCount: smoke ? 2 : 4,
    finalTestSeeds: Object.freeze(smoke ? [101] : [101, 102, 103]),
  });
}

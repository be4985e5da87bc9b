/** A study's settings as plain data, and how two of them differ. */
import { isDeepStrictEqual } from "node:util";
import type { Protocol, ProtocolData } from "../../evaluation/protocol.js";
import { protocolData } from "../../evaluation/protocol-data.js";
import type { Genotype } from "../../genotype/genotype.js";
import { genotypeToLine } from "../../genotype/genotype-file.js";
import { INITIALIZATION_MUTATIONS } from "../../genotype/initialize.js";
import { type Space, spaceData, type SpaceLevel } from "../../genotype/space.js";
import { printable } from "../../input/printable.js";
import type { SearchMethod } from "../../search/method.js";
import type { Constraint } from "../constraint.js";
import type { KnownPhenotype } from "../../search/search-settings.js";

/** A study's settings, fixed when it is created; only `steps` may grow. Plain data. */
export interface StudySettings {
  readonly space: {
    readonly name: string;
    readonly primitives: readonly string[];
    /** A digest of each primitive's layers, by name. Missing in studies older than this field. */
    readonly layers?: Readonly<Record<string, string>>;
    readonly levels: readonly SpaceLevel[];
  };
  readonly method: { readonly name: string; readonly settings: Readonly<Record<string, number | string | boolean>> };
  /** The total number of individuals, including initialization. */
  readonly steps: number;
  readonly initialCount: number;
  /** Mutations from the trivial genotype to an initialization individual. */
  readonly mutationCount: number;
  readonly seed: number | string;
  readonly knownPhenotype: KnownPhenotype;
  /** The constraint's name, or null. */
  readonly constraint: string | null;
  /** The constraint's settings as plain data. Missing in studies older than this field. */
  readonly constraintSettings?: Constraint["settings"] | null;
  /** The genotypes that the search began with, as JSON; left out without any. */
  readonly warmStart?: readonly string[];
  /** Where fitness comes from: `training`, or the name of your own function, for example `toy`. */
  readonly fitness: string;
  readonly protocol: ProtocolData;
  /** The images, as `dataName` names them: `sample`, or `CIFAR-10` and a digest of its files. */
  readonly data: string;
}

/** What {@link createSettings} makes settings from. */
export interface SettingsConfig {
  readonly space: Space;
  readonly method: SearchMethod;
  readonly steps: number;
  readonly initialCount: number;
  readonly seed: number | string;
  readonly protocol: Protocol;
  readonly data: string;
  readonly mutationCount?: number;
  readonly knownPhenotype?: KnownPhenotype;
  readonly constraint?: Pick<Constraint, "name" | "settings">;
  readonly fitness?: string;
  readonly warmStart?: readonly Genotype[];
}

/** The settings of a study as plain data. */
export function createSettings(config: SettingsConfig): StudySettings {
  const { space, method, data, warmStart = [] } = config;
  return Object.freeze({
    space: { name: space.name, ...spaceData(space) },
    method: { name: method.name, settings: method.settings },
    steps: config.steps,
    initialCount: config.initialCount,
    mutationCount: config.mutationCount ?? INITIALIZATION_MUTATIONS,
    seed: config.seed,
    knownPhenotype: config.knownPhenotype ?? "evaluate",
    constraint: config.constraint?.name ?? null,
    constraintSettings: config.constraint?.settings ?? null,
    ...(warmStart.length === 0 ? {} : { warmStart: Object.freeze(warmStart.map(genotypeToLine)) }),
    fitness: config.fitness ?? "training",
    protocol: protocolData(config.protocol),
    data,
  });
}

/**
 * Where `given` differs from what was `recorded`, as in `space name flat, got hierarchical`; undefined when the study
 * can be resumed with `given`. Neither `steps` nor the protocol's name counts.
 */
export function settingsDifference(recorded: StudySettings, given: StudySettings): string | undefined {
  const compared = (settings: StudySettings) => ({
    ...settings,
    // Seeds 1 and "1" give the same streams.
    seed: String(settings.seed),
    steps: 0,
    protocol: { ...settings.protocol, name: "" },
    // A setting that an older study lacks cannot differ.
    space: { ...settings.space, layers: recorded.space.layers === undefined ? undefined : settings.space.layers },
    constraintSettings: recorded.constraintSettings === undefined ? undefined : settings.constraintSettings,
  });
  return firstDifference(compared(recorded), compared(given), "")?.replace(/^constraintSettings/, "constraint");
}

function firstDifference(recorded: unknown, given: unknown, where: string): string | undefined {
  if (isRecord(recorded) && isRecord(given)) {
    for (const key of new Set([...Object.keys(recorded), ...Object.keys(given)])) {
      const difference = firstDifference(recorded[key], given[key], where === "" ? key : `${where} ${key}`);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  const primitive = /^space layers (.*)$/.exec(where)?.[1];
  if (primitive !== undefined && recorded !== given) return `other layers of the primitive ${primitive}`;
  if (isDeepStrictEqual(inJson(recorded), inJson(given))) return undefined;
  if (where === "warmStart") return "another warm start (leave it out to resume)";
  const [one, other] = [recorded, given].map((value) => printable(JSON.stringify(value) ?? "nothing"));
  return `${where} ${one}, got ${other}`;
}

/** A value as it is after recording; the order of keys does not count. */
function inJson(value: unknown): unknown {
  return value === undefined ? undefined : (JSON.parse(JSON.stringify(value)) as unknown);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

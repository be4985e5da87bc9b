/** Constraints on a search's drafts, such as the parameter-constrained search. Paper, section 4.2. */
import * as v from "valibot";
import { predictMemory } from "../evaluation/predict-memory.js";
import type { Protocol, ProtocolData } from "../evaluation/protocol.js";
import { protocolData, protocolFromData } from "../evaluation/protocol-data.js";
import { networkDataSchema } from "../evaluation/protocol-schema.js";
import type { Genotype } from "../genotype/genotype.js";
import { paperPrimitives, type Primitive, primitiveDigests } from "../genotype/primitive.js";
import { mebibyteWords } from "../input/quantity.js";
import { parseWith, type Schema, wholeNumber } from "../input/schema.js";
import { networkData, networkFromData } from "../network/network-data.js";
import { planNetwork } from "../network/plan-network.js";

/** A rule for drafts. A study records its name and settings, and resumes only with an equal rule. */
export interface Constraint {
  /** In words, for figures and messages, for example `at most 143010 parameters`. */
  readonly name: string;
  /** Everything that determines `accept`, as plain data that survives JSON. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Called only with genotypes that have a network; must always answer alike for one genotype. */
  readonly accept: (genotype: Genotype) => boolean;
}

/** Upper bounds on what a network costs; at least one. */
export interface CostLimits {
  /** Trained weights. */
  readonly parameters?: number;
  /** Multiply-adds of one forward pass for one image. */
  readonly multiplyAdds?: number;
  /** Bytes that `predictMemory` gives for a process that trains it. */
  readonly memory?: number;
}

const count = (noun: string) => (limit: number) => `${limit} ${noun}`;
const bounds: Readonly<Record<keyof CostLimits, (limit: number) => string>> = Object.freeze({
  parameters: count("parameters"),
  multiplyAdds: count("multiply-adds"),
  memory: mebibyteWords,
});

const limit = v.optional(wholeNumber(1));
const limitsSchema: Schema<CostLimits> = v.pipe(
  v.strictObject({ parameters: limit, multiplyAdds: limit, memory: limit }),
  v.check((each) => costsIn(each).length > 0, "must have a limit of parameters, multiplyAdds or memory"),
);

function costsIn(limits: CostLimits): readonly (keyof CostLimits)[] {
  return (Object.keys(bounds) as (keyof CostLimits)[]).filter((cost) => limits[cost] !== undefined);
}

/** What a genotype's network costs in training with `protocol`. Throws InputError for one without a network. */
export function costsOf(
  genotype: Genotype,
  protocol: Protocol,
  primitives: readonly Primitive[] = paperPrimitives,
): Readonly<Record<keyof CostLimits, () => number>> {
  const plan = planNetwork(genotype, protocol.network, primitives);
  return {
    parameters: () => plan.parameterCount,
    multiplyAdds: () => plan.multiplyAdds,
    memory: () => predictMemory(plan, protocol),
  };
}

/**
 * Redraws drafts whose network, in training with `protocol`, costs more than one of `limits`. The paper keeps flat
 * genotypes below the parameter count of hierarchical ones in this way (section 4.2). Throws InputError for limits that
 * are not whole numbers of at least 1.
 */
export function costLimit(
  limits: CostLimits,
  protocol: Protocol,
  primitives: readonly Primitive[] = paperPrimitives,
): Constraint {
  const { parameters, multiplyAdds, memory } = parseWith(limitsSchema, limits, "cost limit");
  const limited = costsIn(limits);
  const own = { network: networkData(protocol.network), layers: primitiveDigests(primitives) };
  const { network: _, name: _name, ...training } = protocolData(protocol);
  return Object.freeze({
    name: `at most ${limited.map((cost) => bounds[cost](limits[cost] ?? 0)).join(", ")}`,
    settings: Object.freeze({
      // A limit of parameters alone is written as by the first studies, which can so be resumed.
      ...(limited.every((cost) => cost === "parameters")
        ? { limit: parameters }
        : { limits: JSON.parse(JSON.stringify({ parameters, multiplyAdds, memory })) as CostLimits }),
      ...own,
      ...(memory === undefined ? {} : { training }),
    }),
    accept: (genotype: Genotype) => {
      const costs = costsOf(genotype, protocol, primitives);
      return limited.every((cost) => costs[cost]() <= (limits[cost] ?? 0));
    },
  });
}

const recordedSchema = v.object({
  ...{ limit: v.optional(wholeNumber(1)), limits: v.optional(limitsSchema) },
  network: networkDataSchema,
  training: v.optional(v.looseObject({})),
});

/** The constraint of a study with `settings` if its data says that it is a {@link costLimit}; undefined if not. */
export function recordedLimit(
  { constraintSettings, protocol }: { readonly constraintSettings?: unknown; readonly protocol: ProtocolData },
  primitives: readonly Primitive[],
): Constraint | undefined {
  const read = v.safeParse(recordedSchema, constraintSettings);
  if (!read.success) return undefined;
  const { limit: parameters, limits = { parameters }, network, training } = read.output;
  const recorded = { ...protocol, ...training, network };
  return costLimit(limits, { ...protocolFromData(recorded), network: networkFromData(network) }, primitives);
}

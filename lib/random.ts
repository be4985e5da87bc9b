/**
 * A seeded random generator with named sub-streams, so that a whole study follows from one seed. The generator is
 * `pure-rand`'s xoroshiro128+.
 */
import { createHash } from "node:crypto";
import { xoroshiro128plus } from "pure-rand";
import { InputError } from "./input/errors.js";
import { shown } from "./input/printable.js";

/** A stream of random numbers made by {@link createRandom}. Drawing advances it; `split` does not. */
export interface Random {
  /** How this stream was derived, for example `1/step/7`. Two streams with equal paths give equal numbers. */
  readonly path: string;
  /**
   * An independent stream named by `labels`; the same labels give the same stream however much was drawn from this one.
   */
  split(...labels: readonly (string | number)[]): Random;
  /** A number drawn uniformly from [0, 1), with 53 bits. */
  uniform(): number;
  /**
   * A whole number drawn uniformly from 0 to `count` − 1. Throws InputError unless `count` is a whole number from 1 to
   * 2³¹.
   */
  integer(count: number): number;
  /** A number drawn from the normal distribution of mean 0 and standard deviation 1. */
  normal(): number;
  /** One of `items`, each equally likely. Throws InputError when `items` is empty. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy of `items`, each order equally likely. */
  shuffle<T>(items: readonly T[]): T[];
  /** `count` distinct `items` in random order; all of them when there are fewer. */
  sample<T>(items: readonly T[], count: number): T[];
  /** The places, from 0, that {@link Random.sample} takes from a list of `length` items. */
  samplePlaces(length: number, count: number): Uint32Array;
}

/**
 * A generator whose every number follows from `seed`: no clock, no global state. Throws InputError for a number that is
 * not finite.
 */
export function createRandom(seed: number | string): Random {
  if (typeof seed !== "string" && !Number.isFinite(seed)) {
    throw new InputError(`seed: got ${shown(seed)}, must be a finite number or a string`);
  }
  return streamAt(String(seed));
}

/** Throws InputError, beginning with `where`, unless `random` comes from {@link createRandom}. */
export function checkRandom(where: string, random: Random): void {
  if (typeof random?.shuffle === "function" && typeof random.split === "function") return;
  throw new InputError(`${where}: random: got ${shown(random)}, must be what createRandom gives`);
}

/** Up to this many items are sampled by a shuffle, as in all studies of version 3 and before. */
const SHUFFLED = 8_192;

function streamAt(path: string): Random {
  const digest = createHash("sha256").update(path).digest();
  // One bit is always set, because xoroshiro128+ never leaves the all-zero state.
  const state = [digest.readInt32LE(0), digest.readInt32LE(4), digest.readInt32LE(8), digest.readInt32LE(12) | 1];
  const generator = xoroshiro128plus.fromState(state);
  let spareNormal: number | undefined;

  const uniform = (): number => {
    const high = (generator.unsafeNext() >>> 0) >>> 5;
    const low = (generator.unsafeNext() >>> 0) >>> 6;
    return (high * 67108864 + low) / 9007199254740992;
  };
  // As pure-rand's own distribution gives it, in a third of its time: a tournament among many draws thousands.
  const below = (count: number): number => {
    const most = count > 2 ? Math.floor(2 ** 32 / count) * count : 2 ** 32;
    let value = generator.unsafeNext() + 2 ** 31;
    while (value >= most) value = generator.unsafeNext() + 2 ** 31;
    return value - Math.floor(value / count) * count;
  };
  const integer = (count: number): number => {
    if (!Number.isInteger(count) || count < 1 || count > 2 ** 31) {
      throw new InputError(
        `random integer: got a count of ${shown(count)}, must be a whole number from 1 to 2147483648`,
      );
    }
    return below(count);
  };
  const normal = (): number => {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
  const shuffledPlaces = (length: number): Uint32Array => {
    const places = Uint32Array.from({ length }, (_, place) => place);
    for (let last = length - 1; last > 0; last--) {
      const other = below(last + 1);
      const moved = places[last];
      places[last] = places[other];
      places[other] = moved;
    }
    return places;
  };
  // Whole shuffles of a large population would take longer than everything else that a search does in a step.
  const fewPlaces = (length: number, count: number): Uint32Array => {
    const isTaken = new Uint8Array(length);
    const places = new Uint32Array(count);
    for (let drawn = 0; drawn < count; drawn++) {
      let place = below(length);
      while (isTaken[place] === 1) place = below(length);
      isTaken[place] = 1;
      places[drawn] = place;
    }
    return places;
  };
  const samplePlaces = (length: number, count: number): Uint32Array =>
    length <= SHUFFLED || 2 * count > length ? shuffledPlaces(length).slice(0, count) : fewPlaces(length, count);
  const itemsAt = <T>(items: readonly T[], places: Uint32Array): T[] => Array.from(places, (place) => items[place]);
  return {
    path,
    split: (...labels) => streamAt([path, ...labels.map(escapeLabel)].join("/")),
    uniform,
    integer,
    normal,
    pick: (items) => items[integer(items.length)],
    shuffle: (items) => itemsAt(items, shuffledPlaces(items.length)),
    sample: (items, count) => itemsAt(items, samplePlaces(items.length, count)),
    samplePlaces,
  };
}

/**
 * A label as part of a path; different lists of labels give different paths. Slashes within a label are doubled,
 * because recorded studies name the streams of their initial weights that way. Only a label that would be ambiguous
 * beside the separating slashes is escaped differently.
 */
function escapeLabel(label: string | number): string {
  const atEnds = (slashes: string): string => "%2F".repeat(slashes.length);
  const text = String(label)
    .replaceAll("%", "%25")
    .replace(/^\/+|\/+$/g, atEnds);
  return text === "" ? "%" : text.replaceAll("/", "//");
}

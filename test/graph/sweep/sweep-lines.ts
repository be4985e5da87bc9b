/** The lines by which sweep-child.ts reports its position and differences to sweep.ts. */
import type { Bundle } from "./layer-bundles.js";

/** Before a graph is opened. */
export const STARTS = "starts";
/** For a number that differs. */
export const DIFFERS = "differs";
/** Given instead of a bundle, it makes the process die of a signal, like one with corrupted memory. */
export const DEADLY = "deadly";

export const sayCase = ({ name, cases }: Bundle, graph: string): string =>
  `${cases.length === 1 ? cases[0].name : name}, ${graph} graph`;

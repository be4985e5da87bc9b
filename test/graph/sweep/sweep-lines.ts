/** The lines in which sweep-child.ts tells sweep.ts where it is and what it found. */
import type { Bundle } from "./layer-bundles.js";

/** Before a graph is opened. */
export const STARTS = "starts";
/** For a number that differs. */
export const DIFFERS = "differs";
/** Asked for instead of a bundle: the process dies of a signal, as one whose memory is damaged does. */
export const DEADLY = "deadly";

export const sayCase = ({ name, cases }: Bundle, graph: string): string =>
  `${cases.length === 1 ? cases[0].name : name}, ${graph} graph`;

/** The option `--workers` of searches. */
import { limits } from "../input/limits.js";
import { wholeNumber } from "./number-option.js";

/** Where evaluations run, and how many at once. */
export interface Workers {
  readonly remote: boolean;
  readonly workers: number;
}

/** Evaluations that are given out at once by default. */
const REMOTE = 64;

/** What to know about this Node before evaluations go to other machines, in a line; undefined if nothing. */
export function nodeRemark(): string | undefined {
  const [major, minor] = process.versions.node.split(".").map(Number);
  return major > 22 || (major === 22 && minor >= 12)
    ? undefined
    : `Node ${process.versions.node}: the queue, pg-boss, asks for 22.12; hiernas tests it with Node 20 too`;
}

/** `4`, `remote` or `remote:200`. Throws InputError for anything else. */
export function workersOption(text: string): Workers {
  const count = wholeNumber("workers", 1, limits.workers);
  if (text === "remote") return { remote: true, workers: REMOTE };
  return text.startsWith("remote:")
    ? { remote: true, workers: count(text.slice("remote:".length)) }
    : { remote: false, workers: count(text) };
}

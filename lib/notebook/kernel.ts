/** The way into the running notebook kernel: tslab's, where there is one. */
import type { Json } from "../figures/output/figure.js";

/** What a kernel displays: MIME type → data. */
export type DisplayData = { readonly [mimeType: string]: Json };

/**
 * Writes into the output of the cell that ran when it was made; an update replaces what was displayed under the same
 * id.
 */
export type WriteDisplay = (data: DisplayData, displayId?: string, isUpdate?: boolean) => void;

interface TslabJupyter {
  readonly lastWriteDisplayData:
    | ((
        content: {
          readonly data: DisplayData;
          readonly metadata: object;
          readonly transient: { readonly display_id?: string };
        },
        isUpdate: boolean,
      ) => void)
    | null;
}

/**
 * Writes to the cell that runs now; undefined outside a tslab kernel. tslab's public interface sends one MIME type a
 * display, so this takes the writer of the module that the kernel has loaded.
 */
export function currentDisplay(): WriteDisplay | undefined {
  const write = loadedWriter();
  if (write === null) return undefined;
  return (data, displayId, isUpdate = false) =>
    sendInTurn(() =>
      write({ data, metadata: {}, transient: displayId === undefined ? {} : { display_id: displayId } }, isUpdate),
    );
}

/** Displays that the kernel's socket had no room for yet. */
const waiting: (() => void)[] = [];

/**
 * Once in some hundred messages the kernel's socket (zeromq) sends in its own time, and throws EBUSY at a cell that
 * displays on meanwhile: a loop of 500 figures would end there.
 */
function sendInTurn(send: () => void): void {
  if (waiting.length === 0 && isSent(send)) return;
  waiting.push(send);
  if (waiting.length === 1) setImmediate(sendWaiting);
}

function sendWaiting(): void {
  while (waiting.length > 0) {
    if (!isSent(waiting[0])) {
      setImmediate(sendWaiting);
      return;
    }
    waiting.shift();
  }
}

function isSent(send: () => void): boolean {
  try {
    send();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EBUSY") return false;
    throw error;
  }
}

/**
 * A tslab installed for all hands over to the project's own, so two may be loaded: the one that runs cells has a
 * writer.
 */
function loadedWriter(): TslabJupyter["lastWriteDisplayData"] {
  const paths = Object.keys(require.cache).filter((each) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(each));
  const writers = paths.map((path) => (require.cache[path]?.exports as TslabJupyter | undefined)?.lastWriteDisplayData);
  return writers.find((each) => each !== undefined && each !== null) ?? null;
}

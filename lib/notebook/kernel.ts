/** The way into the running notebook kernel: tslab's, where there is one. */
import type { Json } from "../figures/output/figure.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";

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
 * display, so this takes the writer of the module that the kernel has loaded. Writing throws InputError once too many
 * displays wait for the notebook.
 */
export function currentDisplay(): WriteDisplay | undefined {
  const write = loadedWriter();
  if (write === null) return undefined;
  return (data, displayId, isUpdate = false) => sendInTurn({ write, data, displayId, isUpdate });
}

interface Display {
  readonly write: NonNullable<TslabJupyter["lastWriteDisplayData"]>;
  readonly data: DisplayData;
  readonly displayId: string | undefined;
  readonly isUpdate: boolean;
}

/** Displays that the kernel's socket had no room for yet. */
const waiting: Display[] = [];

/**
 * Once in some hundred messages the kernel's socket (zeromq) sends in its own time, and throws EBUSY at a cell that
 * displays on meanwhile: a loop of 500 figures would end there. An update of a display that waits takes its place.
 */
function sendInTurn(display: Display): void {
  if (waiting.length === 0 && isSent(display)) return;
  const { data, displayId, isUpdate } = display;
  const place = isUpdate ? waiting.findIndex((each) => each.displayId === displayId) : -1;
  if (place >= 0) {
    waiting[place] = { ...waiting[place], data };
    return;
  }
  if (waiting.length >= limits.waitingDisplays) {
    throw new InputError(
      `display: ${waiting.length} displays wait for the notebook; let it catch up, for example with await new Promise(setImmediate)`,
    );
  }
  waiting.push(display);
  if (waiting.length === 1) setImmediate(sendWaiting);
}

function sendWaiting(): void {
  for (let display = waiting.at(0); display !== undefined; display = waiting.at(0)) {
    try {
      if (!isSent(display)) {
        setImmediate(sendWaiting);
        return;
      }
    } catch (error) {
      // No cell is there to throw at, and an exception that nobody catches could end the kernel.
      tellLost(error);
    }
    waiting.shift();
  }
}

/** Says in one line that a display is not shown, where throwing would reach nobody. */
export function tellLost(error: unknown): void {
  console.error(`display: not shown: ${printable(error instanceof Error ? error.message : String(error))}`);
}

function isSent({ write, data, displayId, isUpdate }: Display): boolean {
  try {
    write({ data, metadata: {}, transient: displayId === undefined ? {} : { display_id: displayId } }, isUpdate);
    return true;
  } catch (error) {
    if ((error as Partial<NodeJS.ErrnoException> | null)?.code === "EBUSY") return false;
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

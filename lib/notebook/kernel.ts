/** Access to the running tslab kernel, if there is one. */
import type { Json } from "../figures/output/figure.js";
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";
import { printable } from "../input/printable.js";

/** The content of a display: MIME type → data. */
export type DisplayData = { readonly [mimeType: string]: Json };

/**
 * Writes into the output of the cell that was running when it was made; an update replaces the display with the same
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
 * A writer for the running cell; undefined outside a tslab kernel. tslab's public interface sends one MIME type per
 * display, so this takes the writer from the module that the kernel has loaded. Writing throws InputError once too many
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

/** Displays that the kernel's socket had no room for so far. */
const waiting: Display[] = [];

/**
 * Sends a display, or queues it. Once in some hundred messages the kernel's socket (zeromq) is still sending and throws
 * EBUSY at the next display, which would end a loop of 500 figures. An update of a queued display replaces it.
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
      // There is no cell to throw into, and an uncaught exception could end the kernel.
      tellLost(error);
    }
    waiting.shift();
  }
}

/** Reports in one line that a display was not shown, when nobody would catch an exception. */
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
 * The writer of the tslab that runs cells. Two may be loaded, because a globally installed tslab hands over to the
 * project's own; only the one that runs cells has a writer.
 */
function loadedWriter(): TslabJupyter["lastWriteDisplayData"] {
  const paths = Object.keys(require.cache).filter((each) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(each));
  const writers = paths.map((path) => (require.cache[path]?.exports as TslabJupyter | undefined)?.lastWriteDisplayData);
  return writers.find((each) => each !== undefined && each !== null) ?? null;
}

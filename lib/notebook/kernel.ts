/** The way into the running notebook kernel: tslab's, where there is one. Ours. */
import type { Json } from "../figures/figure.js";

/** What a kernel displays: MIME type → data. Ours. */
export type DisplayData = { readonly [mimeType: string]: Json };

/** Writes into the output of the cell that ran when it was made; an update replaces what was displayed under the same id. Ours. */
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
 * Writes to the cell that runs now; undefined outside a tslab kernel. tslab's public interface sends one MIME type a display, so this takes the writer of the module
 * that the kernel has loaded. Ours.
 */
export function currentDisplay(): WriteDisplay | undefined {
  const write = loadedJupyter()?.lastWriteDisplayData;
  if (write === undefined || write === null) return undefined;
  return (data, displayId, isUpdate = false) =>
    write({ data, metadata: {}, transient: displayId === undefined ? {} : { display_id: displayId } }, isUpdate);
}

/** Whether this process is a notebook kernel of tslab. Ours. */
export function isInNotebook(): boolean {
  return currentDisplay() !== undefined;
}

function loadedJupyter(): TslabJupyter | undefined {
  const path = Object.keys(require.cache).find((each) => /[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(each));
  return path === undefined ? undefined : (require.cache[path]?.exports as TslabJupyter | undefined);
}

/** What is wrong with an SQLite file, in one line. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

const KEPT = "what was recorded is kept";

const lines: readonly (readonly [code: RegExp, line: string])[] = [
  [/^SQLITE_NOTADB/, "is not a study; give another path"],
  [/^SQLITE_FULL/, `the disk is full; ${KEPT}: make room and start again with the same file`],
  [/^SQLITE_IOERR/, `cannot be written or read (a full or failing disk?); ${KEPT}: fix that and start again`],
  [
    /^SQLITE_READONLY_ROLLBACK/,
    "was left in the middle of a record by a process that ended: resume the search, or read it as a user who may write it",
  ],
  [/^SQLITE_READONLY_DBMOVED/, "was moved, deleted or replaced while it was written"],
  [/^SQLITE_READONLY/, "is not writable: give another path, or change its permissions"],
  [/^SQLITE_(CANTOPEN|PERM|AUTH)/, "cannot be opened: check its permissions and its folder's"],
  [/^SQLITE_(BUSY|LOCKED)/, `another program keeps it busy and does not finish; ${KEPT}: end that and try again`],
  [/^SQLITE_CORRUPT/, "is damaged; restore it from a copy, or give another path"],
];

/** Errors without an SQLite code that in a study come only from damage or editing. */
const damages = /^(malformed JSON|unsupported file format|attached databases must use the same text encoding)/;

/** Runs `work`, turning a storage error into a one-line InputError. */
export async function withStorageErrors<T>(path: string, work: () => Promise<T> | T): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storageError(path, error);
  }
}

/** The code of an SQLite error, for example `SQLITE_BUSY`; empty for other errors. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" && code.startsWith("SQLITE_") ? code : "";
}

function storageError(path: string, error: unknown): unknown {
  const code = sqliteCode(error);
  if (!(error instanceof Error) || code === "") return error;
  const known = lines.find(([pattern]) => pattern.test(code));
  if (known !== undefined) return new InputError(`${printable(path)}: ${known[1]}`, { cause: error });
  if (damages.test(error.message)) {
    return new InputError(`${printable(path)}: is damaged (${printable(error.message)}); restore it from a copy`, {
      cause: error,
    });
  }
  return error;
}

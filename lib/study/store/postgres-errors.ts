/** What is wrong with a PostgreSQL server, in one line that tells neither user nor password. */
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";

const KEPT = "what was recorded is kept";

/** By SQLSTATE, or by the code of Node's network errors. */
const lines: readonly (readonly [code: RegExp, line: string])[] = [
  [/^(ENOTFOUND|EAI_AGAIN)$/, "there is no such host, or no name server answers"],
  [/^28/, "the server refuses the user or the password: give them by PGUSER and PGPASSWORD, or in ~/.pgpass"],
  [/^3D000$/, "there is no such database: make it with createdb"],
  [/^25006$/, "the server takes no records (a standby, or a database made read-only)"],
  [/^53100$/, `the server's disk is full; ${KEPT}: make room there and start again with the same address`],
  [/^(53[24]00|54)/, `the server is out of memory or at a limit of its own; ${KEPT}: see its log and start again`],
  [/^(58|XX)/, `the server cannot read or write its files; ${KEPT}: see its log`],
  [/^(42P01|42703|3F000)$/, "was deleted, or a newer hiernas changed it, while it was used"],
  [/^(CERT|DEPTH|ERR_TLS|SELF|UNABLE|ERR_SSL)/, "the server's certificate is not trusted: see sslmode and sslrootcert"],
];

/** Whether `error` says that the connection is gone or cannot be made now, and may come back. */
export function isDisconnection(error: unknown): boolean {
  return /^(08|57P0[1-5]|53300|ECONN|EPIPE|ETIMEDOUT|EHOST|ENET|EAI_AGAIN|ERR_STREAM)/.test(codeOf(error))
    ? true
    : error instanceof Error && disconnections.test(error.message);
}

/** The driver's own errors have no code. */
const disconnections =
  /^(connect E|Connection terminated|Client has encountered a connection error|Client was closed|Query read timeout|timeout e)|timeout exceeded when trying to connect|connection has been discarded/;

/** Runs `work`, turning a server's error into a one-line InputError. */
export async function withPostgresErrors<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw serverError(place, error);
  }
}

/** `error`, or the InputError that says it in one line. */
export function serverError(place: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof InputError) return error;
  // Errors are not passed on as causes: the driver's name the user.
  const code = codeOf(error);
  const line = lines.find(([pattern]) => pattern.test(code))?.[1];
  if (line !== undefined) return new InputError(`${place}: ${line}`);
  if (/\b(SASL|SCRAM)\b/.test(error.message)) {
    return new InputError(`${place}: the server asks for a password: give it by PGPASSWORD or in ~/.pgpass`);
  }
  if (/SSL/.test(error.message) && code === "") return new InputError(`${place}: ${printable(error.message)}`);
  if (code === "42501") return new InputError(`${place}: ${printable(error.message)}: ask the database's owner`);
  if (!isDisconnection(error)) return error;
  const why = code === "" ? "no answer" : code;
  return new InputError(`${place}: the server cannot be reached (${why}); ${KEPT}: check host and port, and try again`);
}

/** The code of an error; empty without one. */
function codeOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? error.code : "";
  return typeof code === "string" ? code : "";
}

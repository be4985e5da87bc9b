/**
 * A study's address in a PostgreSQL server: `postgres://user@host:5432/database?study=NAME`. Everything before
 * `?study=` is the URI that psql, pg_dump and other clients take, as it is in Optuna's `--storage`; `study` is its
 * `--study-name`. The study is the schema of that name, so that it can be looked at, dumped and dropped by itself.
 */
import { InputError } from "../../input/errors.js";
import { printable, shown, withoutSecrets } from "../../input/printable.js";

/** A study in a PostgreSQL server. */
export interface StudyAddress {
  /** The study for messages: server, database and name, without user and password. */
  readonly place: string;
  /** The database, as its client takes it. Secret: it may hold a password. */
  readonly connection: string;
  /** The study's name, and its schema's. */
  readonly study: string;
}

/** The study of an address that names none. */
const DEFAULT_STUDY = "study";

/** Most characters of a schema's name in PostgreSQL. */
const NAME_LENGTH = 63;

/** How an address is written. */
export const ADDRESS_FORM = "postgres://HOST/DATABASE?study=NAME";

/** Whether `path` is an address of a PostgreSQL server rather than a file's path. */
export function isAddress(path: unknown): path is string {
  return typeof path === "string" && /^postgres(ql)?:\/\//i.test(path);
}

/** Where the study at `path` is, for messages and for commands: `path` itself, or an address without its secrets. */
export function placeOf(path: string): string {
  return isAddress(path) ? withoutSecrets(path) : path;
}

/** The parts of an address. Throws InputError, which never tells user or password, for anything else. */
export function parseAddress(path: string): StudyAddress {
  const place = printable(path);
  let url: URL;
  try {
    url = new URL(path);
  } catch {
    // Without the cause, which holds the address as given.
    throw new InputError(
      `${place}: is not an address, must be ${ADDRESS_FORM}; write special characters of a password as %40`,
    );
  }
  const database = url.pathname.slice(1);
  if (!/^[^/:]+$/.test(database)) throw new InputError(`${place}: must name a database: ${ADDRESS_FORM}`);
  const names = url.searchParams.getAll("study");
  if (names.length > 1) throw new InputError(`${place}: names ${names.length} studies, must name one`);
  const study = names[0] ?? DEFAULT_STUDY;
  if (study.length > NAME_LENGTH || !/^[a-z_][a-z0-9_.-]*$/i.test(study) || /^pg_/i.test(study)) {
    const rule = `must be up to ${NAME_LENGTH} letters, digits and ._- and begin with a letter other than in pg_`;
    throw new InputError(`${place}: study: got ${shown(study)}, ${rule}`);
  }
  url.searchParams.delete("study");
  // As psql understands it; the driver's own meaning is another one.
  if (url.searchParams.has("sslmode")) url.searchParams.set("uselibpqcompat", "true");
  const port = url.port === "" ? "" : `:${url.port}`;
  const host = url.hostname || url.searchParams.get("host") || process.env.PGHOST || "localhost";
  return Object.freeze({
    place: printable(`postgres://${host}${port}/${database}?study=${study}`),
    connection: url.href,
    study,
  });
}

/** kysely on an open SQLite file. */
import {
  AliasNode,
  ColumnNode,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  IdentifierNode,
  Kysely,
  type QueryResult,
  ReferenceNode,
  type SelectionNode,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { SCHEMA, type SqliteFile, withPatience } from "./sqlite-file.js";

/** How long a transaction waits for other programs that read or write the file. */
const PATIENCE_MILLIS = 5 * 60_000;

/** How long a writer waits to retake its lock between two transactions. */
const RETAKE_MILLIS = 1_000;

/** Settings of {@link queryBuilder}. */
export interface QueryConfig {
  /**
   * Whether to keep SQLite's write lock between transactions too, so that others can read but not write. Default: no.
   */
  readonly keepsLock?: boolean;
  /** How many milliseconds a transaction waits for others. Default: five minutes, since an evaluation is at stake. */
  readonly patienceMillis?: number;
}

/**
 * A query builder on `file`, which its owner closes. Every transaction locks the file anew and sees everything that
 * others wrote.
 */
export function queryBuilder<Tables>(file: SqliteFile, config: QueryConfig = {}): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createDriver: () => createDriver(file, config),
      createQueryCompiler: () => new SqliteQueryCompiler(),
      createAdapter: () => new SqliteAdapter(),
      createIntrospector: (db) => new SqliteIntrospector(db),
    },
  }).withSchema(SCHEMA);
}

function createDriver(file: SqliteFile, config: QueryConfig): Driver {
  const { keepsLock = false, patienceMillis = PATIENCE_MILLIS } = config;
  const begin = () => file.exec("BEGIN IMMEDIATE");
  const rollback = (): void => {
    // On a full disk SQLite rolls back by itself; a second rollback would fail and hide the reason.
    if (file.inTransaction) file.exec("ROLLBACK");
  };
  const retake = async (): Promise<void> => {
    // If this fails, the next transaction still checks that this process holds the study.
    if (keepsLock) await withPatience(RETAKE_MILLIS, begin).catch(() => undefined);
  };
  const connection: DatabaseConnection = {
    executeQuery: <Row>(query: CompiledQuery) => runQuery<Row>(file, query, patienceMillis),
    // eslint-disable-next-line require-yield -- kysely's contract asks for a generator
    streamQuery: async function* () {
      throw new Error("a study's queries are not streamed");
    },
  };
  // One connection, first come, first served.
  const waiting: (() => void)[] = [];
  let isTaken = false;
  return {
    init: () => Promise.resolve(),
    acquireConnection: async () => {
      if (isTaken) await new Promise<void>((resolve) => waiting.push(resolve));
      isTaken = true;
      return connection;
    },
    beginTransaction: async () => {
      rollback();
      await withPatience(patienceMillis, begin);
    },
    commitTransaction: async () => {
      await withPatience(patienceMillis, () => file.exec("COMMIT"));
      await retake();
    },
    rollbackTransaction: async () => {
      rollback();
      await retake();
    },
    releaseConnection: () => {
      const next = waiting.shift();
      if (next === undefined) isTaken = false;
      else next();
      return Promise.resolve();
    },
    destroy: () => Promise.resolve(),
  };
}

async function runQuery<Row>(
  file: SqliteFile,
  { sql, parameters, query }: CompiledQuery,
  patienceMillis: number,
): Promise<QueryResult<Row>> {
  if (SelectQueryNode.is(query)) {
    const names = (query.selections ?? []).map(nameOf);
    const rows = await withPatience(patienceMillis, () => file.read(sql, names, parameters));
    return { rows: rows as Row[] };
  }
  const changes = await withPatience(patienceMillis, () => file.write(sql, parameters));
  return { rows: [], numAffectedRows: BigInt(changes) };
}

/** The name of a query's column. */
function nameOf({ selection }: SelectionNode): string {
  if (AliasNode.is(selection) && IdentifierNode.is(selection.alias)) return selection.alias.name;
  if (ReferenceNode.is(selection) && ColumnNode.is(selection.column)) return selection.column.column.name;
  throw new Error("a study's queries name their columns");
}

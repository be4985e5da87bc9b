/** A PostgreSQL server of a test's own, in a temporary folder. */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { Client } from "pg";
import { isRoot, nobody } from "../elsewhere.js";

/** A running server. */
export interface Cluster {
  readonly port: number;
  /** The address of a study of this name in the server, with the secrets of {@link secrets}. */
  address(study: string, port?: number): string;
  /** Runs SQL as the server's owner. */
  sql<Row>(text: string, values?: readonly unknown[]): Promise<readonly Row[]>;
  /** Ends the server: at once, as a crash does, or after cutting every session off. */
  stop(how?: "crash" | "cut"): Promise<void>;
  start(): Promise<void>;
}

/** What must never be told. */
export const secrets = { user: "hidden_user", password: "hidden:p@ss/word" } as const;

const SYSTEM = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr/pgsql"];

/** The folder of the server's programs, or undefined where PostgreSQL is missing. */
export function findPrograms(): string | undefined {
  const versions = SYSTEM.flatMap((folder) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "bin")) : [],
  ).sort((one, other) => other.localeCompare(one, "en", { numeric: true }));
  const folders = [...(process.env.PATH ?? "").split(delimiter), ...versions];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

/** A server for the tests of the block, which are skipped where PostgreSQL is missing. */
export function useCluster(): Cluster {
  let cluster: OwnCluster | undefined;
  before(async function () {
    this.timeout(120_000);
    cluster = await openCluster();
    if (cluster !== undefined) return;
    process.stdout.write("skipped: PostgreSQL is missing (Debian: apt install postgresql)\n");
    this.skip();
  });
  after(async () => cluster?.remove());
  const running = (): Cluster => cluster ?? assert.fail("there is no server");
  return {
    get port() {
      return running().port;
    },
    address: (...args) => running().address(...args),
    sql: (...args) => running().sql(...args),
    stop: (...args) => running().stop(...args),
    start: () => running().start(),
  };
}

/** A server that its maker removes. */
export interface OwnCluster extends Cluster {
  /** The folder that holds all of it. */
  readonly folder: string;
  remove(): Promise<void>;
}

/** Makes and starts a server that ends with this process, however that ends; undefined where PostgreSQL is missing. */
export async function openCluster(): Promise<OwnCluster | undefined> {
  const bin = findPrograms();
  if (bin === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), "hiernas-pg-"));
  // The server refuses to run as root.
  const user = isRoot ? nobody : {};
  const secret = join(folder, "password");
  writeFileSync(secret, secrets.password);
  if (isRoot) for (const path of [folder, secret]) chownSync(path, nobody.uid, nobody.gid);
  const data = join(folder, "data");
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", secrets.user, "-A", "scram-sha-256", "--pwfile", secret, "--no-sync", "-E", "UTF8"],
    { ...user, cwd: folder, encoding: "utf8" },
  );
  assert.equal(made.status, 0, made.stderr);
  const port = await freePort();
  let server: ChildProcess | undefined;
  const address = (study: string, at = port): string => {
    const [name, password] = [secrets.user, secrets.password].map(encodeURIComponent);
    return `postgres://${name}:${password}@127.0.0.1:${at}/postgres?study=${study}`;
  };
  const sql = async <Row>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> => {
    const client = new Client({ ...secrets, host: "127.0.0.1", port, database: "postgres" });
    client.on("error", () => undefined);
    await client.connect();
    try {
      return (await client.query(text, [...values])).rows as readonly Row[];
    } finally {
      await client.end();
    }
  };
  const start = async (): Promise<void> => {
    const options = [`port=${port}`, "listen_addresses=127.0.0.1", `unix_socket_directories=${folder}`, "fsync=off"];
    server = spawn(join(bin, "postgres"), ["-D", data, ...options.flatMap((each) => ["-c", each])], {
      ...user,
      cwd: folder,
      stdio: "ignore",
    });
    for (let look = 0; ; look++) {
      try {
        await sql("select 1");
        return;
      } catch (error) {
        if (look > 300 || server.exitCode !== null) throw error;
        await setTimeout(50);
      }
    }
  };
  const stop = async (how: "crash" | "cut" = "cut"): Promise<void> => {
    if (server === undefined || server.exitCode !== null) return;
    const ended = new Promise((resolve) => server?.once("exit", resolve));
    server.kill(how === "crash" ? "SIGQUIT" : "SIGINT");
    await ended;
  };
  const watchdog = watch(bin, folder, user);
  await start();
  const remove = async (): Promise<void> => {
    await stop("crash");
    rmSync(folder, { recursive: true, force: true });
    watchdog.stdin?.end();
  };
  return { port, folder, address, sql, stop, start, remove };
}

/** Ends the server once its input closes, which the system does when this process ends, killed or not. */
function watch(bin: string, folder: string, user: { readonly uid?: number }): ChildProcess {
  const script = 'read _; "$1/pg_ctl" stop -D "$2/data" -m immediate; rm -rf "$2"';
  const watchdog = spawn("sh", ["-c", script, "sh", bin, folder], {
    ...{ ...user, cwd: "/", detached: true, stdio: ["pipe", "ignore", "ignore"] },
  });
  watchdog.unref();
  (watchdog.stdin as Socket | null)?.unref();
  return watchdog;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

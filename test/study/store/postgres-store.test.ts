import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyStudy } from "../../../lib/study/copy-study.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { FIRST_VERSION } from "../../../lib/study/store/postgres-format.js";
import { createPostgresStudy, openPostgresStudy } from "../../../lib/study/store/postgres-store.js";
import type { StudySettings } from "../../../lib/study/store/study-settings.js";
import { columnsOf, STUDY_VERSION, tablesOf } from "../../../lib/study/store/study-tables.js";
import { readStudy } from "../../../lib/study/study.js";
import { verifyStudy } from "../../../lib/study/verify-study.js";
import { lookElsewhere, startElsewhere } from "../elsewhere.js";
import { storyOf, toyStudy, useStudyFile } from "../toy-study.js";
import { proposalOf, refusalOf, settings } from "./first-study.js";
import { secrets, useCluster } from "./postgres-cluster.js";
import { testStoreModel } from "./store-model.js";
import { testStore } from "./store-suite.js";

describe("PostgreSQL:", function () {
  this.timeout(60_000);
  const server = useCluster();
  const file = useStudyFile();
  let count = 0;
  let path = "";
  beforeEach(() => (path = server.address(`study-${++count}`)));
  const message = async (promise: Promise<unknown>): Promise<string> => {
    const said = await refusalOf(promise);
    assert.doesNotMatch(said, /hidden/);
    return said;
  };

  testStore("a PostgreSQL server", () => {
    const own = path;
    return {
      create: (given) => createPostgresStudy(own, given),
      open: (config) => openPostgresStudy(own, config?.forRunning),
      remove: async () => undefined,
    };
  });

  let models = 0;
  const inServer = () => {
    const own = server.address(`model-${++models}`);
    return {
      create: (given: StudySettings) => createPostgresStudy(own, given),
      open: (config?: { readonly forRunning?: boolean }) => openPostgresStudy(own, config?.forRunning),
      remove: async () => void (await server.sql(`drop schema "model-${models}" cascade`)),
    };
  };
  testStoreModel("a PostgreSQL server", inServer, Number(process.env.HIERNAS_MODEL_RUNS ?? 4));

  it("a study takes the same course as in a file", async () => {
    await runStudy({ ...toyStudy, path });
    await runStudy({ ...toyStudy, path: file.path });
    assert.equal(await storyOf(path), await storyOf(file.path));
    for (const { problems } of await readStudy(path, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
    const { summary } = await runStudy({ ...toyStudy, path, steps: 15 });
    assert.equal(summary.evaluated, 15);
    assert.match(await message(runStudy({ ...toyStudy, path, seed: 2 })), /was made with seed "1", got "2"/);
  });

  it("a study is copied from a file to the server and back, and resumes there alike", async () => {
    await runStudy({ ...toyStudy, path: file.path, steps: 6, confirm: 1 });
    await copyStudy(file.path, path);
    const back = `${file.path}-back`;
    await copyStudy(path, back);
    for (const each of [path, file.path, back]) await runStudy({ ...toyStudy, path: each, confirm: 1 });
    for (const each of [path, back]) assert.equal(await storyOf(each), await storyOf(file.path));
    for (const { problems } of await readStudy(path, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
  });

  it("an unknown study is told, and not made by reading", async () => {
    assert.match(await message(openPostgresStudy(path)), /there is no such study/);
    assert.match(await message(openPostgresStudy(path, true)), /there is no such study/);
    assert.deepEqual(await server.sql("select from pg_namespace where nspname = $1", [`study-${count}`]), []);
  });

  it("a study is made once, also in a schema that is there and empty", async () => {
    await server.sql(`create schema "study-${count}"`);
    await (await createPostgresStudy(path, settings)).close();
    assert.match(await message(createPostgresStudy(path, settings)), /exists already/);
  });

  it("a schema of something else is no study and stays as it is", async () => {
    await server.sql(`create schema "study-${count}" create table study (id int)`);
    assert.match(await message(openPostgresStudy(path)), /is not a study/);
    assert.match(await message(createPostgresStudy(path, settings)), /exists already/);
    assert.deepEqual(await server.sql(`select * from "study-${count}".study`), []);
  });

  it("a discarded study leaves nothing, but what is another's", async () => {
    await (await createPostgresStudy(path, settings)).discard();
    assert.deepEqual(await server.sql("select from pg_namespace where nspname = $1", [`study-${count}`]), []);
    const store = await createPostgresStudy(path, settings);
    await server.sql(`create table "study-${count}".other (id int)`);
    await store.discard();
    assert.deepEqual(await server.sql("select tablename from pg_tables where schemaname = $1", [`study-${count}`]), [
      { tablename: "other" },
    ]);
  });

  it("studies of every version are upgraded, and newer ones refused", async () => {
    const schema = `"study-${count}"`;
    for (let version = FIRST_VERSION; version <= STUDY_VERSION; version++) {
      const store = await createPostgresStudy(path, settings);
      await store.recordProposal(proposalOf(1));
      await store.close();
      for (const table of tablesOf(STUDY_VERSION)) {
        const [all, then] = [columnsOf(table, STUDY_VERSION), columnsOf(table, version)];
        if (then.length === 0) await server.sql(`drop table ${schema}.${table}`);
        else
          for (const column of all)
            if (!then.includes(column)) await server.sql(`alter table ${schema}.${table} drop column ${column}`);
      }
      await server.sql(`comment on table ${schema}.study is 'hiernas study, version ${version}'`);
      const reader = await openPostgresStudy(path);
      assert.equal((await reader.unfinished()).length, 1);
      assert.deepEqual([await reader.confirmations(), await reader.holder()], [[], null]);
      await reader.close();
      const upgraded = await openPostgresStudy(path, true);
      assert.equal((await upgraded.unfinished()).length, 1);
      await upgraded.discard();
    }
    await (await createPostgresStudy(path, settings)).close();
    await server.sql(`comment on table ${schema}.study is 'hiernas study, version ${STUDY_VERSION + 1}'`);
    assert.match(await message(openPostgresStudy(path)), /use a newer hiernas/);
  });

  it("what others did to the tables is told in a line", async () => {
    const schema = `"study-${count}"`;
    const store = await createPostgresStudy(path, settings);
    await store.recordProposal(proposalOf(1));
    await store.close();
    const read = () => readStudy(path, (study) => study.unfinished());
    await server.sql(`update ${schema}.individual set genotype = '{"no": 1}'`);
    assert.match(await message(read()), /step 1: its genotype cannot be read/);
    await server.sql(`alter table ${schema}.individual alter column redraws type text`);
    assert.match(await message(read()), /step 1: its row cannot be read/);
    await server.sql(`create rule r as on update to ${schema}.study do instead nothing`);
    assert.match(await message(read()), /study has a trigger, rule or policy/);
    await server.sql(`drop rule r on ${schema}.study`);
    await server.sql(`alter table ${schema}.individual drop column hash`);
    assert.match(await message(read()), /individual has no column hash/);
    await server.sql(`drop table ${schema}.event`);
    assert.match(await message(read()), /has no (table event|column hash)/);
  });

  it("a study is run by one process; when it is killed, the next one goes on at once", async () => {
    const other = startElsewhere(path, 12, 7);
    await other.until("held 7");
    const look = lookElsewhere(path);
    assert.ok(typeof look === "object");
    assert.deepEqual(look.holder, { ...look.holder, processId: other.child.pid, isSeen: true });
    const refused = await message(runStudy({ ...toyStudy, path }));
    assert.match(refused, new RegExp(`process ${other.child.pid} is running this study`));
    await other.kill();
    const { summary } = await runStudy({ ...toyStudy, path });
    assert.equal(summary.evaluated, 12);
    await runStudy({ ...toyStudy, path: file.path });
    assert.equal(await storyOf(path), await storyOf(file.path));
  });

  it("a reader needs no right but to read", async () => {
    await runStudy({ ...toyStudy, path });
    const schema = `"study-${count}"`;
    await server.sql(`create role reader_${count} login password 'hidden'`);
    const reader = path.replace(/\/\/[^@]*@/, `//reader_${count}:hidden@`);
    assert.match(await message(readStudy(reader, (study) => study.rows())), /permission denied for schema/);
    await server.sql(`grant usage on schema ${schema} to reader_${count}`);
    await server.sql(`grant select on all tables in schema ${schema} to reader_${count}`);
    assert.equal((await readStudy(reader, (study) => study.rows())).length, 12);
    assert.match(await message(runStudy({ ...toyStudy, path: reader, steps: 13 })), /permission denied/);
  });

  it("the driver is loaded for addresses only", async () => {
    await runStudy({ ...toyStudy, path: file.path });
    const loaded = (study: string): string => {
      const script = `const { readStudy } = require("hiernas");
        const pg = () => Object.keys(require.cache).filter((file) => /node_modules.(pg|pg-[a-z]+|pgpass)./.test(file)).length;
        readStudy(process.env.STUDY, (study) => study.rows()).then((rows) => console.log(rows.length, pg() > 0));`;
      const env = { ...process.env, STUDY: study };
      const { stdout, stderr } = spawnSync(process.execPath, ["-e", script], { env, encoding: "utf8" });
      assert.equal(stderr, "");
      return stdout.trim();
    };
    assert.equal(loaded(file.path), "12 false");
    await runStudy({ ...toyStudy, path });
    assert.equal(loaded(path), "12 true");
  });

  it("users and passwords stay out of the database", async () => {
    await runStudy({ ...toyStudy, path });
    const schema = `study-${count}`;
    for (const { name } of await server.sql<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = $1",
      [schema],
    )) {
      const rows = JSON.stringify(await server.sql(`select * from "${schema}"."${name}"`));
      assert.doesNotMatch(rows, /hidden|postgres:/, name);
    }
    assert.ok(path.includes(encodeURIComponent(secrets.password)));
  });
});

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "../../../lib/random.js";
import { runStudy } from "../../../lib/study/run-study.js";
import { createPostgresStudy, openPostgresStudy } from "../../../lib/study/store/postgres-store.js";
import type { StudyStore } from "../../../lib/study/store/study-store.js";
import { readStudy } from "../../../lib/study/study.js";
import { verifyStudy } from "../../../lib/study/verify-study.js";
import { startElsewhere } from "../elsewhere.js";
import { storyOf, toyStudy, useStudyFile } from "../toy-study.js";
import { proposalOf, refusalOf, settings } from "./first-study.js";
import { type FaultProxy, openProxy } from "./fault-proxy.js";
import { useCluster } from "./postgres-cluster.js";

describe("a study whose server", function () {
  this.timeout(60_000);
  const server = useCluster();
  const file = useStudyFile();
  let proxy: FaultProxy;
  let [count, direct, path] = [0, "", ""];
  beforeEach(async () => {
    proxy = await openProxy(server.port);
    [direct, path] = [server.address(`study-${++count}`), server.address(`study-${count}`, proxy.port)];
  });
  afterEach(async () => proxy.close());

  /** Runs the toy study while `fault` happens after each evaluation, and compares it with one that nothing happened to. */
  const isAsInAFile = async (fault: (evaluated: number) => Promise<void> | void, steps: number): Promise<void> => {
    const warnings: string[] = [];
    let faults = Promise.resolve();
    const { summary } = await runStudy({
      ...{ ...toyStudy, path, steps, onWarning: (message) => warnings.push(message) },
      onProgress: ({ finished, evaluated }) => {
        if (finished !== null) faults = faults.then(() => fault(evaluated));
      },
    });
    await faults;
    assert.equal(summary.evaluated, steps);
    await runStudy({ ...toyStudy, path: file.path, steps });
    assert.equal(await storyOf(direct), await storyOf(file.path));
    for (const { problems } of await readStudy(direct, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
    assert.doesNotMatch(warnings.join(), /hidden/);
  };
  /** Ends the sessions that write the study, as the server does once it notices that their clients vanished. */
  const endSessions = () =>
    server.sql("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'hiernas'");

  it("is restarted, also by a crash, goes on, and nothing is lost or there twice", async () => {
    await isAsInAFile(async (evaluated) => {
      if (evaluated !== 5 && evaluated !== 10) return;
      await server.stop(evaluated === 5 ? "cut" : "crash");
      await setTimeout(700);
      await server.start();
    }, 15);
  });

  it("loses connections and answers at any moment goes on, and nothing is lost or there twice", async () => {
    const random = createRandom(count).split("faults");
    await isAsInAFile(() => {
      const draw = random.integer(3);
      if (draw === 0) proxy.cut();
      if (draw === 1) setImmediate(() => proxy.loseAnswer());
      if (draw === 2) void endSessions();
    }, 40);
  });

  it("keeps a record whose answer is lost does not record it again", async () => {
    const store = await createPostgresStudy(path, settings);
    for (let step = 1; step <= 60; step++) {
      // Of the answers of one record, each is lost in turn.
      setTimeout(step % 12).then(
        () => proxy.loseAnswer(),
        () => undefined,
      );
      await store.recordProposal(proposalOf(step));
    }
    assert.deepEqual(
      (await store.unfinished()).map(({ step }) => step),
      Array.from({ length: 60 }, (_, index) => index + 1),
    );
    assert.equal((await store.events()).length, 60);
    await store.close();
  });

  it("stays away stops the study in a line", async () => {
    const store = await createPostgresStudy(path, settings, { patienceMillis: 1000 });
    await proxy.close();
    assert.match(
      await refusalOf(store.recordProposal(proposalOf(1))),
      /^postgres:[^\n]*cannot be reached[^\n]*is kept/,
    );
    await store.close();
    proxy = await openProxy(server.port);
  });

  const comesBack = async (first: StudyStore, second: StudyStore): Promise<void> => {
    await second.recordProposal(proposalOf(1));
    proxy.heal();
    assert.match(await refusalOf(first.recordProposal(proposalOf(1))), /took over this study|is running this study/);
    assert.match(await refusalOf(first.recordProposal(proposalOf(2))), /took over this study|is running this study/);
    await first.close();
    await second.recordProposal(proposalOf(2));
    assert.equal((await second.events()).length, 2);
  };

  it("was cut off from its controller lets another one take over, and the first records nothing more", async () => {
    const first = await createPostgresStudy(path, settings, { patienceMillis: 5000 });
    proxy.partition();
    // Until the server gives the first one up, nobody else may have the study.
    assert.match(await refusalOf(openPostgresStudy(direct, true)), /this process is running this study/);
    await endSessions();
    const second = await openPostgresStudy(direct, true);
    await comesBack(first, second);
    await second.close();
  });

  it("was cut off from its controller records nothing of it even after the next one has finished", async () => {
    const first = await createPostgresStudy(path, settings, { patienceMillis: 5000 });
    proxy.partition();
    await endSessions();
    await (await openPostgresStudy(direct, true)).close();
    proxy.heal();
    assert.match(await refusalOf(first.recordProposal(proposalOf(1))), /another process took over this study/);
    assert.deepEqual(await readStudy(direct, (study) => study.events()), []);
    await first.close();
  });

  it("believes no lock alone: a record with an old token is refused", async () => {
    const store = await createPostgresStudy(path, settings);
    await server.sql(`update "study-${count}".holder set token = 'another', host = 'elsewhere', process_id = 7`);
    assert.match(await refusalOf(store.recordProposal(proposalOf(1))), /process 7 on elsewhere took over this study/);
    assert.deepEqual(await readStudy(direct, (study) => study.events()), []);
    await store.close();
  });

  it("was cut off comes back to its own controller, whose lost session still has the lock", async () => {
    const store = await createPostgresStudy(path, settings);
    proxy.partition();
    const record = store.recordProposal(proposalOf(1));
    await setTimeout(200);
    proxy.heal();
    await record;
    assert.equal((await store.unfinished()).length, 1);
    await store.close();
  });

  it("loses controllers killed at any moment goes on with the same study", async () => {
    for (let kill = 0; kill < 5; kill++) {
      const child = startElsewhere(direct, 60);
      await child.until(`evaluated ${kill * 10 + 3}`);
      await child.kill();
    }
    await runStudy({ ...toyStudy, path: direct, steps: 60 });
    await runStudy({ ...toyStudy, path: file.path, steps: 60 });
    assert.equal(await storyOf(direct), await storyOf(file.path));
    for (const { problems } of await readStudy(direct, (study) => verifyStudy(study))) assert.deepEqual(problems, []);
  });
});

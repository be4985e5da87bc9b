/**
 * `node build/test/study/remote/long-faults.js [TIMES] [SEED]`: a study of 400 evaluations on four workers in a
 * PostgreSQL server, with every fault of `fault-run.ts` (10 workers and 2 controllers killed, a partition of 30 s), TIMES times over (20).
 * `npm test` does a short one.
 */
import { runFaults } from "./fault-run.js";
import { openCluster } from "../store/postgres-cluster.js";

const form = { steps: 400, workerKills: 10, controllerKills: 2, partitionMillis: 30_000 } as const;

async function main([times = "20", seed = "1"]: readonly string[]): Promise<void> {
  const server = await openCluster();
  if (server === undefined) throw new Error("PostgreSQL is missing (Debian: apt install postgresql)");
  try {
    for (let time = 0; time < Number(times); time++) {
      const own = Number(seed) + time;
      const report = await runFaults(server, `faults-${own}`, form, own);
      process.stdout.write(`${JSON.stringify({ seed: own, ...report })}\n`);
    }
  } finally {
    await server.remove();
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

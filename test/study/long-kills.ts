/**
 * `node build/test/study/long-kills.js [TIMES] [SEED]`: a study of 400 instant evaluations, whose controller is killed 50
 * times, TIMES times over (20). `npm test` does a short one.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { killStudy } from "./kill-study.js";

async function main([times = "20", seed = "1"]: readonly string[]): Promise<void> {
  for (let time = 0; time < Number(times); time++) {
    const folder = mkdtempSync(join(tmpdir(), "hiernas-kills-"));
    const { kills, copies } = await killStudy(join(folder, "study.sqlite"), 50, 400, Number(seed) + time);
    rmSync(folder, { recursive: true, force: true });
    process.stdout.write(
      `${time + 1}: ${kills} kills, nothing lost or counted twice; ${copies.whole} copies whole, ${copies.refused} refused\n`,
    );
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});

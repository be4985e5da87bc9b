/**
 * Runs as a separate process, for example as another user: `node look.js PATH` reads a whole study and prints its
 * holder and counts as JSON, or the error's name and message.
 */
import { readStudy } from "../../lib/study/study.js";

async function main([path]: readonly string[]): Promise<void> {
  const seen = await readStudy(path, async (study) => {
    const { evaluated, running, stale } = await study.summary();
    const lists = [await study.individuals(), await study.unfinished(), await study.events()];
    return { holder: await study.holder(), evaluated, running, stale, sizes: lists.map(({ length }) => length) };
  });
  process.stdout.write(`${JSON.stringify(seen)}\n`);
}

main(process.argv.slice(2)).catch((error: Error) => {
  process.stdout.write(`${error.name}: ${error.message}\n`);
  process.exitCode = 2;
});

/** Copies a study, between files and servers. */
import { InputError } from "../input/errors.js";
import { printable } from "../input/printable.js";
import type { StudyRecords } from "./store/study-store.js";
import { hasStudy } from "./store/study-place.js";
import { createStudy, readStudy, type Study } from "./study.js";

/** All records of a study. Throws InputError while a process runs it, when they would not be of one moment. */
export async function recordsOf(study: Study): Promise<StudyRecords> {
  const holder = await study.holder();
  if (holder !== null) {
    const rule = "stop that first";
    throw new InputError(`${study.place}: is running in process ${holder.processId} on ${holder.host}; ${rule}`);
  }
  const [individuals, unfinished] = [await study.individuals(), await study.unfinished()];
  const [events, confirmations] = [await study.events(), await study.confirmations()];
  return Object.freeze({ individuals, unfinished, events, confirmations, stops: await study.stops() });
}

/**
 * Copies the study at `from` to a new file or address, in the newest version: every record with its times, so that the
 * copy replays, is verified and resumes as the study does. Nothing is left of a copy that fails. Throws InputError for a
 * study that is running or cannot be read, and where there is something already.
 */
export async function copyStudy(from: string, to: string): Promise<void> {
  if (await hasStudy(to)) throw new InputError(`${printable(to)}: exists already; give another path`);
  const [settings, records] = await readStudy(
    from,
    async (study) => [await study.settings(), await recordsOf(study)] as const,
  );
  const copy = await createStudy(to, settings);
  try {
    await copy.restore(records);
  } catch (error) {
    await copy.discard().catch(() => undefined);
    throw error;
  }
  await copy.close();
}

// Stores the measurements of notebook 8 for the gallery: training steps by operation, and the peak performance of one
// core. After `npm run setup`, from the project's folder, on an otherwise idle machine: `node
// data/training-profile/measure.mjs`.
import { writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

process.env.TF_NUM_INTRAOP_THREADS = "1";
process.env.TF_NUM_INTEROP_THREADS = "1";
const { benchRoofline } = await import("../../build/lib/instruments/bench/bench-roofline.js");
const { profileSettings, profileTraining } = await import("../../build/lib/instruments/bench/training-profile.js");

const began = os.loadavg()[0];
const settings = profileSettings();
const machine = await benchRoofline(settings.machine);
const profiles = [];
for (const scale of settings.scales) profiles.push(await profileTraining(settings.genotype, scale, settings));
const measured = { when: new Date().toISOString().slice(0, 10), processor: os.cpus()[0].model, loadBefore: began };
const file = path.join(path.dirname(fileURLToPath(import.meta.url)), "training-profile.json");
writeFileSync(file, `${JSON.stringify({ measured, machine, profiles }, null, 1)}\n`);

/** An animation as an MP4 file, where ffmpeg is on the machine. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InputError } from "../../input/errors.js";
import { printable } from "../../input/printable.js";
import type { Frame } from "./animate.js";

/** How long ffmpeg may take. */
const PATIENCE_MILLIS = 300_000;

/** Throws InputError where there is no ffmpeg. */
export function checkFilm(): void {
  const { error } = spawnSync("ffmpeg", ["-version"], { timeout: PATIENCE_MILLIS });
  if (error === undefined) return;
  throw new InputError("mp4: ffmpeg, which writes it, is not on this machine: install it, or take gif or webp");
}

/** The frames as an MP4 file that every player shows (H.264). Throws InputError where ffmpeg fails. */
export function animatedFilm(frames: readonly Frame[]): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "hiernas-film-"));
  try {
    const lines = frames.flatMap(({ png, millis }, index) => {
      writeFileSync(join(folder, `${index}.png`), png);
      return [`file ${index}.png`, `duration ${millis / 1000}`];
    });
    // The last picture again, since ffmpeg forgets its duration.
    writeFileSync(join(folder, "frames"), `${[...lines, `file ${frames.length - 1}.png`].join("\n")}\n`);
    // H.264 needs even sides.
    const size = "pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white,format=yuv420p";
    const args = [
      "-v",
      "error",
      "-f",
      "concat",
      "-i",
      "frames",
      "-vf",
      size,
      "-r",
      "25",
      "-movflags",
      "+faststart",
      "film.mp4",
    ];
    const { error, status, stderr } = spawnSync("ffmpeg", args, {
      cwd: folder,
      encoding: "utf8",
      timeout: PATIENCE_MILLIS,
    });
    if (status !== 0) {
      const [why] = (error?.message ?? stderr).trim().split("\n").slice(-1);
      throw new InputError(`mp4: ffmpeg failed: ${printable(why, 200)}`);
    }
    return readFileSync(join(folder, "film.mp4"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

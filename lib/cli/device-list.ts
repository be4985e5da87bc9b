/** The option `--devices`. */
import { InputError } from "../input/errors.js";
import { shown } from "../input/printable.js";

/** The devices in a list such as `0,1`. Throws InputError for an empty one among them. */
export function deviceList(text: string): readonly string[] {
  const devices = text.split(",").map((device) => device.trim());
  if (devices.includes("")) throw new InputError(`--devices: got ${shown(text)}, must be a list such as 0,1`);
  return devices;
}

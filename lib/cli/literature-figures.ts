/** The figures about the literature, beside those of a study. */
import { networkFigures } from "../figures/charts/study-figures.js";
import type { NamedFigure } from "../figures/output/figure.js";
import { InputError } from "../input/errors.js";
import { type FoundCell, knownNetworks } from "../literature/known-networks.js";

/**
 * The figures of the networks in `folder` (by default the project's data), with the `found` cells among them. If the
 * data are missing or damaged there are none, and a line on stderr says why; a study's own figures do not need them.
 */
export function literatureFigures(found: readonly FoundCell[], folder?: string): readonly NamedFigure[] {
  try {
    return networkFigures(knownNetworks(found, folder));
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    process.stderr.write(`left out the networks of the literature: ${error.message}\n`);
    return [];
  }
}

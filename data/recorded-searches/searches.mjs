// The settings of the four searches of the paper's section 4.2 at a smaller scale.
import { laptopProtocol } from "../../build/lib/evaluation/protocol.js";
import { flatSpace, hierarchicalSpace } from "../../build/lib/genotype/space.js";
import { randomSearch } from "../../build/lib/search/random-search.js";
import { tournamentSearch } from "../../build/lib/search/tournament-search.js";
import { parameterLimit } from "../../build/lib/study/constraint.js";

/**
 * The largest network of 1,000 random hierarchical genotypes at laptop scale (`node
 * data/recorded-searches/largest.mjs`).
 */
export const HIERARCHICAL_LIMIT = 143_010;

const common = { protocol: laptopProtocol, workers: 2, threadsPerWorker: 1, seed: 1 };

/** The settings of `runStudy`, by the name of the file. */
export const searches = {
  "hierarchical-evolution": { space: hierarchicalSpace, method: tournamentSearch(), steps: 600, initialCount: 100 },
  "hierarchical-random": { space: hierarchicalSpace, method: randomSearch(), steps: 200, initialCount: 200 },
  "flat-evolution": { space: flatSpace, method: tournamentSearch(), steps: 100, initialCount: 40 },
  "flat-limited-evolution": {
    space: flatSpace,
    method: tournamentSearch(),
    steps: 100,
    initialCount: 40,
    constraint: parameterLimit(HIERARCHICAL_LIMIT, laptopProtocol),
  },
};
for (const search of Object.values(searches)) Object.assign(search, common);

import assert from "node:assert/strict";
import fc from "fast-check";
import { hierarchicalSpace } from "../../lib/genotype/space.js";
import {
  simulateGenerations,
  simulateSearch,
  type SimulationConfig,
  simulationDefaults,
} from "../../lib/search/simulate-search.js";
import { tournamentSearch } from "../../lib/search/tournament-search.js";

const HOUR = 3_600_000;
const quiet = { failedShare: 0, lostShare: 0, slowShare: 0, controllerMillis: 0, handoverMillis: 0 };
const config: SimulationConfig = {
  ...{ space: hierarchicalSpace, method: tournamentSearch(), steps: 60, workers: 6, initialCount: 6, seed: 1 },
  ...{ ...simulationDefaults, evaluationMillis: [HOUR / 2, HOUR, 2 * HOUR] },
};

describe("simulateSearch", () => {
  it("keeps everybody busy where nothing takes time but evaluations, and all end at once if all take equally long", async () => {
    const equal = { ...config, ...quiet, evaluationMillis: [HOUR] };
    const { utilization, endMillis, lastStartMillis } = await simulateSearch(equal);
    assert.deepEqual([utilization, lastStartMillis / HOUR, endMillis / HOUR], [1, 9, 10]);
    assert.deepEqual(simulateGenerations(equal).utilization, 1);
    const unequal = { ...config, ...quiet };
    assert.ok(Math.abs((await simulateSearch(unequal)).utilization - 1) < 1e-12);
    const waiting = simulateGenerations(unequal).utilization;
    assert.ok(waiting > 0.4 && waiting < 0.8, String(waiting));
  });

  it("counts every step once, and nobody does two things at a time, whatever fails, is slow or is lost", async () => {
    const share = fc.double({ min: 0, max: 0.5, noNaN: true });
    const drawn = fc.record({
      ...{
        failedShare: share,
        lostShare: share,
        slowShare: share,
        seed: fc.nat(),
        workers: fc.integer({ min: 1, max: 9 }),
      },
      ...{ handoverMillis: fc.nat(HOUR), controllerMillis: fc.nat(HOUR / 60) },
    });
    await fc.assert(
      fc.asyncProperty(drawn, async (settings) => {
        const given = { ...config, steps: 25, initialCount: 3, ...settings };
        for (const found of [await simulateSearch(given), simulateGenerations(given)]) {
          const { busy, utilization, lost, endMillis } = found;
          assert.deepEqual(new Set(busy.map(({ step }) => step)).size, 25);
          assert.equal(busy.length, 25 + lost);
          assert.ok(utilization >= 0 && utilization <= 1 + 1e-9, String(utilization));
          assert.ok(Math.abs(Math.max(...busy.map(({ to }) => to)) - endMillis) < 1);
          for (let worker = 1; worker <= settings.workers; worker++) {
            const own = busy.filter((each) => each.worker === worker).sort((one, other) => one.from - other.from);
            own.forEach(({ from }, index) => assert.ok(index === 0 || from >= own[index - 1].to));
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it("gives the same for the same seed", async () => {
    assert.deepEqual(await simulateSearch(config), await simulateSearch(config));
    assert.notDeepEqual(await simulateSearch(config), await simulateSearch({ ...config, seed: 2 }));
  });

  it("can be stopped, and refuses times and shares that nobody has", async () => {
    const stop = new AbortController();
    const onProgress = (finished: number): void => (finished === 20 ? stop.abort() : undefined);
    await assert.rejects(simulateSearch({ ...config, signal: stop.signal, onProgress }), { name: "AbortError" });
    await assert.rejects(simulateSearch({ ...config, evaluationMillis: [] }), /simulation: evaluationMillis/);
    await assert.rejects(simulateSearch({ ...config, lostShare: 1 }), /simulation: lostShare: got 1/);
    await assert.rejects(simulateSearch({ ...config, handoverMillis: -1 }), /simulation: handoverMillis: got -1/);
  });
});

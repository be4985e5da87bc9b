import assert from "node:assert/strict";
import { predictMemory } from "../../lib/evaluation/predict-memory.js";
import { laptopProtocol } from "../../lib/evaluation/protocol.js";
import { planNetwork } from "../../lib/network/plan-network.js";
import { costLimit, type CostLimits } from "../../lib/study/constraint.js";
import { replayStudy } from "../../lib/study/replay-study.js";
import { runStudy } from "../../lib/study/run-study.js";
import { readStudy } from "../../lib/study/study.js";
import { toyStudy, useStudyFile } from "./toy-study.js";

describe("costLimit", function () {
  this.timeout(60_000);
  const place = useStudyFile();
  const protocol = laptopProtocol;
  const run = (limits: CostLimits, change: Partial<typeof protocol> = {}, steps = 8, path = place.path) =>
    runStudy({ ...toyStudy, path, steps, constraint: costLimit(limits, { ...protocol, ...change }) });
  const costs = async (path: string) => {
    const individuals = await readStudy(path, (study) => study.individuals());
    const plans = individuals.map(({ genotype }) => planNetwork(genotype, protocol.network));
    const most = (values: readonly number[]): number => Math.max(...values);
    return {
      parameters: most(plans.map(({ parameterCount }) => parameterCount)),
      multiplyAdds: most(plans.map(({ multiplyAdds }) => multiplyAdds)),
      memory: most(plans.map((plan) => predictMemory(plan, protocol))),
    };
  };

  for (const cost of ["parameters", "multiplyAdds", "memory"] as const) {
    it(`of ${cost} keeps all networks below it, and is found again in the study for its replay`, async () => {
      await runStudy({ ...toyStudy, path: place.path, steps: 8 });
      const most = (await costs(place.path))[cost];
      const limited = `${place.path}-limited`;
      // Which the unlimited search broke.
      await run({ [cost]: most - 1 }, {}, 8, limited);
      assert.ok((await costs(limited))[cost] < most);
      const { differences } = await readStudy(limited, (study) => replayStudy(study, { space: toyStudy.space }));
      assert.deepEqual(differences, []);
      await run({ [cost]: most - 1 }, {}, 10, limited);
    });
  }

  it("resumes only with equal limits in an equal network and, for memory, equal training", async () => {
    const limits = { parameters: 1_000_000, memory: 2 ** 33 };
    await run(limits);
    const refuses = (promise: Promise<unknown>, message: RegExp) =>
      assert.rejects(promise, { name: "InputError", message });
    await refuses(run({ ...limits, memory: 2 ** 32 }), /was made with constraint /);
    await refuses(run({ parameters: 1_000_000 }), /was made with constraint "at most 1000000 parameters, 8,192 MiB"/);
    await refuses(run(limits, { batchSize: 64 }), /constraint training batchSize \d+, got 64/);
    // A name is no identity.
    await run(limits, { name: "other" });
  });

  it("refuses what is no limit", () => {
    const refuses = (limits: CostLimits, message: RegExp) =>
      assert.throws(() => costLimit(limits, protocol), { name: "InputError", message });
    refuses({}, /^cost limit: got .*, must have a limit of parameters, multiplyAdds or memory$/);
    refuses({ parameters: 0 }, /^cost limit: parameters: got 0, must be a whole number of at least 1$/);
    refuses({ memory: 1.5 }, /^cost limit: memory: got 1.5/);
    refuses({ params: 3 } as CostLimits, /^cost limit: params: is unknown/);
  });
});

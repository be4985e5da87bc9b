// The child process of run-trainings.mjs: trains and scores one network and sends the result; with --time, sends the
// median processor seconds of a training step.
import { recordCurve } from "../../build/lib/evaluation/curve.js";
import { evaluatePlan } from "../../build/lib/evaluation/evaluate-plan.js";
import { prepareData } from "../../build/lib/evaluation/prepare-data.js";

// An interrupt reaches the whole process group; the parent handles it.
process.on("SIGINT", () => {});
// Exits normally, so that the graph's folder is removed.
process.on("SIGTERM", () => process.exit(0));
process.on("disconnect", () => process.exit(0));

process.once("message", async ({ plan, protocol, seed, scoreOn, curvePoints, data: folder }) => {
  const data = prepareData({ protocol, data: folder, scoreOn });
  const curve = recordCurve(protocol.trainingSteps, curvePoints);
  const seconds = [];
  const clock = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;
  const start = clock();
  let last = start;
  const evaluation = await evaluatePlan({
    plan,
    protocol,
    data,
    seed,
    onTrainingStep: ({ loss }) => {
      curve.add(loss);
      const now = clock();
      seconds.push(now - last);
      last = now;
    },
    signal: new AbortController().signal,
  });
  const processorSeconds = Number((clock() - start).toFixed(2));
  const trainingStepSeconds = Number(median(seconds.slice(2)).toPrecision(4));
  if (process.argv.includes("--time")) {
    process.send(trainingStepSeconds, () => process.exit(0));
    return;
  }
  const { status, reason, message, fitness, trainings, parameterCount, multiplyAdds, engine } = evaluation;
  const [training] = trainings;
  const result = {
    status,
    ...(status === "failed"
      ? { reason, message }
      : { accuracy: fitness, scoringLoss: Number(training.scoringLoss.toPrecision(6)) }),
    ...(training === undefined ? {} : { finalLoss: training.finalLoss }),
    // The mean loss since the previous point, in nats.
    curve: curve.points().map(({ trainingStep, loss }) => [trainingStep, loss]),
    parameterCount,
    multiplyAdds,
    processorSeconds,
    trainingStepSeconds,
    engine,
  };
  process.send(result, () => process.exit(0));
});

function median(values) {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)];
}

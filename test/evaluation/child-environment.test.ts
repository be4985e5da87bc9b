import assert from "node:assert/strict";
import { childEnvironment, deviceOf, devicesOf } from "../../lib/evaluation/child-environment.js";

describe("childEnvironment", () => {
  it("sets a child's threads and lets its GPU memory grow", () => {
    const env = childEnvironment({ threads: 3 }, { PATH: "/bin", TF_NUM_INTEROP_THREADS: "9" });
    assert.equal(env.PATH, "/bin");
    assert.equal(env.TF_NUM_INTRAOP_THREADS, "1");
    assert.equal(env.TF_NUM_INTEROP_THREADS, "3");
    assert.equal(env.TF_FORCE_GPU_ALLOW_GROWTH, "true");
    assert.ok(!("CUDA_VISIBLE_DEVICES" in env));
  });

  it("keeps the user's settings for memory and logging", () => {
    const own = { TF_FORCE_GPU_ALLOW_GROWTH: "false", TF_CPP_MIN_LOG_LEVEL: "0", CUDA_VISIBLE_DEVICES: "1" };
    const env = childEnvironment({ threads: 1 }, own);
    for (const [name, value] of Object.entries(own)) assert.equal(env[name], value);
  });

  it("shows a child only its own device", () => {
    const env = childEnvironment({ threads: 1, device: "1" }, { CUDA_VISIBLE_DEVICES: "0,1" });
    assert.equal(env.CUDA_VISIBLE_DEVICES, "1");
  });

  it("changes numerical settings only as the protocol says, whatever the environment says", () => {
    const base = { TF_XLA_FLAGS: "--tf_xla_auto_jit=2", NVIDIA_TF32_OVERRIDE: "1" };
    const exact = childEnvironment({ threads: 1 }, base);
    assert.equal(exact.TF_XLA_FLAGS, undefined);
    assert.equal(exact.NVIDIA_TF32_OVERRIDE, "0");
    const fast = childEnvironment({ threads: 1, gpu: { tensorFloat32: true, xla: true } }, base);
    assert.equal(fast.TF_XLA_FLAGS, "--tf_xla_auto_jit=2");
    assert.equal(fast.NVIDIA_TF32_OVERRIDE, undefined);
  });
});

describe("devices", () => {
  it("are those listed in the environment", () => {
    assert.deepEqual(devicesOf({ CUDA_VISIBLE_DEVICES: "0, 2,GPU-8932f937" }), ["0", "2", "GPU-8932f937"]);
    for (const none of [undefined, "", "-1"]) assert.deepEqual(devicesOf({ CUDA_VISIBLE_DEVICES: none }), []);
  });

  it("are assigned to workers in turn", () => {
    assert.deepEqual(
      [1, 2, 3].map((worker) => deviceOf(worker, ["4", "5"])),
      ["4", "5", "4"],
    );
    assert.equal(deviceOf(1, []), undefined);
  });
});

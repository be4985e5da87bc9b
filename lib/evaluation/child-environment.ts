/** A child process's environment, which TensorFlow reads when it is loaded. */

/** What determines a child's environment. */
export interface ChildPlacement {
  /** The number of TensorFlow operations that run at once; each has a single thread. */
  readonly threads: number;
  /**
   * The child's only CUDA device, as CUDA_VISIBLE_DEVICES names it; left out: what the environment says.
   */
  readonly device?: string;
  /** Pictures decoded at once: libuv's threads. Default: what the environment says. */
  readonly decoders?: number;
  /** See `GpuOptions`. */
  readonly gpu?: GpuOptions;
}

/**
 * Options that make training faster on a GPU and change its numbers. They are part of a protocol, so a study records
 * them and resumes only with the same ones. Refused when training runs on the CPU. Never run on a GPU so far.
 */
export interface GpuOptions {
  /**
   * Matrix products and convolutions round their inputs to 10 bits of mantissa (NVIDIA's TensorFloat-32, Ampere and
   * later); sums stay in float32, so the loss needs no scaling. By the format's definition, a relative error of about
   * 5e-4 per operation. TensorFlow's default; here only on request.
   */
  readonly tensorFloat32?: boolean;
  /**
   * TensorFlow's compiler XLA fuses operations: the same mathematics in another order. Each genotype is compiled anew,
   * which took 54 s for the smallest network around the published cell on a CPU.
   */
  readonly xla?: boolean;
}

/**
 * The environment of a child with TensorFlow: `base` (default: this process's) plus what its placement needs. Your own
 * settings for memory and logging stay.
 */
export function childEnvironment(
  { threads, device, decoders, gpu = {} }: ChildPlacement,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    // With several children on one device, each takes only what it needs instead of everything.
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    TF_CPP_MIN_LOG_LEVEL: "2",
    ...base,
    TF_NUM_INTRAOP_THREADS: "1",
    TF_NUM_INTEROP_THREADS: String(threads),
    ...(device === undefined ? {} : { CUDA_VISIBLE_DEVICES: device }),
    ...(decoders === undefined ? {} : { UV_THREADPOOL_SIZE: String(decoders) }),
    // The same numbers as on a CPU, up to rounding, unless the protocol says otherwise: studies record the protocol,
    // not the environment.
    ...(gpu.tensorFloat32 ? { NVIDIA_TF32_OVERRIDE: undefined } : { NVIDIA_TF32_OVERRIDE: "0" }),
    TF_XLA_FLAGS: gpu.xla ? "--tf_xla_auto_jit=2" : undefined,
  };
}

/**
 * The CUDA devices that workers take turns on by default: those that the environment lists, so that two workers do not
 * both train on the first one.
 */
export function devicesOf(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return (env.CUDA_VISIBLE_DEVICES ?? "")
    .split(",")
    .map((device) => device.trim())
    .filter((device) => device !== "" && !device.startsWith("-"));
}

/** The device of worker number `worker` (from 1), taking turns; undefined without devices. */
export function deviceOf(worker: number, devices: readonly string[]): string | undefined {
  return devices.length === 0 ? undefined : devices[(worker - 1) % devices.length];
}

/** What a child process is told through its environment: TensorFlow reads it when it is loaded. */

/** What decides a child's environment. */
export interface ChildPlacement {
  /** TensorFlow's threads between operations; within one it has a single one. */
  readonly threads: number;
  /**
   * The CUDA device that is the child's only one, as CUDA_VISIBLE_DEVICES names it; left out: what the environment
   * says.
   */
  readonly device?: string;
  /** See `GpuOptions`. */
  readonly gpu?: GpuOptions;
}

/**
 * What makes training faster on a GPU and changes its numbers; part of a protocol, so that a study records it and is
 * not gone on with by another. Refused where training runs on the CPU. No GPU was there to run them on.
 */
export interface GpuOptions {
  /**
   * Matrix products and convolutions round what goes in to 10 bits of mantissa (NVIDIA's TensorFloat-32, from its
   * Ampere generation on; sums stay in float32, so that no scaling of the loss is needed). A relative error of some
   * 5e-4 an operation, by definition of the format; not measured. TensorFlow's own default; here only when asked for.
   */
  readonly tensorFloat32?: boolean;
  /**
   * TensorFlow's compiler XLA joins operations: the same mathematics in another order. On a CPU, where it was tried by
   * hand, the first loss differed by 1e-6 and, after five training steps at rate 1e-3, weights by 2.4e-4 at most;
   * compiling the smallest published cell took 54 s, and each genotype is compiled anew. On a GPU not measured.
   */
  readonly xla?: boolean;
}

/**
 * The environment of a child with TensorFlow: `base` (default: this process's) and what its placement asks for. What a
 * person has set in it on memory and logging stays.
 */
export function childEnvironment(
  { threads, device, gpu = {} }: ChildPlacement,
  base: NodeJS.ProcessEnv = process.env,
): NodeJS.ProcessEnv {
  return {
    // Several children on one device: each takes what it needs instead of all at once.
    TF_FORCE_GPU_ALLOW_GROWTH: "true",
    TF_CPP_MIN_LOG_LEVEL: "2",
    ...base,
    TF_NUM_INTRAOP_THREADS: "1",
    TF_NUM_INTEROP_THREADS: String(threads),
    ...(device === undefined ? {} : { CUDA_VISIBLE_DEVICES: device }),
    // The same numbers as on a CPU, to rounding, unless the protocol says otherwise: it, not the environment, is
    // recorded.
    ...(gpu.tensorFloat32 ? { NVIDIA_TF32_OVERRIDE: undefined } : { NVIDIA_TF32_OVERRIDE: "0" }),
    TF_XLA_FLAGS: gpu.xla ? "--tf_xla_auto_jit=2" : undefined,
  };
}

/**
 * The CUDA devices that workers take turns on, by default: those that the environment lists, so that two workers do not
 * both train on the first of them; none where it lists none.
 */
export function devicesOf(env: NodeJS.ProcessEnv = process.env): readonly string[] {
  return (env.CUDA_VISIBLE_DEVICES ?? "")
    .split(",")
    .map((device) => device.trim())
    .filter((device) => device !== "" && !device.startsWith("-"));
}

/** The device of worker number `worker` (from 1): they take turns; undefined where there is none to choose. */
export function deviceOf(worker: number, devices: readonly string[]): string | undefined {
  return devices.length === 0 ? undefined : devices[(worker - 1) % devices.length];
}

/** What every format of an export has in common. */
import type { ExportedNetwork, ExportFile } from "../exported-network.js";
import type { NetworkTensor } from "../network-tensors.js";

/** The formats' names, as the command line takes them. */
export type ExportFormatName = "savedmodel" | "tfjs" | "onnx" | "pytorch" | "keras";

/** How to load an export, for its model card. */
export interface Usage {
  /** What has to be installed. */
  readonly needs: string;
  readonly language: "js" | "python";
  readonly code: readonly string[];
}

/** One format: its files, and its weights read back from them. */
export interface ExportFormat {
  readonly name: ExportFormatName;
  /** For people, for example `TensorFlow.js graph model`. */
  readonly title: string;
  /** The order of the sides of images: batch (N), height, width, channels. */
  readonly layout: "NHWC" | "NCHW";
  readonly write: (network: ExportedNetwork) => readonly ExportFile[];
  /**
   * The numbers of each piece of the export in `folder`, in hiernas's layout; undefined for a piece that is not there.
   * Throws InputError for a file that is missing or damaged.
   */
  readonly read: (folder: string) => (tensor: NetworkTensor) => Float32Array | undefined;
  readonly usage: (network: ExportedNetwork) => Usage;
}

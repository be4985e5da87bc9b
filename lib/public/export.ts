/** `hiernas/export`: a trained network leaves the house, and what it makes of pictures. */
export { decodePicture, type Picture } from "../dataset/decode-picture.js";
export type { ExportedNetwork, ExportOrigin, Preprocessing } from "../export/exported-network.js";
export { type ExportConfig, type Exported, exportNetwork } from "../export/export-network.js";
export type { ExportFormatName } from "../export/formats/format.js";
export { exportFormats } from "../export/formats/formats.js";
export type { NetworkTensor, TensorRole } from "../export/network-tensors.js";
export { predict, type PredictConfig } from "../export/predict.js";
export { readExport } from "../export/read-export.js";
export type { PicturePrediction, PredictedClass } from "../rows/prediction-rows.js";

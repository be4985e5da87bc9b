/**
 * Writes the inputs of the comparison with PyTorch: `npm run build && node build/test/graph/write-pytorch-inputs.js`,
 * then run pytorch-reference.py.
 */
import { layerCases, publishedCase } from "./pytorch-cases.js";
import { writeInputs } from "./pytorch-fixtures.js";

writeInputs([publishedCase(), ...layerCases()]);

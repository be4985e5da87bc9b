/** The inputs and outputs of calls to a graph. */
import type { ElementType, TensorName } from "./graph-builder.js";

/** A tensor to feed or fetch; −1 is an unknown side. */
export interface SignatureTensor {
  readonly tensor: TensorName;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** What one call feeds and fetches, by names of the library's own. */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
}

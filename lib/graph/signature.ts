/** What of a graph is fed and fetched. */
import type { ElementType, TensorName } from "./graph-builder.js";

/** A tensor that is fed or fetched; −1 is a side that is not known. */
export interface SignatureTensor {
  readonly tensor: TensorName;
  readonly type: ElementType;
  readonly shape: readonly number[];
}

/** What is fed and fetched in one call, by our names. */
export interface Signature {
  readonly inputs: Readonly<Record<string, SignatureTensor>>;
  readonly outputs: Readonly<Record<string, SignatureTensor>>;
}

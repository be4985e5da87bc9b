/** Inputs for operations that are timed alone. */
import { doneAfter, type ElementType, type GraphBuilder, type TensorName } from "../../graph/graph-builder.js";

/** Variables as inputs of timed operations. */
export interface TimingVariables {
  handle(type: ElementType, shape: readonly number[], slot: number): TensorName;
  value(type: ElementType, shape: readonly number[], values: readonly number[] | undefined, slot: number): TensorName;
  /** A node that fills all variables created so far, with random numbers from 0 to 1 unless values were given. */
  fill(): TensorName;
}

/**
 * Inputs as variables, one per shape and position among the inputs: reading one copies nothing, and the optimizer does
 * not know its size.
 */
export function createVariables(graph: GraphBuilder): TimingVariables {
  const place = graph.within("input");
  const made = new Map<string, { readonly handle: TensorName; readonly value: TensorName }>();
  const fills: TensorName[] = [];
  const make = (type: ElementType, shape: readonly number[], values: readonly number[] | undefined, slot: number) => {
    const key = JSON.stringify([type, shape, values, slot]);
    const known = made.get(key);
    if (known !== undefined) return known;
    const dtype = { type: type === "resource" ? "float32" : type } as const;
    const handle = place.add("VarHandleOp", [], {
      dtype,
      shape: { shape: shape.map(() => -1) },
      shared_name: { text: `input${made.size}` },
    });
    const start =
      values !== undefined
        ? graph.constant("int32", shape, values)
        : place.add("RandomUniform", [graph.constant("int32", [shape.length], shape)], {
            dtype,
            T: { type: "int32" },
            seed: { int: 1 },
            seed2: { int: made.size + 1 },
          });
    fills.push(place.add("AssignVariableOp", [handle, start], { dtype }));
    const variable = { handle, value: place.add("ReadVariableOp", [handle], { dtype }) };
    made.set(key, variable);
    return variable;
  };
  return {
    handle: (type, shape, slot) => make(type, shape, undefined, slot).handle,
    value: (type, shape, values, slot) => make(type, shape, values, slot).value,
    fill: () => doneAfter(place, fills),
  };
}

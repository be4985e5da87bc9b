/** Variables of a graph, and the update that trains one. The optimizer is the paper's, section 4.1. */
import { float, type GraphBuilder, type TensorName } from "./graph-builder.js";

/** A flat vector that lives as long as the session. */
export interface Variable {
  readonly handle: TensorName;
  /** Its value when the call began. */
  readonly value: TensorName;
  /** Adds a node that assigns a new value, and returns that node. */
  readonly assign: (value: TensorName) => TensorName;
}

/** Adds a variable of 32-bit floats. */
export function addVariable(graph: GraphBuilder, name: string, length: number): Variable {
  const place = graph.within(name);
  const dtype = { type: "float32" } as const;
  const handle = place.add("VarHandleOp", [], { dtype, shape: { shape: [length] }, shared_name: { text: name } });
  const value = place.add("ReadVariableOp", [handle], { dtype });
  return { handle, value, assign: (next) => place.add("AssignVariableOp", [handle, next], { dtype }) };
}

/** Stochastic gradient descent with momentum. Paper, section 4.1. */
export interface Optimizer {
  /** The share of the last update that is kept, at least 0 and below 1. Paper, section 4.1: 0.9. */
  readonly momentum: number;
  /** This factor times the weight is added to its gradient. Paper, section 4.1: 3e-4. */
  readonly weightDecay: number;
}

/**
 * Adds the update velocity ← momentum·velocity + (gradient + weightDecay·θ), θ ← θ − learningRate·velocity, and returns
 * its node. Paper, section 4.1.
 */
export function addMomentumUpdate(
  graph: GraphBuilder,
  theta: Variable,
  velocity: Variable,
  gradient: TensorName,
  learningRate: TensorName,
  { momentum, weightDecay }: Optimizer,
): TensorName {
  const decay = graph.add("Mul", [theta.value, graph.constant("float32", [], [weightDecay])], float);
  const decayed = graph.add("AddV2", [gradient, decay], float);
  const kept = graph.constant("float32", [], [momentum]);
  return graph.add("ResourceApplyMomentum", [theta.handle, velocity.handle, learningRate, decayed, kept], float);
}

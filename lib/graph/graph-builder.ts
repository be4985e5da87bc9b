/** A TensorFlow graph under construction: nodes as plain data, before they become messages. */

/** Element types, by TensorFlow's numbers. */
export const elementTypes = Object.freeze({ float32: 1, int32: 3, int64: 9, bool: 10, resource: 20 });

/** The name of an element type. */
export type ElementType = keyof typeof elementTypes;

/** A constant's value: `values` row-major in `shape`. */
export interface ConstantValue {
  readonly type: "float32" | "int32";
  readonly shape: readonly number[];
  readonly values: readonly number[] | Float32Array;
}

/** An attribute of a node, by its kind of value; −1 in a shape is an unknown side. */
export type Attribute =
  | { readonly type: ElementType }
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly bool: boolean }
  | { readonly text: string }
  | { readonly texts: readonly string[] }
  | { readonly shape: readonly number[] }
  | { readonly constant: ConstantValue };

/**
 * The name of a tensor: `node` is the node's first output, `node:1` its second. `^node` among inputs waits for a node.
 */
export type TensorName = string;

/** One node. */
export interface GraphNode {
  readonly name: string;
  /** TensorFlow's name of the operation, for example `Conv2D`. */
  readonly op: string;
  readonly inputs: readonly TensorName[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Adds nodes to a graph. */
export interface GraphBuilder {
  readonly nodes: readonly GraphNode[];
  /** Adds a node and returns its first output. */
  add(op: string, inputs: readonly TensorName[], attributes?: Readonly<Record<string, Attribute>>): TensorName;
  /** A constant; equal constants share a node. */
  constant(type: "float32" | "int32", shape: readonly number[], values: readonly number[]): TensorName;
  /** The shape of a tensor of 32-bit floats, `[rank]` whole numbers; one node per tensor. */
  shapeOf(tensor: TensorName): TensorName;
  /** The tensor that `make` adds, made once per key. */
  share(key: string, make: () => TensorName): TensorName;
  /** The same graph, naming the nodes added through it `place/op`. */
  within(place: string): GraphBuilder;
}

/** The attribute `T` for 32-bit floats, which most operations need. */
export const float: Readonly<{ T: Attribute }> = Object.freeze({ T: { type: "float32" } });

/** An empty graph. */
export function createGraphBuilder(): GraphBuilder {
  const nodes: GraphNode[] = [];
  const uses = new Map<string, number>();
  const shared = new Map<string, TensorName>();

  const put = (
    prefix: string,
    op: string,
    inputs: readonly TensorName[],
    attributes: Readonly<Record<string, Attribute>>,
  ): TensorName => {
    const stem = `${prefix}${op}`;
    const use = uses.get(stem) ?? 0;
    uses.set(stem, use + 1);
    const name = use === 0 ? stem : `${stem}_${use}`;
    nodes.push({ name, op, inputs: [...inputs], attributes });
    return name;
  };
  const share = (key: string, make: () => TensorName): TensorName => {
    const known = shared.get(key);
    if (known !== undefined) return known;
    const made = make();
    shared.set(key, made);
    return made;
  };
  const constant = (type: "float32" | "int32", shape: readonly number[], values: readonly number[]): TensorName =>
    share(`constant ${type} [${shape.join()}] ${values.join()}`, () =>
      put("", "Const", [], { dtype: { type }, value: { constant: { type, shape, values } } }),
    );
  const shapeOf = (tensor: TensorName): TensorName =>
    share(`shape ${tensor}`, () => put("", "Shape", [tensor], { ...float, out_type: { type: "int32" } }));

  const at = (prefix: string): GraphBuilder => ({
    nodes,
    add: (op, inputs, attributes = {}) => put(prefix, op, inputs, attributes),
    constant,
    shapeOf,
    share,
    within: (place) => at(`${place}/`),
  });
  return at("");
}

/** Adds a number that is ready once the nodes are done, for calls without a result. */
export function doneAfter(graph: GraphBuilder, nodes: readonly TensorName[]): TensorName {
  return graph.add(
    "Const",
    nodes.map((node) => `^${node}`),
    { dtype: { type: "float32" }, value: { constant: { type: "float32", shape: [], values: [0] } } },
  );
}

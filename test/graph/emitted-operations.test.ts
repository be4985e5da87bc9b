import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import type { Attribute, GraphNode, TensorName } from "../../lib/graph/graph-builder.js";
import { projectRoot } from "../kernel-setup/project-root.js";
import { sampleGraphs } from "./sample-graphs.js";

/** The input of a windowed operation that is its kernel, or the kernel's sizes. */
const kernelPlaces: Readonly<Record<string, number>> = {
  Conv2D: 1,
  Conv2DBackpropInput: 1,
  Conv2DBackpropFilter: 1,
  DepthwiseConv2dNative: 1,
  DepthwiseConv2dNativeBackpropInput: 1,
  DepthwiseConv2dNativeBackpropFilter: 1,
};

const intsOf = (attribute: Attribute | undefined): readonly number[] => {
  if (attribute !== undefined && "ints" in attribute) return attribute.ints;
  if (attribute !== undefined && "constant" in attribute) return [...attribute.constant.values];
  throw new Error(`no whole numbers: ${JSON.stringify(attribute)}`);
};

/** The shape of a kernel, or of the tensor whose shape a tensor holds, from the graph alone. */
function shapeOf(tensor: TensorName, byName: ReadonlyMap<string, GraphNode>): readonly number[] {
  const [name, output = "0"] = tensor.split(":");
  const { op, inputs } = byName.get(name) as GraphNode;
  const valuesAt = (place: number): readonly number[] =>
    intsOf((byName.get(inputs[place]) as GraphNode).attributes.value);
  switch (op) {
    case "Shape":
      return shapeOf(inputs[0], byName);
    case "Reshape":
      return valuesAt(1);
    case "Slice":
      return valuesAt(2);
    case "SplitV": {
      const [side] = valuesAt(2);
      return shapeOf(inputs[0], byName).map((size, at) => (at === side ? valuesAt(1)[Number(output)] : size));
    }
    default:
      throw new Error(`${name}: the shape of a kernel cannot be told from ${op}`);
  }
}

describe("the graphs of every plan: plain, with every rewrite, fused, and with custom primitives", function () {
  this.timeout(240_000);

  const operations = new Set<string>();
  const strided: string[] = [];
  const dilated: string[] = [];
  const graphs = { count: 0, windows: 0 };
  before(() => {
    for (const { what, nodes } of sampleGraphs()) {
      graphs.count++;
      const byName = new Map(nodes.map((node) => [node.name, node]));
      for (const { op, name, inputs, attributes } of nodes) {
        operations.add(op);
        if (attributes.dilations !== undefined) dilated.push(`${what}: ${name}`);
        const place = kernelPlaces[op];
        if (place === undefined) continue;
        graphs.windows++;
        const [height, width] = shapeOf(inputs[place], byName);
        if (height === 1 && width === 1 && intsOf(attributes.strides).some((stride) => stride > 1))
          strided.push(`${what}: ${name}`);
      }
    }
  });

  it("have no 1×1 window at a stride, in whose gradient oneDNN writes past its workspace (uxlfoundation/oneDNN #6035)", () => {
    assert.ok(graphs.count > 3000 && graphs.windows > 20_000, JSON.stringify(graphs));
    assert.deepEqual(strided, []);
  });

  it("have no dilated TensorFlow operation, whose gradients are wrong", () => assert.deepEqual(dilated, []));

  it("use only the operations that lib/graph/README.md lists with their known errors", () => {
    const readme = fs.readFileSync(path.join(projectRoot, "lib", "graph", "README.md"), "utf8");
    const [, section] = readme.split("\n## TensorFlow's operations");
    const heads = section.split("\n- ").map((item) => item.split(":")[0]);
    const listed = heads.slice(1).flatMap((head) => [...head.matchAll(/`(\w+)`/g)].map(([, name]) => name));
    assert.deepEqual([...operations].sort(), [...listed].sort());
  });
});

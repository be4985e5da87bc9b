import assert from "node:assert/strict";
import { createGraphBuilder, float } from "../../../lib/graph/graph-builder.js";
import { type CallableGraph, type Feed, loadGraph, type LoadedGraph } from "../../../lib/graph/session/loaded-graph.js";
import { loadBinding } from "../../../lib/graph/session/tensorflow.js";

/** x + y of vectors, and the same with x and y swapped and renamed. */
function sumGraph(): CallableGraph<"sum" | "both"> {
  const graph = createGraphBuilder();
  const place = (name: string) =>
    graph.within(name).add("Placeholder", [], { dtype: { type: "float32" }, shape: { shape: [-1] } });
  const tensor = (name: string) => ({ tensor: name, type: "float32", shape: [-1] }) as const;
  const [x, y] = [tensor(place("x")), tensor(place("y"))];
  const sum = tensor(graph.add("AddV2", [x.tensor, y.tensor], float));
  const difference = tensor(graph.add("Sub", [x.tensor, y.tensor], float));
  return {
    nodes: graph.nodes,
    signatures: {
      sum: { inputs: { x, y }, outputs: { sum } },
      both: { inputs: { y, x }, outputs: { difference, sum } },
    },
  };
}

const vector = (...values: readonly number[]): Feed => ({ values: Float32Array.from(values), shape: [values.length] });

describe("a loaded graph", function () {
  this.timeout(60_000);
  let loaded: LoadedGraph<"sum" | "both">;
  before(async () => (loaded = await loadGraph(sumGraph())));
  after(() => loaded.dispose());

  const tensorCount = (): number => loadBinding().getNumOfTensors();

  it("feeds and reads by name, whatever the order", () => {
    const feeds = { x: vector(5, 7), y: vector(1, 2) };
    assert.deepEqual(loaded.run("sum", feeds, ["sum"]), [Float32Array.of(6, 9)]);
    const both = loaded.run("both", { y: feeds.y, x: feeds.x }, ["sum", "difference"]);
    assert.deepEqual(both, [Float32Array.of(6, 9), Float32Array.of(4, 5)]);
    assert.deepEqual(loaded.run("both", feeds, []), []);
  });

  it("returns numbers that the caller owns", () => {
    const feeds = { x: vector(5), y: vector(1) };
    const [first] = loaded.run("sum", feeds, ["sum"]);
    first[0] = 100;
    assert.deepEqual(loaded.run("sum", feeds, ["sum"]), [Float32Array.of(6)]);
  });

  it("keeps no tensors, even when TensorFlow or its own checks refuse a call", () => {
    const before = tensorCount();
    loaded.run("both", { x: vector(1), y: vector(2) }, ["sum"]);
    const [x, y] = [vector(1, 2), vector(1, 2, 3)];
    assert.throws(() => loaded.run("sum", { x, y }, ["sum"]), /Incompatible shapes/);
    assert.throws(() => loaded.run("sum", { x, y: { values: x.values, shape: [3] } }, ["sum"]), /num_elements=3/);
    assert.throws(() => loaded.run("sum", { x, y: { values: Int32Array.of(1, 2), shape: [2] } }, []), /Int32Array/);
    assert.throws(() => loaded.run("sum", { x, z: y }, []), /sum needs y, which is not fed/);
    assert.equal(tensorCount(), before);
  });
});

import assert from "node:assert/strict";
import { graphSizes } from "../../../lib/figures/architectures/graph-sizes.js";
import { type GraphLayout, layoutGraph, type Point } from "../../../lib/figures/architectures/layout-graph.js";
import { layoutLanes } from "../../../lib/figures/architectures/layout-lanes.js";
import { createMotif, type Edge, edgesOf } from "../../../lib/genotype/motif.js";
import { createRandom } from "../../../lib/random.js";

interface Area {
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const complete = (nodeCount: number): readonly Edge[] =>
  Array.from({ length: nodeCount }, (_, from) =>
    Array.from({ length: nodeCount - 1 - from }, (_each, over) => ({
      predecessor: from + 1,
      successor: from + 2 + over,
      operation: 1,
    })),
  ).flat();

const random = createRandom("layouts");
const some = (nodeCount: number, share: number): readonly Edge[] =>
  edgesOf(
    createMotif(
      nodeCount,
      complete(nodeCount).filter(() => random.uniform() < share),
    ),
  );

const cases = [4, 5, 6, 11].flatMap((nodeCount) => {
  const layout = nodeCount > 6 ? layoutLanes : layoutGraph;
  const graphs = [
    [],
    complete(nodeCount),
    ...[0.2, 0.4, 0.6, 0.8].flatMap((share) => Array.from({ length: 8 }, () => some(nodeCount, share))),
  ];
  return graphs.map((edges) => ({ nodeCount, edges, placed: layout(nodeCount, edges, graphSizes) }));
});

describe("the layout of graphs", () => {
  it("keeps labels off nodes and off each other, and all within its size", () => {
    for (const { edges, placed } of cases) {
      const areas = [...nodeAreas(placed), ...labelAreas(placed, edges)];
      areas.forEach((one, index) => {
        assert.ok(one.left > -0.01 && one.top > -0.01, `${one.name} sticks out`);
        assert.ok(one.right < placed.width + 0.01 && one.bottom < placed.height + 0.01, `${one.name} sticks out`);
        for (const other of areas.slice(index + 1)) assert.ok(!overlap(one, other), `${one.name} on ${other.name}`);
      });
    }
  });

  it("draws no line across a label or node that it does not belong to", () => {
    for (const { edges, placed } of cases) {
      const areas = [...nodeAreas(placed), ...labelAreas(placed, edges)];
      edges.forEach(({ predecessor, successor }, index) => {
        const own = [`node ${predecessor}`, `node ${successor}`, `label ${predecessor}→${successor}`];
        const others = areas.filter(({ name }) => !own.includes(name));
        for (const point of along(placed.edges[index].points)) {
          const hit = others.find((area) => contains(area, point));
          assert.equal(hit, undefined, `line ${predecessor}→${successor} crosses ${hit?.name}`);
        }
      });
    }
  });

  it("puts the source left, the sink right, both at half height, whatever the edges", () => {
    for (const { nodeCount, placed } of cases.filter((each) => each.nodeCount <= 6)) {
      const [source, sink] = [placed.nodes[0], placed.nodes[nodeCount - 1]];
      assert.equal(source.y, placed.height / 2);
      assert.equal(sink.y, placed.height / 2);
      const inner = placed.nodes.slice(1, -1);
      assert.ok(inner.every(({ x }) => x > source.x && x < sink.x));
    }
  });

  it("is the same each time", () => {
    assert.deepEqual(layoutGraph(5, complete(5), graphSizes), layoutGraph(5, complete(5), graphSizes));
  });
});

function nodeAreas({ nodes }: GraphLayout): readonly Area[] {
  const radius = graphSizes.nodeRadius;
  return nodes.map((node, index) => area(`node ${index + 1}`, node, radius, radius));
}

function labelAreas({ edges: placed }: GraphLayout, edges: readonly Edge[]): readonly Area[] {
  const { labelWidth, labelHeight } = graphSizes;
  return placed.map(({ label }, index) =>
    area(`label ${edges[index].predecessor}→${edges[index].successor}`, label, labelWidth / 2, labelHeight / 2),
  );
}

function area(name: string, { x, y }: Point, halfWidth: number, halfHeight: number): Area {
  return { name, left: x - halfWidth, right: x + halfWidth, top: y - halfHeight, bottom: y + halfHeight };
}

function overlap(one: Area, other: Area): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
}

function contains({ left, right, top, bottom }: Area, { x, y }: Point): boolean {
  return x > left && x < right && y > top && y < bottom;
}

/** Points along the drawn curve, which is horizontal at every given point. */
function along(points: readonly Point[]): readonly Point[] {
  return points.slice(1).flatMap((to, index) => {
    const from = points[index];
    return Array.from({ length: 21 }, (_, step) => {
      const t = step / 20;
      const [a, b, c, d] = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
      const middle = (from.x + to.x) / 2;
      return { x: a * from.x + (b + c) * middle + d * to.x, y: (a + b) * from.y + (c + d) * to.y };
    });
  });
}

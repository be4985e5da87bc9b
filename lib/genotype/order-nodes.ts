/** Canonical numbering of a small labelled graph: colour refinement, then the smallest text among what stays tied. */
import { InputError } from "../input/errors.js";
import { limits } from "../input/limits.js";

/** An edge with the text of its operation. */
export interface LabelledEdge {
  readonly predecessor: number;
  readonly successor: number;
  readonly label: string;
}

/** Nodes in canonical order (source first, sink last, edges forward) and the graph's canonical text. */
export interface NodeOrder {
  /** The nodes that have edges, by their old numbers. */
  readonly order: readonly number[];
  /** Equal for two graphs exactly when one is the other with its inner nodes renumbered. */
  readonly text: string;
}

type Colours = ReadonlyMap<number, number>;

/** A graph as its nodes with the edges at each, and how many more edges may be examined. */
interface Graph {
  readonly nodes: readonly number[];
  readonly edges: readonly LabelledEdge[];
  readonly into: ReadonlyMap<number, readonly LabelledEdge[]>;
  readonly out: ReadonlyMap<number, readonly LabelledEdge[]>;
  readonly budget: { visits: number };
}

/**
 * The canonical order of the nodes 1 … `nodeCount` of a graph whose every edge lies on a path from 1 to `nodeCount`.
 * Throws InputError for a graph so symmetric that examining a million edges does not settle it; the paper's spaces
 * contain none.
 */
export function orderNodes(nodeCount: number, edges: readonly LabelledEdge[]): NodeOrder {
  const nodes = [
    ...new Set([1, ...edges.flatMap(({ predecessor, successor }) => [predecessor, successor]), nodeCount]),
  ];
  // Starting from the longest distance to the source keeps every later order topological.
  const depth = new Map(nodes.map((node) => [node, 0]));
  const byPredecessor = [...edges].sort((one, other) => one.predecessor - other.predecessor);
  for (const { predecessor, successor } of byPredecessor) {
    depth.set(successor, Math.max(depth.get(successor) as number, (depth.get(predecessor) as number) + 1));
  }
  const graph = graphOf(nodes, edges, { visits: limits.canonicalVisits });
  return smallest(graph, refine(graph, depth));
}

function graphOf(nodes: readonly number[], edges: readonly LabelledEdge[], budget: Graph["budget"]): Graph {
  const into = new Map<number, LabelledEdge[]>(nodes.map((node) => [node, []]));
  const out = new Map<number, LabelledEdge[]>(nodes.map((node) => [node, []]));
  for (const edge of edges) {
    out.get(edge.predecessor)?.push(edge);
    into.get(edge.successor)?.push(edge);
  }
  return { nodes, edges, into, out, budget };
}

function smallest(graph: Graph, colours: Colours): NodeOrder {
  const tied = firstTie(graph.nodes, colours);
  if (tied.length === 0) return textOf(graph, colours);
  let best: NodeOrder | undefined;
  for (const node of oneOfEachKind(graph, colours, tied)) {
    const candidate = smallest(graph, refine(graph, single(colours, node)));
    if (best === undefined || candidate.text < best.text) best = candidate;
  }
  return best as NodeOrder;
}

const single = (colours: Colours, node: number): Colours =>
  new Map([...colours].map(([each, colour]) => [each, each === node ? 2 * colour : 2 * colour + 1]));

/** One node of each kind, where nodes are of one kind if an automorphism exchanges them: these lead to equal texts. */
function oneOfEachKind(graph: Graph, colours: Colours, tied: readonly number[]): readonly number[] {
  // Nodes with identical neighbours are interchangeable.
  const bySurroundings = new Map(
    [...tied].reverse().map((node) => [neighbours(graph, node, (other) => String(other)), node]),
  );
  const left = [...bySurroundings.values()].reverse();
  const parts = partsOf(graph, colours);
  const part = (node: number): readonly number[] => parts.get(node) as readonly number[];
  if (left.length === 1 || left.every((node) => part(node) === part(left[0]))) return left;
  // Colours say how a component attaches to the uniquely coloured nodes, so equal components can be exchanged as a
  // whole.
  const byPart = new Map(
    [...left].reverse().map((node) => {
      const inside = inner(graph, part(node));
      const own: Colours = new Map(part(node).map((each) => [each, colours.get(each) as number]));
      const { order, text } = smallest(inside, refine(inside, single(own, node)));
      return [`${order.map((each) => colours.get(each)).join(" ")} ${text}`, node];
    }),
  );
  return [...byPart.values()].reverse();
}

/** For each node that shares its colour: its connected component once uniquely coloured nodes are removed. */
function partsOf(graph: Graph, colours: Colours): ReadonlyMap<number, readonly number[]> {
  const counts = new Map<number, number>();
  for (const node of graph.nodes) {
    const colour = colours.get(node) as number;
    counts.set(colour, (counts.get(colour) ?? 0) + 1);
  }
  const tied = new Set(graph.nodes.filter((node) => (counts.get(colours.get(node) as number) as number) > 1));
  const parts = new Map<number, readonly number[]>();
  for (const start of tied) {
    if (parts.has(start)) continue;
    const found = new Set([start]);
    for (const node of found) {
      for (const { successor } of graph.out.get(node) ?? []) if (tied.has(successor)) found.add(successor);
      for (const { predecessor } of graph.into.get(node) ?? []) if (tied.has(predecessor)) found.add(predecessor);
    }
    const part = [...found];
    for (const node of part) parts.set(node, part);
  }
  return parts;
}

function inner(graph: Graph, part: readonly number[]): Graph {
  const isIn = new Set(part);
  const edges = part.flatMap((node) => (graph.out.get(node) ?? []).filter(({ successor }) => isIn.has(successor)));
  return graphOf(part, edges, graph.budget);
}

function refine(graph: Graph, start: Colours): Colours {
  let colours = start;
  for (let classes = 0; ;) {
    const current = colours;
    spend(graph);
    const signatures = new Map(
      graph.nodes.map((node) => {
        const own = String(current.get(node)).padStart(6, "0");
        return [node, `${own} ${neighbours(graph, node, (other) => String(current.get(other)))}`];
      }),
    );
    const ranks = new Map([...new Set(signatures.values())].sort().map((signature, rank) => [signature, rank]));
    colours = new Map(graph.nodes.map((node) => [node, ranks.get(signatures.get(node) as string) as number]));
    if (ranks.size === classes) return colours;
    classes = ranks.size;
  }
}

function spend({ edges, budget }: Graph): void {
  budget.visits -= edges.length;
  if (budget.visits >= 0) return;
  throw new InputError("motif: too symmetric to tell whether it equals another; change one of its edges");
}

function neighbours({ into, out }: Graph, node: number, name: (other: number) => string): string {
  return [
    ...(into.get(node) ?? []).map((edge) => `<${name(edge.predecessor)}:${edge.label}`),
    ...(out.get(node) ?? []).map((edge) => `>${name(edge.successor)}:${edge.label}`),
  ]
    .sort()
    .join(" ");
}

function firstTie(nodes: readonly number[], colours: Colours): readonly number[] {
  const members = new Map<number, number[]>();
  for (const node of nodes) {
    const colour = colours.get(node) as number;
    const known = members.get(colour);
    if (known === undefined) members.set(colour, [node]);
    else known.push(node);
  }
  const ties = [...members].filter(([, tied]) => tied.length > 1).sort(([one], [other]) => one - other);
  return ties.length > 0 ? ties[0][1] : [];
}

function textOf({ nodes, edges }: Graph, colours: Colours): NodeOrder {
  const order = [...nodes].sort((one, other) => (colours.get(one) as number) - (colours.get(other) as number));
  const place = new Map(order.map((node, position) => [node, position + 1]));
  const rows = edges.map(
    ({ predecessor, successor, label }) => `${place.get(predecessor)}>${place.get(successor)}:${label}`,
  );
  return { order, text: `${order.length} ${rows.sort().join(" ")}` };
}

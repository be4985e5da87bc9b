/** Canonical numbering of a small labelled graph: colour refinement, then the smallest text over what stays tied. */

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

/**
 * The canonical order of the nodes 1 … `nodeCount` of a graph whose every edge lies on a path from 1 to `nodeCount`.
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
  return smallest(nodes, edges, refine(nodes, edges, depth));
}

function smallest(nodes: readonly number[], edges: readonly LabelledEdge[], colours: Colours): NodeOrder {
  const tied = firstTie(nodes, colours);
  if (tied.length === 0) return textOf(nodes, edges, colours);
  const surroundings = new Set<string>();
  let best: NodeOrder | undefined;
  for (const node of tied) {
    // Nodes with the very same neighbours are interchangeable, so one of them stands for all.
    const around = neighbours(edges, node, (other) => String(other));
    if (surroundings.has(around)) continue;
    surroundings.add(around);
    const chosen = new Map([...colours].map(([each, colour]) => [each, each === node ? 2 * colour : 2 * colour + 1]));
    const candidate = smallest(nodes, edges, refine(nodes, edges, chosen));
    if (best === undefined || candidate.text < best.text) best = candidate;
  }
  return best as NodeOrder;
}

function refine(nodes: readonly number[], edges: readonly LabelledEdge[], start: Colours): Colours {
  let colours = start;
  for (let classes = 0; ;) {
    const current = colours;
    const signatures = new Map(
      nodes.map((node) => {
        const own = String(current.get(node)).padStart(6, "0");
        return [node, `${own} ${neighbours(edges, node, (other) => String(current.get(other)))}`];
      }),
    );
    const ranks = [...new Set(signatures.values())].sort();
    colours = new Map(nodes.map((node) => [node, ranks.indexOf(signatures.get(node) as string)]));
    if (ranks.length === classes) return colours;
    classes = ranks.length;
  }
}

function neighbours(edges: readonly LabelledEdge[], node: number, name: (other: number) => string): string {
  const into = edges
    .filter(({ successor }) => successor === node)
    .map((edge) => `<${name(edge.predecessor)}:${edge.label}`);
  const out = edges
    .filter(({ predecessor }) => predecessor === node)
    .map((edge) => `>${name(edge.successor)}:${edge.label}`);
  return [...into, ...out].sort().join(" ");
}

function firstTie(nodes: readonly number[], colours: Colours): readonly number[] {
  const members = new Map<number, number[]>();
  for (const node of nodes) {
    const colour = colours.get(node) as number;
    members.set(colour, [...(members.get(colour) ?? []), node]);
  }
  const ties = [...members].filter(([, tied]) => tied.length > 1).sort(([one], [other]) => one - other);
  return ties.length > 0 ? ties[0][1] : [];
}

function textOf(nodes: readonly number[], edges: readonly LabelledEdge[], colours: Colours): NodeOrder {
  const order = [...nodes].sort((one, other) => (colours.get(one) as number) - (colours.get(other) as number));
  const place = new Map(order.map((node, position) => [node, position + 1]));
  const rows = edges.map(
    ({ predecessor, successor, label }) => `${place.get(predecessor)}>${place.get(successor)}:${label}`,
  );
  return { order, text: `${order.length} ${rows.sort().join(" ")}` };
}

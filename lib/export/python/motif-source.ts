/** The body of a motif's forward pass: what each node gets. It reads alike in PyTorch and Keras. */
import { indent, oneLineOrListed } from "./layout.js";
import type { EdgeModule, MotifModule } from "./modules.js";

/** The attribute of an edge's module. */
export const edgeName = ({ predecessor, successor }: EdgeModule): string => `edge_${predecessor}_${successor}`;

/**
 * Lines that compute every node from those before it and return the last, closed by `self.close` unless it is the
 * cell's.
 */
export function forwardLines({ edges, nodeCount, isCell }: MotifModule): readonly string[] {
  const nodes = new Map<number, string>([[1, "node1"]]);
  const lines: string[] = [];
  const successors = [...new Set(edges.map(({ successor }) => successor))];
  for (const successor of successors) {
    const parts = edges
      .filter((edge) => edge.successor === successor)
      .map((edge) => {
        const from = nodes.get(edge.predecessor) as string;
        return edge.work.kind === "identity" ? from : `self.${edgeName(edge)}(${from})`;
      });
    const isLast = successor === nodeCount;
    const [only] = parts;
    // A node that is another one needs no name of its own.
    if (parts.length === 1 && !only.startsWith("self.")) {
      nodes.set(successor, only);
      continue;
    }
    nodes.set(successor, `node${successor}`);
    const head = isLast && isCell ? "return " : `node${successor} = `;
    if (parts.length === 1) lines.push(`${head}${only}`);
    else lines.push(...oneLineOrListed(2, `${head}concatenate(`, parts, ")"));
  }
  const last = nodes.get(nodeCount) as string;
  if (!isCell) lines.push(`return self.close(${last})`);
  else if (!lines.some((line) => line.startsWith("return "))) lines.push(`return ${last}`);
  return indent(2, lines);
}

/** Whether any node joins several edges, so that the source needs `concatenate`. */
export function joins(motifs: readonly MotifModule[]): boolean {
  return motifs.some(({ edges }) => new Set(edges.map(({ successor }) => successor)).size < edges.length);
}

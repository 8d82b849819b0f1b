/** Breadth-first search, minimum spanning tree and PageRank on a scale-free graph. */
import { createRandom } from '../../shared/node/seeded.mts';

export interface Event {
  readonly nodes: number;
  readonly algorithms: readonly ('bfs' | 'mst' | 'pagerank')[];
  readonly seed: number;
}

interface Graph {
  readonly nodes: number;
  /** Ends of edge i: 2i and 2i + 1. */
  readonly ends: readonly number[];
  readonly weights: readonly number[];
  readonly neighbours: readonly (readonly number[])[];
}

const edgesPerNode = 3;
const heaviest = 1000;

export function handle({ nodes, algorithms, seed }: Event): Record<string, unknown> {
  const graph = createGraph(nodes, seed);
  return {
    nodes,
    edges: graph.weights.length,
    ...(algorithms.includes('bfs') && { bfs: search(graph) }),
    ...(algorithms.includes('mst') && { mst: span(graph) }),
    ...(algorithms.includes('pagerank') && { pagerank: rank(graph) }),
  };
}

/** Preferential attachment (Barabási and Albert 1999): a new node is joined to ends of the edges that there are. */
function createGraph(nodes: number, seed: number): Graph {
  const below = createRandom(seed);
  const ends: number[] = [];
  const weights: number[] = [];
  const neighbours: number[][] = Array.from({ length: nodes }, () => []);
  for (let node = 1; node < nodes; node++) {
    const others: number[] = [];
    const known = ends.length;
    while (others.length < Math.min(edgesPerNode, node)) {
      const other = known === 0 ? 0 : (ends[below(known)] ?? 0);
      if (!others.includes(other)) others.push(other);
    }
    for (const other of others) {
      ends.push(node, other);
      weights.push(1 + below(heaviest));
      neighbours[node]?.push(other);
      neighbours[other]?.push(node);
    }
  }
  return { nodes, ends, weights, neighbours };
}

/** Breadth first, from node 0. */
function search({ nodes, neighbours }: Graph): { reached: number; depth: number; distanceSum: number } {
  const distances = new Int32Array(nodes).fill(-1);
  const queue = [0];
  distances[0] = 0;
  let distanceSum = 0;
  for (const node of queue) {
    const distance = distances[node] ?? 0;
    distanceSum += distance;
    for (const next of neighbours[node] ?? []) {
      if (distances[next] !== -1) continue;
      distances[next] = distance + 1;
      queue.push(next);
    }
  }
  return { reached: queue.length, depth: distances[queue.at(-1) ?? 0] ?? 0, distanceSum };
}

/** Kruskal 1956, with path halving. */
function span({ nodes, ends, weights }: Graph): { edges: number; weight: number } {
  const parents = Int32Array.from({ length: nodes }, (_, node) => node);
  const parentOf = (node: number): number => parents[node] ?? node;
  const find = (of: number): number => {
    let node = of;
    while (parentOf(node) !== node) {
      parents[node] = parentOf(parentOf(node));
      node = parentOf(node);
    }
    return node;
  };
  const weightOf = (edge: number): number => weights[edge] ?? 0;
  const lightestFirst = Array.from(weights.keys()).toSorted((a, b) => weightOf(a) - weightOf(b));
  let [edges, weight] = [0, 0];
  for (const edge of lightestFirst) {
    const [one, other] = [find(ends[2 * edge] ?? 0), find(ends[2 * edge + 1] ?? 0)];
    if (one === other) continue;
    parents[one] = other;
    edges++;
    weight += weightOf(edge);
  }
  return { edges, weight };
}

const damping = 0.85;
const iterations = 20;

/** By power iteration (Brin and Page 1998). */
function rank({ nodes, neighbours }: Graph): { best: number; rank: number } {
  let ranks = new Float64Array(nodes).fill(1 / nodes);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = new Float64Array(nodes).fill((1 - damping) / nodes);
    for (let node = 0; node < nodes; node++) {
      const to = neighbours[node] ?? [];
      const share = (damping * (ranks[node] ?? 0)) / to.length;
      for (const neighbour of to) next[neighbour] = (next[neighbour] ?? 0) + share;
    }
    ranks = next;
  }
  const best = ranks.indexOf(ranks.reduce((a, b) => Math.max(a, b), 0));
  // Processors that add and multiply at once differ in the last bits.
  return { best, rank: Math.floor((ranks[best] ?? 0) * 1e9 + 0.5) / 1e9 };
}

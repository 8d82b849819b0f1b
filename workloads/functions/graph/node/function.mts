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
  readonly ends: Int32Array;
  readonly weights: Int32Array;
  /** Neighbours of node i: from `firsts[i]` up to `firsts[i + 1]` in `neighbours`. */
  readonly firsts: Int32Array;
  readonly neighbours: Int32Array;
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
    }
  }
  return { nodes, ends: Int32Array.from(ends), weights: Int32Array.from(weights), ...join(nodes, ends) };
}

/** Each node's neighbours, in the order of the edges. */
function join(nodes: number, ends: readonly number[]): Pick<Graph, 'firsts' | 'neighbours'> {
  const firsts = new Int32Array(nodes + 1);
  for (const end of ends) firsts[end + 1] = (firsts[end + 1] ?? 0) + 1;
  for (let node = 0; node < nodes; node++) firsts[node + 1] = (firsts[node + 1] ?? 0) + (firsts[node] ?? 0);
  const next = firsts.slice();
  const neighbours = new Int32Array(ends.length);
  for (const [at, end] of ends.entries()) {
    const place = next[end] ?? 0;
    // The other end of the same edge.
    neighbours[place] = ends[at ^ 1] ?? 0;
    next[end] = place + 1;
  }
  return { firsts, neighbours };
}

/** Breadth first, from node 0. */
function search({ nodes, firsts, neighbours }: Graph): Record<'reached' | 'depth' | 'distanceSum', number> {
  const distances = new Int32Array(nodes).fill(-1);
  const queue = [0];
  distances[0] = 0;
  let [depth, distanceSum] = [0, 0];
  for (const node of queue) {
    depth = distances[node] ?? 0;
    distanceSum += depth;
    for (let at = firsts[node] ?? 0; at < (firsts[node + 1] ?? 0); at++) {
      const next = neighbours[at] ?? 0;
      if (distances[next] !== -1) continue;
      distances[next] = depth + 1;
      queue.push(next);
    }
  }
  return { reached: queue.length, depth, distanceSum };
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
  const lightestFirst = Int32Array.from(weights.keys()).toSorted((a, b) => weightOf(a) - weightOf(b));
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
const iterations = 10;

/** By power iteration (Brin and Page 1998). */
function rank({ nodes, firsts, neighbours }: Graph): { best: number; rank: number } {
  let ranks = new Float64Array(nodes).fill(1 / nodes);
  for (let iteration = 0; iteration < iterations; iteration++) {
    const next = new Float64Array(nodes).fill((1 - damping) / nodes);
    for (let node = 0; node < nodes; node++) {
      const [first, end] = [firsts[node] ?? 0, firsts[node + 1] ?? 0];
      const share = (damping * (ranks[node] ?? 0)) / (end - first);
      for (let at = first; at < end; at++) {
        const neighbour = neighbours[at] ?? 0;
        next[neighbour] = (next[neighbour] ?? 0) + share;
      }
    }
    ranks = next;
  }
  const highest = ranks.reduce((a, b) => Math.max(a, b), 0);
  // Processors that add and multiply at once differ in the last bits.
  return { best: ranks.indexOf(highest), rank: Math.floor(highest * 1e9 + 0.5) / 1e9 };
}

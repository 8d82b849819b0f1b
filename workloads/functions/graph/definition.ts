import type { FunctionDefinition } from '../definition.ts';
import { type Event as GraphEvent, handle } from './node/function.mts';

const algorithms = ['bfs', 'mst', 'pagerank'];

export const graph: FunctionDefinition = {
  name: 'graph',
  description:
    'breadth-first search, minimum spanning tree and PageRank (`algorithms`) on a scale-free graph of `nodes` nodes',
  languages: ['nodejs', 'python', 'go'],
  uses: ['seeded'],
  inputs: {
    test: { nodes: 10, algorithms, seed: 1 },
    small: { nodes: 10_000, algorithms, seed: 1 },
    large: { nodes: 100_000, algorithms, seed: 1 },
  },
  stresses: 'processor',
  expectedOutput: (event) => ({ ...handle(event as unknown as GraphEvent) }),
};

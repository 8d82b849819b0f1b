import { describe, expect, it } from '@jest/globals';
import {
  decideNode,
  type NodePlacement,
  type NodePlacementObservation,
  type PlacementNode,
} from '../../../../../platform/policies/placement/index.ts';

const node = (memoryMiB: number, usedMiB: number, instances: number): PlacementNode => ({
  memoryMiB,
  usedMiB,
  instances,
});

/** Free: 100, 300, 200, 800. */
const nodes = [node(1000, 900, 1), node(1000, 700, 9), node(400, 200, 2), node(1000, 200, 8)];
const ring = { points: [10, 20, 30, 40], nodes: [1, 0, 3, 2], position: 15 };
const seen: NodePlacementObservation = { nodes, neededMiB: 150, last: 1, draw: 0.5, ring };

describe('placing an instance', () => {
  it.each<[NodePlacement, number]>([
    ['firstFit', 1],
    ['bestFit', 2],
    ['leastLoaded', 3],
    ['fewestInstances', 2],
    ['roundRobin', 2],
    ['random', 2],
    ['consistentHash', 3],
  ])('%s takes node %d', (placement, chosen) => {
    expect(decideNode(seen, placement)).toEqual({ kind: 'place', node: chosen, reason: placement });
  });

  it('goes around the ring', () => {
    expect(decideNode({ ...seen, ring: { ...ring, position: 41 } }, 'consistentHash')).toMatchObject({
      node: 1,
    });
  });

  it.each([
    ['no node has the memory now', nodes, 900, 'noMemory'],
    ['no node ever has it', nodes, 1001, 'tooLarge'],
    ['there is no node', [], 1, 'noNode'],
  ])('is refused when %s', (_, some, neededMiB, reason) => {
    expect(decideNode({ ...seen, nodes: some, neededMiB }, 'firstFit')).toEqual({ kind: 'refuse', reason });
  });

  it('is refused without a ring', () => {
    const { ring: _, ...without } = seen;
    expect(decideNode(without, 'consistentHash')).toEqual({ kind: 'refuse', reason: 'noMemory' });
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  decideNode,
  type NodePlacement,
  type NodePlacementObservation,
  type PlacementNode,
} from '../../../../../platform/policies/placement/index.ts';
import { createHashRing, findOwner } from '../../../../../platform/policies/workers/index.ts';

const node = (memoryMiB: number, usedMiB: number, instances: number): PlacementNode => ({
  memoryMiB,
  usedMiB,
  instances,
});

/** Free: 100, 300, 200, 800. */
const nodes = [node(1000, 900, 1), node(1000, 700, 9), node(400, 200, 2), node(1000, 200, 8)];
/** Around it stand the nodes 2, 3, 0 and 1. */
const ring = createHashRing(['a', 'b', 'c', 'd'], 1);
const seen: NodePlacementObservation = {
  nodes,
  neededMiB: 150,
  last: 1,
  draw: 0.5,
  ring,
  functionName: 'hello',
};

describe('placing an instance', () => {
  it.each<[NodePlacement, number]>([
    ['firstFit', 1],
    ['bestFit', 2],
    ['leastLoaded', 3],
    ['fewestInstances', 2],
    ['roundRobin', 2],
    ['random', 2],
    ['consistentHash', 1],
  ])('%s takes node %d', (placement, chosen) => {
    expect(decideNode(seen, placement)).toEqual({ kind: 'place', node: chosen, reason: placement });
  });

  it.each([
    ['takes the owner', 'x', 200, 2, 2],
    ['goes on from an owner that is full', 'x', 201, 2, 3],
    ['goes around the ring', 'hello', 301, 1, 3],
  ])('by consistent hash %s', (_, functionName, neededMiB, owner, chosen) => {
    expect(findOwner(ring, functionName)).toBe(owner);
    expect(decideNode({ ...seen, functionName, neededMiB }, 'consistentHash')).toMatchObject({
      node: chosen,
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

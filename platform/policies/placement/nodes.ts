/** On which of several machines a new instance starts. */
import { findOwnersInOrder, type HashRing } from '../workers/hash-ring.ts';

export interface PlacementNode {
  readonly memoryMiB: number;
  /** Taken by instances, also by those that only start. */
  readonly usedMiB: number;
  /** Instances on it. */
  readonly instances: number;
}

/** `leastLoaded`: the most free memory. `bestFit`: the least that suffices. */
export type NodePlacement =
  'firstFit' | 'bestFit' | 'leastLoaded' | 'fewestInstances' | 'roundRobin' | 'random' | 'consistentHash';

export interface NodePlacementObservation {
  readonly nodes: readonly PlacementNode[];
  readonly neededMiB: number;
  /** Index that was chosen last, for round robin; -1 before the first. */
  readonly last: number;
  /** Uniform, from 0 to below 1; looked at by `random`. */
  readonly draw: number;
  /** For `consistentHash`: a ring of the nodes, in their order, and what is looked up on it. */
  readonly ring?: HashRing;
  readonly functionName?: string;
}

export type NodePlacementDecision =
  | { readonly kind: 'place'; readonly node: number; readonly reason: NodePlacement }
  /** `tooLarge`: it would not fit on any empty node either. */
  | { readonly kind: 'refuse'; readonly reason: 'noMemory' | 'tooLarge' | 'noNode' };

function isFitting(node: PlacementNode | undefined, neededMiB: number): boolean {
  return node !== undefined && node.memoryMiB - node.usedMiB >= neededMiB;
}

/** The fitting node with the highest rank, the first of equal ones; -1 when none fits. */
function chooseRanked(
  nodes: readonly PlacementNode[],
  neededMiB: number,
  rankOf: (node: PlacementNode) => number,
): number {
  let chosen = -1;
  let highest = -Infinity;
  for (let index = 0; index < nodes.length; index++) {
    const node = nodes[index] as PlacementNode;
    if (!isFitting(node, neededMiB) || (chosen >= 0 && rankOf(node) <= highest)) continue;
    chosen = index;
    highest = rankOf(node);
  }
  return chosen;
}

function chooseNext(nodes: readonly PlacementNode[], neededMiB: number, last: number): number {
  for (let steps = 1; steps <= nodes.length; steps++) {
    const index = (last + steps) % nodes.length;
    if (isFitting(nodes[index], neededMiB)) return index;
  }
  return -1;
}

function chooseDrawn(nodes: readonly PlacementNode[], neededMiB: number, draw: number): number {
  const fitting = [...nodes.keys()].filter((index) => isFitting(nodes[index], neededMiB));
  return fitting[Math.floor(draw * fitting.length)] ?? -1;
}

/** The function's owner, and on around the ring until a node fits. */
function chooseOnRing(
  nodes: readonly PlacementNode[],
  neededMiB: number,
  ring: HashRing,
  functionName: string,
): number {
  return findOwnersInOrder(ring, functionName).find((server) => isFitting(nodes[server], neededMiB)) ?? -1;
}

const emptyRing: HashRing = { servers: 0, points: [] };

function chooseNode(seen: NodePlacementObservation, placement: NodePlacement): number {
  const { nodes, neededMiB, last, draw, ring = emptyRing, functionName = '' } = seen;
  const free = (node: PlacementNode): number => node.memoryMiB - node.usedMiB;
  switch (placement) {
    case 'firstFit':
      return nodes.findIndex((node) => isFitting(node, neededMiB));
    case 'bestFit':
      return chooseRanked(nodes, neededMiB, (node) => -free(node));
    case 'leastLoaded':
      return chooseRanked(nodes, neededMiB, free);
    case 'fewestInstances':
      return chooseRanked(nodes, neededMiB, ({ instances }) => -instances);
    case 'roundRobin':
      return chooseNext(nodes, neededMiB, last);
    case 'random':
      return chooseDrawn(nodes, neededMiB, draw);
    case 'consistentHash':
      return chooseOnRing(nodes, neededMiB, ring, functionName);
  }
}

/** Never places an instance where it does not fit. O(nodes); consistent hashing O(points). */
export function decideNode(seen: NodePlacementObservation, placement: NodePlacement): NodePlacementDecision {
  const { nodes, neededMiB } = seen;
  if (nodes.length === 0) return { kind: 'refuse', reason: 'noNode' };
  const node = chooseNode(seen, placement);
  if (node !== -1) return { kind: 'place', node, reason: placement };
  const wouldFit = nodes.some(({ memoryMiB }) => memoryMiB >= neededMiB);
  return { kind: 'refuse', reason: wouldFit ? 'noMemory' : 'tooLarge' };
}

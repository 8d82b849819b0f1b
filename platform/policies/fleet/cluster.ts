/** The nodes that all fleets share, with their memory: where a new instance goes, and who has to make room for it. */
import { createIndexedHeap, type HeapMember, type IndexedHeap } from './indexed-heap.ts';

/** Among the nodes on which an instance fits. */
export type NodeChoice = 'firstFit' | 'bestFit' | 'leastUsed' | 'roundRobin';

export interface ClusterOptions {
  /** Memory of each node for instances, in MiB; Infinity: it never ends. */
  readonly nodesMiB: readonly number[];
  readonly choice: NodeChoice;
  /** Whether idle instances are removed to make room. */
  readonly evicts: boolean;
}

export interface ClusterNode {
  readonly index: number;
  readonly capacityMiB: number;
  usedMiB: number;
  /** Of what is used: what eviction could give back. */
  idleMiB: number;
  /** Empty where nobody is evicted. */
  readonly idle: IndexedHeap<EvictionCandidate>;
}

/** An idle instance that may be removed for another one. */
export interface EvictionCandidate extends HeapMember {
  readonly node: ClusterNode;
  readonly memoryMiB: number;
  evict(): void;
}

export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly evicts: boolean;
  /** Takes the memory. @returns undefined when no node has room, even after all evictions that it allows. */
  place(memoryMiB: number): ClusterNode | undefined;
  /** Gives the memory back. */
  release(node: ClusterNode, memoryMiB: number): void;
  /** It may be evicted; that of the lowest rank is the first. */
  offer(candidate: EvictionCandidate, rank: number): void;
  /** It may not be evicted any more. */
  withdraw(candidate: EvictionCandidate): void;
}

export function createCluster({ nodesMiB, choice, evicts }: ClusterOptions): Cluster {
  const nodes = nodesMiB.map((capacityMiB, index): ClusterNode => ({
    index,
    capacityMiB,
    usedMiB: 0,
    idleMiB: 0,
    idle: createIndexedHeap(),
  }));
  let turn = 0;

  /** The lowest score wins, the first among equals. */
  function choose(memoryMiB: number, roomOf: (node: ClusterNode) => number): ClusterNode | undefined {
    let best: ClusterNode | undefined;
    let bestScore = Infinity;
    for (const node of nodes) {
      if (roomOf(node) < memoryMiB) continue;
      const score = toScore(node);
      if (score >= bestScore) continue;
      best = node;
      bestScore = score;
    }
    return best;
  }

  function toScore(node: ClusterNode): number {
    switch (choice) {
      case 'firstFit':
        return node.index;
      case 'roundRobin':
        return (node.index - turn + nodes.length) % nodes.length;
      case 'bestFit':
        return toFreeMiB(node);
      case 'leastUsed':
        return node.usedMiB;
    }
  }

  /** All or nothing: nobody is evicted for an instance that does not fit in the end. */
  function chooseWithEviction(memoryMiB: number): ClusterNode | undefined {
    const node = choose(memoryMiB, (one) => toFreeMiB(one) + one.idleMiB);
    if (node !== undefined) makeRoom(node, memoryMiB);
    return node;
  }

  return {
    nodes,
    evicts,
    place(memoryMiB) {
      const node = choose(memoryMiB, toFreeMiB) ?? (evicts ? chooseWithEviction(memoryMiB) : undefined);
      if (node === undefined) return undefined;
      node.usedMiB += memoryMiB;
      turn = node.index + 1;
      return node;
    },
    release(node, memoryMiB) {
      node.usedMiB -= memoryMiB;
    },
    offer(candidate, rank) {
      candidate.node.idleMiB += candidate.memoryMiB;
      candidate.node.idle.add(candidate, rank);
    },
    withdraw(candidate) {
      candidate.node.idleMiB -= candidate.memoryMiB;
      candidate.node.idle.remove(candidate);
    },
  };
}

function makeRoom(node: ClusterNode, memoryMiB: number): void {
  while (toFreeMiB(node) < memoryMiB) node.idle.peek()?.evict();
}

function toFreeMiB({ capacityMiB, usedMiB }: ClusterNode): number {
  return capacityMiB - usedMiB;
}

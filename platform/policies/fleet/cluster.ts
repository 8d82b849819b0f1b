/** The nodes that all fleets share, with their memory: where a new instance goes, and who has to make room for it. */
import { createIndexedHeap, type HeapMember, type IndexedHeap } from './indexed-heap.ts';

/** Among the nodes on which an instance fits. */
export const nodeChoices = ['firstFit', 'bestFit', 'leastUsed', 'roundRobin'] as const;
export type NodeChoice = (typeof nodeChoices)[number];

export interface ClusterOptions {
  /** Memory of each node for instances, in MiB; Infinity: it never ends. */
  readonly nodesMiB: readonly number[];
  /** Of each node, for routings that look at them. Default: Infinity. */
  readonly coresPerNode?: number;
  readonly choice: NodeChoice;
  /** Whether idle instances are removed to make room. */
  readonly evicts: boolean;
}

export interface ClusterNode {
  readonly index: number;
  readonly capacityMiB: number;
  readonly cores: number;
  /** Invocations that run on it, or wait for an instance that starts on it. */
  inFlight: number;
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
  evict(rank: number): void;
}

export interface Cluster {
  readonly nodes: readonly ClusterNode[];
  readonly evicts: boolean;
  /**
   * Takes the memory.
   *
   * @param order - indices of the nodes by preference; undefined: by the cluster's own choice.
   * @returns undefined when no node has room, even after all evictions that it allows.
   */
  place(memoryMiB: number, order?: readonly number[]): ClusterNode | undefined;
  /** Calls back once, when there may be room; first come, first served. */
  whenRoom(retry: () => void): void;
  /** Gives the memory back. */
  release(node: ClusterNode, memoryMiB: number): void;
  /** It may be evicted; that of the lowest rank is the first. */
  offer(candidate: EvictionCandidate, rank: number): void;
  /** It may not be evicted any more. */
  withdraw(candidate: EvictionCandidate): void;
}

export function createCluster(options: ClusterOptions): Cluster {
  const { nodesMiB, choice, evicts, coresPerNode = Infinity } = options;
  const nodes = nodesMiB.map((capacityMiB, index): ClusterNode => ({
    index,
    capacityMiB,
    cores: coresPerNode,
    inFlight: 0,
    usedMiB: 0,
    idleMiB: 0,
    idle: createIndexedHeap(),
  }));
  const waiting = new Set<() => void>();
  let turn = 0;

  /** Whoever waits looks for itself, and waits again. */
  function noteRoom(): void {
    if (waiting.size === 0) return;
    const retries = [...waiting];
    waiting.clear();
    for (const retry of retries) retry();
  }

  function chooseInOrder(
    order: readonly number[],
    memoryMiB: number,
    roomOf: (node: ClusterNode) => number,
  ): ClusterNode | undefined {
    for (const index of order) {
      const node = nodes[index];
      if (node !== undefined && roomOf(node) >= memoryMiB) return node;
    }
    return undefined;
  }

  /** The lowest score wins, the first among equals. */
  function choose(
    memoryMiB: number,
    order: readonly number[] | undefined,
    roomOf: (node: ClusterNode) => number,
  ): ClusterNode | undefined {
    if (order !== undefined) return chooseInOrder(order, memoryMiB, roomOf);
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
  function chooseWithEviction(
    memoryMiB: number,
    order: readonly number[] | undefined,
  ): ClusterNode | undefined {
    const node = choose(memoryMiB, order, (one) => toFreeMiB(one) + one.idleMiB);
    if (node !== undefined) makeRoom(node, memoryMiB);
    return node;
  }

  return {
    nodes,
    evicts,
    whenRoom: (retry) => void waiting.add(retry),
    place(memoryMiB, order) {
      const node =
        choose(memoryMiB, order, toFreeMiB) ?? (evicts ? chooseWithEviction(memoryMiB, order) : undefined);
      if (node === undefined) return undefined;
      node.usedMiB += memoryMiB;
      turn = node.index + 1;
      return node;
    },
    release(node, memoryMiB) {
      node.usedMiB -= memoryMiB;
      noteRoom();
    },
    offer(candidate, rank) {
      candidate.node.idleMiB += candidate.memoryMiB;
      candidate.node.idle.add(candidate, rank);
      noteRoom();
    },
    withdraw(candidate) {
      candidate.node.idleMiB -= candidate.memoryMiB;
      candidate.node.idle.remove(candidate);
    },
  };
}

function makeRoom(node: ClusterNode, memoryMiB: number): void {
  while (toFreeMiB(node) < memoryMiB) node.idle.peek()?.evict(node.idle.peekRank());
}

export function toFreeMiB({ capacityMiB, usedMiB }: ClusterNode): number {
  return capacityMiB - usedMiB;
}

/** The machine that the platform runs on, as the one node of a cluster: its memory is asked for, not counted. */
import type { Cluster, ClusterNode } from '../policies/fleet/cluster.ts';
import { createIndexedHeap } from '../policies/fleet/indexed-heap.ts';
import { decidePlacement, type PlacementLimits } from '../policies/index.ts';

/** Ours: one machine has an end. 64 MiB is a small Node.js or Python instance. */
const limits: PlacementLimits = { reserveMiB: 256, expectedInstanceMiB: 64 };

export interface Machine {
  /** Memory that the machine can still give, in MiB. */
  readAvailableMiB(): number;
  /** Instances that have not taken their memory yet. */
  countStarting(): number;
}

export function createMachineCluster(machine: Machine): Cluster {
  const node: ClusterNode = {
    index: 0,
    capacityMiB: Infinity,
    cores: Infinity,
    inFlight: 0,
    usedMiB: 0,
    idleMiB: 0,
    idle: createIndexedHeap(),
  };
  const waiting = new Set<() => void>();
  return {
    nodes: [node],
    evicts: false,
    whenRoom: (retry) => void waiting.add(retry),
    place() {
      const seen = {
        availableMiB: machine.readAvailableMiB(),
        startingInstances: machine.countStarting(),
      };
      return decidePlacement(seen, limits).kind === 'place' ? node : undefined;
    },
    release() {
      const retries = [...waiting];
      waiting.clear();
      for (const retry of retries) retry();
    },
    offer: () => undefined,
    withdraw: () => undefined,
  };
}

/** Hermod's hybrid load balancing over the nodes: which of them comes first, then any warm instance on it. */
import { chooseHermodWorker } from '../routing/hermod.ts';
import { type Cluster, toFreeMiB } from './cluster.ts';
import type { FleetInstance } from './fleet-instance.ts';
import type { Roster } from './roster.ts';

export function createHermodRoster<Token>({ nodes }: Cluster, memoryMiB: number): Roster<Token> {
  const warm = nodes.map(() => new Set<FleetInstance<Token>>());
  let wanted: number | undefined;
  return {
    get size() {
      return warm.reduce((sum, { size }) => sum + size, 0);
    },
    choose() {
      const { index } = chooseHermodWorker(
        nodes.map((node, at) => ({
          cores: node.cores,
          invocations: node.inFlight,
          load: node.inFlight,
          isWarm: (warm[at]?.size ?? 0) > 0,
          hasMemory: toFreeMiB(node) >= memoryMiB,
        })),
      );
      wanted = index === -1 ? undefined : index;
      return warm[index]?.values().next().value;
    },
    set: (instance) => void warm[instance.node.index]?.add(instance),
    remove: (instance) => void warm[instance.node.index]?.delete(instance),
    wantedNode: () => wanted,
  };
}

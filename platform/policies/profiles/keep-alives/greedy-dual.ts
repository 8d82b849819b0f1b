/** FaasCache: idle instances stay until memory is needed, and those that are cheap to start again go first. */
import { toGreedyDualPriority } from '../../keep-alive/greedy-dual.ts';
import type { KeepAlive } from '../../profile-parts.ts';
import { keepOn } from '../parts/keep.ts';

/** By node, the priority of what was evicted there last. */
export type GreedyDualClocks = Map<number, number>;

/**
 * What a start costs is the mean of those seen; before the first, nothing is known and all are alike. An instance is stamped
 * when it becomes idle.
 *
 * @param clocks - of the nodes, shared by all functions.
 */
export function createGreedyDualKeepAlive(clocks: GreedyDualClocks): KeepAlive {
  let uses = 0;
  let starts = 0;
  let startedMs = 0;
  return {
    ...keepOn,
    onArrival({ starting, ready }) {
      uses = starting + ready === 0 ? 1 : uses + 1;
    },
    onStarted(initMs) {
      starts++;
      startedMs += initMs;
    },
    evictionRank({ idleSinceMs, memoryMiB, node }) {
      return toGreedyDualPriority('GD', {
        clock: clocks.get(node.index) ?? 0,
        uses,
        coldRunMs: starts === 0 ? 1 : startedMs / starts,
        warmRunMs: 0,
        memoryMiB,
        lastUsedMs: idleSinceMs,
        draw: 0,
      });
    },
    onEvicted({ node }, rank) {
      clocks.set(node.index, rank);
    },
  };
}

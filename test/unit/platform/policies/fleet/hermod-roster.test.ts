import { describe, expect, it } from '@jest/globals';
import { createCluster } from '../../../../../platform/policies/fleet/cluster.ts';
import type { FleetInstance } from '../../../../../platform/policies/fleet/fleet-instance.ts';
import { createFleet } from '../../../../../platform/policies/fleet/fleet.ts';
import { createProfile } from '../../../../../platform/policies/profiles/registry.ts';

/** A fleet on three nodes of two cores each, whose instances are ready at once. */
function createHermodFleet() {
  const profile = createProfile('lambda', { routing: 'hermod' });
  const policies = profile.forFunction(0, { name: 'f', memoryMiB: 128 })();
  const cluster = createCluster({ nodesMiB: [1024, 1024, 1024], coresPerNode: 2, ...profile.placement });
  const running: FleetInstance<string>[] = [];
  const fleet = createFleet<string>(
    policies,
    128,
    {
      start: (instance) => fleet.ready(instance, 0),
      run: (instance) => void running.push(instance),
      refuse: () => undefined,
      remove: () => undefined,
    },
    { cluster, account: { inFlight: 0 }, random: () => 0.5 },
    0,
  );
  return { fleet, cluster, nodes: () => running.map(({ node }) => node.index), running };
}

describe('the routing of Hermod over nodes', () => {
  it('packs invocations on a node while it has cores left, and then begins with the next', () => {
    const { fleet, nodes, cluster } = createHermodFleet();
    for (let count = 0; count < 5; count++) fleet.arrive(`${count}`, 0);
    expect(nodes()).toEqual([0, 0, 1, 1, 2]);
    expect(cluster.nodes.map(({ inFlight }) => inFlight)).toEqual([2, 2, 1]);
  });

  it('takes a warm instance of a busy node before a cold one, and spreads by load when no core is left', () => {
    const { fleet, nodes, running } = createHermodFleet();
    for (let count = 0; count < 6; count++) fleet.arrive(`${count}`, 0);
    // An invocation of node 1 ends: that node is busy, and has a warm instance.
    const [, , ended] = running;
    if (ended !== undefined) fleet.complete(ended, 1);
    fleet.arrive('warm', 2);
    expect(nodes().at(-1)).toBe(1);
    expect(running.at(-1)).toBe(ended);
    // All are full: the first of the least loaded.
    fleet.arrive('full', 3);
    fleet.arrive('fuller', 4);
    expect(nodes().slice(-2)).toEqual([0, 1]);
  });
});

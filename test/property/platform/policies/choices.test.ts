import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import {
  decideAlertReplicas,
  decideProReplicas,
  defaultProScaling,
} from '../../../../platform/policies/openfaas/index.ts';
import { decideNode, type NodePlacement } from '../../../../platform/policies/placement/index.ts';
import {
  chooseInstance,
  decideRoute,
  hasFreeSlot,
  rankedRoutings,
  type RoutableInstance,
  routings,
} from '../../../../platform/policies/routing/index.ts';
import { createHashRing } from '../../../../platform/policies/workers/index.ts';
import { deepFreeze } from '../../../support/deep-freeze.ts';

const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const instances: fc.Arbitrary<RoutableInstance[]> = fc.array(
  fc.record({
    sequence: fc.nat(),
    lastUsedMs: fc.nat(),
    inFlight: fc.nat({ max: 4 }),
    instanceConcurrency: fc.constantFrom(1, 3, Infinity),
  }),
  { maxLength: 12 },
);

describe('routing', () => {
  const seen = fc.record({ instances, last: fc.integer({ min: -1, max: 11 }), draw, otherDraw: draw });

  it.each(routings)('%s takes one with a free slot if and only if there is one', (routing) => {
    fc.assert(
      fc.property(seen, (observed) => {
        const index = chooseInstance(deepFreeze(observed), routing);
        expect(index === -1).toBe(!observed.instances.some(hasFreeSlot));
        const chosen = observed.instances[index];
        if (chosen !== undefined) expect(hasFreeSlot(chosen)).toBe(true);
      }),
    );
  });

  it.each(routings)('%s bound early always finds an instance, bound late never a full one', (routing) => {
    fc.assert(
      fc.property(seen, (observed) => {
        const early = decideRoute(observed, routing, 'early');
        expect(early.kind === 'queue').toBe(observed.instances.length === 0);
        expect(decideRoute(observed, routing, 'late').kind).not.toBe('wait');
      }),
    );
  });

  it.each(rankedRoutings)('%s does not depend on the order of the instances', (routing) => {
    const distinct = instances.map((list) =>
      list.map((instance, at) => ({ ...instance, sequence: at, lastUsedMs: (at * 7) % 13, inFlight: at })),
    );
    fc.assert(
      fc.property(distinct, fc.infiniteStream(draw), (list, draws) => {
        const shuffled = list
          .map((instance) => ({ instance, key: draws.next().value ?? 0 }))
          .toSorted((a, b) => a.key - b.key)
          .map(({ instance }) => instance);
        const rest = { last: -1, draw: 0, otherDraw: 0 };
        const chosen = list[chooseInstance({ instances: list, ...rest }, routing)];
        expect(shuffled[chooseInstance({ instances: shuffled, ...rest }, routing)]).toBe(chosen);
      }),
    );
  });
});

describe('placing', () => {
  const node = fc
    .record({ memoryMiB: fc.nat({ max: 1000 }), part: draw, instances: fc.nat({ max: 9 }) })
    .map(({ memoryMiB, part, instances: count }) => ({
      memoryMiB,
      usedMiB: Math.floor(memoryMiB * part),
      instances: count,
    }));
  const placements: NodePlacement[] = [
    'firstFit',
    'bestFit',
    'leastLoaded',
    'fewestInstances',
    'roundRobin',
    'random',
    'consistentHash',
  ];

  it.each(placements)('%s never exceeds the memory of a node, and places if any node fits', (placement) => {
    fc.assert(
      fc.property(
        fc.array(node, { maxLength: 8 }),
        fc.nat({ max: 1000 }),
        draw,
        (nodes, neededMiB, where) => {
          const ring = createHashRing([...nodes.keys()].map(String), 3);
          const seen = { nodes, neededMiB, last: -1, draw: where, ring, functionName: `${where}` };
          const decision = decideNode(deepFreeze(seen), placement);
          const fitting = nodes.filter(({ memoryMiB, usedMiB }) => memoryMiB - usedMiB >= neededMiB);
          expect(decision.kind).toBe(fitting.length > 0 ? 'place' : 'refuse');
          if (decision.kind === 'place') expect(fitting).toContain(nodes[decision.node]);
        },
      ),
    );
  });
});

describe('OpenFaaS', () => {
  it('never steps beyond the most', () => {
    const scaling = fc.record({
      status: fc.constantFrom('firing', 'resolved'),
      replicas: fc.nat({ max: 50 }),
      minReplicas: fc.integer({ min: 1, max: 5 }),
      maxReplicas: fc.integer({ min: 5, max: 100 }),
      factorPercent: fc.nat({ max: 200 }),
    });
    fc.assert(
      fc.property(scaling, (seen) => {
        expect(decideAlertReplicas(seen).replicas).toBeLessThanOrEqual(5);
        expect(decideAlertReplicas(seen).replicas).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  it('Pro stays within its bounds, and does not fall within the window', () => {
    const loads = fc.array(fc.nat({ max: 5000 }), { minLength: 1, maxLength: 30 });
    const settings = { ...defaultProScaling, minReplicas: 2, scaleDownWindowMs: 60_000 };
    fc.assert(
      fc.property(loads, (list) => {
        let state = deepFreeze({ recommended: [], loadedAtMs: 0 });
        const replicas = list.map((totalLoad, at) => {
          const seen = { totalLoad, ready: 3, replicas: 3 };
          const decision = decideProReplicas(state, seen, at * 1000, settings);
          state = deepFreeze(decision.state) as typeof state;
          return decision.replicas;
        });
        expect(replicas).toEqual(replicas.toSorted((a, b) => a - b));
        expect(Math.min(...replicas)).toBeGreaterThanOrEqual(2);
        expect(Math.max(...replicas)).toBeLessThanOrEqual(20);
      }),
    );
  });
});

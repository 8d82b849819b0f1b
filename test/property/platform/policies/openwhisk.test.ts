import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import {
  acquireInvokerSlot,
  adjustPrewarms,
  type BalancedInvoker,
  chooseInvoker,
  type ContainerEvent,
  createContainerLife,
  createInvokerSlots,
  decideFpcContainers,
  defaultContainerLimits,
  defaultPoolSettings,
  emptyPool,
  finishInPool,
  type FpcQueueSnapshot,
  type InvokerSlots,
  type PoolRun,
  type PoolState,
  readyPrewarm,
  releaseInvokerSlot,
  removeFromPool,
  runInPool,
  stepContainer,
  toActionHash,
  toInvokerWalk,
  toStepSizes,
} from '../../../../platform/policies/openwhisk/index.ts';
import { deepFreeze } from '../../../support/deep-freeze.ts';

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
const small = fc.nat({ max: 12 });

describe('the walk over the invokers', () => {
  it('has steps that are coprime with the number of invokers and with each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), (invokers) => {
        const steps = toStepSizes(invokers);
        expect(steps[0]).toBe(1);
        for (const [at, step] of steps.entries()) {
          expect(gcd(step, invokers)).toBe(1);
          for (const other of steps.slice(0, at)) expect(gcd(step, other)).toBe(1);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('visits every invoker once', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.string(),
        fc.integer({ min: 1, max: 60 }),
        (namespace, action, invokers) => {
          const { home, step } = toInvokerWalk(namespace, action, invokers);
          const visited = Array.from({ length: invokers }, (_, at) => (home + at * step) % invokers);
          expect(new Set(visited).size).toBe(invokers);
          expect(toActionHash(namespace, action) % invokers).toBe(home);
        },
      ),
    );
  });

  it('never sends to an invoker that is not healthy, and overbooks only when all healthy ones are full', () => {
    const invoker = fc.record({
      health: fc.constantFrom('healthy', 'unhealthy', 'unresponsive', 'offline'),
      slots: fc.record({ freeMiB: fc.nat({ max: 600 }), actions: fc.constant(new Map()) }),
    });
    const request = { action: 'a', memoryMiB: 256, maxConcurrent: 1 };
    fc.assert(
      fc.property(
        fc.array(invoker, { minLength: 1, maxLength: 12 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (invokers: BalancedInvoker[], draw) => {
          const walk = toInvokerWalk('n', 'n/a', invokers.length);
          const decision = chooseInvoker(invokers, request, walk, draw);
          const healthy = invokers.filter(({ health }) => health === 'healthy');
          expect(decision.kind).toBe(healthy.length > 0 ? 'send' : 'refuse');
          if (decision.kind === 'refuse') return;
          expect(invokers[decision.invoker]?.health).toBe('healthy');
          const isAnyFree = healthy.some(({ slots }) => slots.freeMiB >= 256);
          expect(decision.reason).toBe(isAnyFree ? 'slotFree' : 'overloaded');
        },
      ),
    );
  });
});

describe("an invoker's slots", () => {
  const request = fc.record({
    action: fc.constantFrom('a', 'b'),
    memoryMiB: fc.constant(128),
    maxConcurrent: fc.constant(3),
  });

  it('are never overdrawn by what is not forced, and all come back', () => {
    fc.assert(
      fc.property(
        fc.array(request, { maxLength: 40 }),
        fc.integer({ min: 128, max: 1024 }),
        (requests, memoryMiB) => {
          let slots: InvokerSlots = createInvokerSlots(memoryMiB, 1);
          const taken = requests.filter((wanted) => {
            const next = acquireInvokerSlot(slots, wanted);
            slots = next ?? slots;
            expect(slots.freeMiB).toBeGreaterThanOrEqual(0);
            return next !== undefined;
          });
          for (const wanted of taken) slots = releaseInvokerSlot(slots, wanted);
          expect(slots).toEqual(createInvokerSlots(memoryMiB, 1));
        },
      ),
    );
  });
});

describe('a container pool', () => {
  const run: fc.Arbitrary<PoolRun> = fc.record({
    namespace: fc.constantFrom('n', 'm'),
    action: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('nodejs:20', 'python:3'),
    memoryMiB: fc.constantFrom(128, 256, 512),
    maxConcurrent: fc.constantFrom(1, 2),
  });
  const event = fc.oneof(
    fc.record({ kind: fc.constant('run'), run }),
    fc.record({ kind: fc.constantFrom('finish', 'remove', 'ready', 'check'), pick: fc.nat() }),
  );

  function change(state: PoolState, pick: number, kind: string, nowMs: number): PoolState {
    const running = state.containers.filter(({ active }) => active > 0);
    const busy = running[pick % Math.max(1, running.length)]?.id ?? -1;
    switch (kind) {
      case 'finish':
        return busy === -1 ? state : finishInPool(state, busy, defaultPoolSettings, nowMs).state;
      case 'remove':
        return removeFromPool(state, pick % 20, defaultPoolSettings, nowMs).state;
      case 'ready':
        return readyPrewarm(state, state.starting[0]?.id ?? -1, nowMs);
      default:
        return adjustPrewarms(state, 'check', defaultPoolSettings, nowMs).state;
    }
  }

  const sum = (list: readonly { readonly memoryMiB: number }[]): number =>
    list.reduce((all, { memoryMiB }) => all + memoryMiB, 0);

  it('never exceeds its memory or the concurrency of a container, and changes nothing it is given', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let state = adjustPrewarms(emptyPool, 'start', defaultPoolSettings, 0).state;
        for (const [at, next] of events.entries()) {
          deepFreeze(state);
          const nowMs = at * 10_000;
          state =
            next.kind === 'run' && 'run' in next
              ? runInPool(state, next.run, defaultPoolSettings, nowMs).state
              : change(state, 'pick' in next ? next.pick : 0, next.kind, nowMs);
          const used = sum(state.containers) + sum(state.prewarmed) + sum(state.starting);
          expect(used).toBeLessThanOrEqual(defaultPoolSettings.userMemoryMiB);
          for (const { active, maxConcurrent } of state.containers) {
            expect(active).toBeGreaterThanOrEqual(0);
            expect(active).toBeLessThanOrEqual(maxConcurrent);
          }
        }
      }),
    );
  });
});

describe("a container's life", () => {
  const event = fc.constantFrom<ContainerEvent>(
    'start',
    'run',
    'created',
    'initialized',
    'runEnded',
    'failed',
    'unhealthy',
    'paused',
    'remove',
    'destroyed',
    'tick',
  );

  it('never holds more than it may, and ends once', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.constantFrom(1, 3), (events, maxConcurrent) => {
        let life = createContainerLife(0);
        let destroyed = 0;
        // An activation that was sent back still counts as active, and nothing more is heard of it.
        let sentBack = 0;
        for (const [at, next] of events.entries()) {
          const before = life.state;
          // What does not run cannot end.
          const running = life.active - sentBack;
          if (next === 'runEnded' && (running === 0 || life.content !== 'warmed')) continue;
          if (next === 'failed' && running === 0) continue;
          if (next === 'unhealthy' && before === 'running' && life.content === 'warmed') sentBack += 1;
          const step = stepContainer(deepFreeze(life), next, at * 7000, {
            ...defaultContainerLimits,
            maxConcurrent,
          });
          ({ life } = step);
          destroyed += step.effects.filter((effect) => effect === 'destroy').length;
          expect(life.active).toBeLessThanOrEqual(maxConcurrent);
          expect(life.buffered).toBeGreaterThanOrEqual(0);
          if (before === 'removed') expect(life.state).toBe('removed');
        }
        expect(destroyed).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('the FPC scheduler', () => {
  const snapshot: fc.Arbitrary<FpcQueueSnapshot> = fc
    .record({
      isInitialized: fc.boolean(),
      incoming: small,
      queued: fc.nat({ max: 200 }),
      existing: small,
      inProgress: small,
      stale: fc.nat({ max: 100 }),
      others: small,
      averageDurationMs: fc.option(fc.double({ min: 0.1, max: 5000, noNaN: true }), { nil: undefined }),
      namespaceLimit: fc.nat({ max: 40 }),
      actionLimit: fc.nat({ max: 40 }),
      maxConcurrent: fc.integer({ min: 1, max: 5 }),
      state: fc.constantFrom<FpcQueueSnapshot['state']>(
        'running',
        'idle',
        'flushing',
        'removing',
        'namespaceThrottled',
        'actionThrottled',
      ),
    })
    .map(({ others, ...seen }) => ({
      ...seen,
      stale: Math.min(seen.stale, seen.queued),
      existingInNamespace: seen.existing + others,
      inProgressInNamespace: seen.inProgress,
    }));

  it('never asks for more than the limits leave or than there are activations', () => {
    fc.assert(
      fc.property(snapshot, (seen) => {
        const { containers, kind } = decideFpcContainers(deepFreeze(seen));
        const total = seen.existing + seen.inProgress;
        const left = Math.min(
          seen.namespaceLimit - seen.existingInNamespace - seen.inProgressInNamespace,
          seen.actionLimit - total,
        );
        expect(containers).toBeGreaterThanOrEqual(0);
        expect(containers).toBeLessThanOrEqual(Math.max(0, left));
        if (kind === 'addContainer') expect(containers).toBeLessThanOrEqual(seen.queued + seen.incoming);
      }),
      { numRuns: 500 },
    );
  });

  it('asks for no fewer when more is waiting', () => {
    fc.assert(
      fc.property(snapshot, small, (seen, more) => {
        const running = { ...seen, state: 'running' as const };
        const { containers } = decideFpcContainers(running);
        const busier = decideFpcContainers({ ...running, queued: running.queued + more });
        expect(busier.containers).toBeGreaterThanOrEqual(containers);
      }),
      { numRuns: 500 },
    );
  });
});

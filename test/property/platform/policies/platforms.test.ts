import { describe, expect, it } from '@jest/globals';
import { fc } from '../../../support/property.ts';
import { azure, cloudRun, createTokenBucket, lambda, workers } from '../../../../platform/policies/index.ts';

const share = fc.double({ min: 0.1, max: 0.95, noNaN: true });
const load = fc.double({ min: 0, max: 5000, noNaN: true });

describe('Cloud Run', () => {
  const seen = fc.record<cloudRun.CloudRunObservation>({
    instances: fc.nat(100),
    meanCpuPerSecond: load,
    meanConcurrency: load,
    inFlight: fc.nat(1000),
    pending: fc.nat(1000),
  });

  it('recommends something within its bounds, and no less for more load', () => {
    fc.assert(
      fc.property(
        seen,
        share,
        share,
        fc.nat(5),
        fc.integer({ min: 5, max: 50 }),
        (one, cpu, concurrency, least, most) => {
          const limits = {
            ...cloudRun.cloudRunDefaults,
            cpuTarget: cpu,
            concurrencyTarget: concurrency,
            minInstances: least,
            maxInstances: most,
          };
          const { recommendedInstances } = cloudRun.decideScale(one, limits);
          expect(recommendedInstances).toBeGreaterThanOrEqual(least);
          expect(recommendedInstances).toBeLessThanOrEqual(most);
          const more = { ...one, meanConcurrency: one.meanConcurrency + 100, pending: one.pending + 1 };
          expect(cloudRun.decideScale(more, limits).recommendedInstances).toBeGreaterThanOrEqual(
            recommendedInstances,
          );
        },
      ),
    );
  });

  it('comes to rest at a constant load', () => {
    fc.assert(
      fc.property(load, (meanConcurrency) => {
        const decide = (instances: number): number =>
          cloudRun.decideScale(
            {
              instances,
              meanCpuPerSecond: 0,
              meanConcurrency,
              inFlight: Math.ceil(meanConcurrency),
              pending: 0,
            },
            cloudRun.cloudRunDefaults,
          ).recommendedInstances;
        const first = decide(1);
        expect(decide(first)).toBe(first);
      }),
    );
  });
});

describe('the scale controller of Azure', () => {
  it('adds at its rate at most, never passes its bounds, and stops where there is enough', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1, maxLength: 100 }),
        fc.integer({ min: 1, max: 100 }),
        (loads, target) => {
          const limits = { ...azure.toScaleLimits('consumption', 'http', target), maxInstances: 20 };
          let instances = 0;
          let lastAddedMs: number | undefined;
          for (const [index, one] of loads.entries()) {
            const nowMs = index * 300;
            const decision = azure.decideScale({ instances, load: one, lastAddedMs }, limits, nowMs);
            if (decision.kind !== 'add') continue;
            expect(instances * target).toBeLessThan(one);
            expect(nowMs - (lastAddedMs ?? -Infinity)).toBeGreaterThanOrEqual(1000);
            instances += decision.instances;
            lastAddedMs = nowMs;
          }
          expect(instances).toBeLessThanOrEqual(20);
        },
      ),
    );
  });
});

describe('the burst of 2022', () => {
  it('never grants more than its burst and the minutes since', () => {
    const waits = fc.array(fc.nat(40_000), { maxLength: 200 });
    fc.assert(
      fc.property(waits, fc.constantFrom('stepwise', 'continuous'), (gaps, refill) => {
        const limits = { initialBurst: 5, perMinute: 2, refill };
        let bucket = createTokenBucket({ capacity: 5, refillPerSecond: 0 }, 0);
        let nowMs = 0;
        let granted = 0;
        for (const gapMs of gaps) {
          nowMs += gapMs;
          const taken = lambda.takeBurst(bucket, limits, nowMs);
          ({ bucket } = taken);
          if (taken.isGranted) granted++;
          else expect(taken.waitMs).toBeGreaterThan(0);
          expect(granted).toBeLessThanOrEqual(5 + (2 * nowMs) / 60_000);
        }
      }),
    );
  });
});

describe('managed instances', () => {
  it('stay within their bounds and rest at a constant load', () => {
    fc.assert(
      fc.property(fc.nat(5000), fc.double({ min: 0, max: 1, noNaN: true }), (inFlight, cpuUtilization) => {
        const limits = { ...lambda.managedInstanceDefaults, maxInstances: 100 };
        let state = lambda.createManagedState();
        let readyInstances = 3;
        // The work of the processors stays, and is shared by however many there are.
        const work = readyInstances * cpuUtilization;
        for (let step = 0; step < 5; step++) {
          const seen = { readyInstances, inFlight, cpuUtilization: work / readyInstances };
          const decided = lambda.decideManagedScale(seen, limits, state, step * 1000);
          ({ state } = decided);
          const { desiredInstances } = decided.decision;
          expect(desiredInstances).toBeGreaterThanOrEqual(3);
          expect(desiredInstances).toBeLessThanOrEqual(100);
          if (step > 1) expect(desiredInstances).toBe(readyInstances);
          readyInstances = desiredInstances;
        }
      }),
    );
  });
});

describe('the ring of Workers', () => {
  it('keeps every load within the bound', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(20), { minLength: 1, maxLength: 200 }),
        fc.double({ min: 1.05, max: 3, noNaN: true }),
        (scripts, factor) => {
          const ring = workers.createHashRing(['a', 'b', 'c', 'd'], 20);
          const loads = [0, 0, 0, 0];
          for (const script of scripts) {
            const choice = workers.findOwnerWithinBound(ring, `script-${script}`, loads, factor);
            const server = choice?.server ?? -1;
            loads[server] = (loads[server] ?? 0) + 1;
            const total = loads.reduce((sum, one) => sum + one, 0);
            expect(loads[server]).toBeLessThanOrEqual(Math.ceil((factor * total) / 4));
          }
        },
      ),
    );
  });
});

describe('the eviction of isolates', () => {
  const isolate = fc.record<workers.IsolateObservation>({
    memoryMiB: fc.integer({ min: 1, max: 140 }),
    inFlight: fc.nat(2),
    lastUsedMs: fc.nat(1000),
  });

  it('makes room or takes nothing, and never more than it must', () => {
    fc.assert(
      fc.property(fc.array(isolate, { maxLength: 30 }), fc.nat(128), (isolates, neededMiB) => {
        const limits = { serverMiB: 1000, isolateMiB: 128 };
        const { kind, evict } = workers.decideEviction(isolates, neededMiB, limits);
        const sumMiB = (gone: readonly number[]): number =>
          isolates.reduce(
            (sum, { memoryMiB }, index) => sum + (gone.includes(index) ? 0 : memoryMiB),
            neededMiB,
          );
        if (kind === 'refuse') return;
        expect(sumMiB(evict)).toBeLessThanOrEqual(1000);
        const last = evict.at(-1);
        if (last !== undefined && (isolates[last]?.memoryMiB ?? 0) <= 128) {
          expect(isolates[last]?.inFlight).toBe(0);
          expect(sumMiB(evict.slice(0, -1))).toBeGreaterThan(1000);
        }
      }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import { summarize } from '../../../harness/analyze/summarize.ts';
import { meterNames } from '../../../harness/contract/billing.ts';
import type { Invocation } from '../../../harness/contract/invocation.ts';
import { fromMillis } from '../../../harness/contract/units.ts';
import { createInvocation } from '../../support/invocations.ts';
import { createSyntheticRun } from '../../support/synthetic-run.ts';
import {
  createBurstPhase,
  createConstantLoad,
  createPhase,
  createRun,
  forcedColdPhase,
} from '../../support/run-records.ts';

const arrivals = { kind: 'constant', ratePerSecond: 10, durationMs: 10_000 } as const;

describe('cold against warm', () => {
  const cold = Array.from({ length: 6 }, (_, repetition) =>
    createInvocation({
      phase: forcedColdPhase.id,
      repetition,
      start: 'cold',
      intendedStart: 0,
      sentAt: 0,
      endedAt: fromMillis(100 + repetition),
      initDurationMs: 80,
    }),
  );

  it('takes cold starts from the phase that forces them and warm ones from the load', () => {
    const natural = createInvocation({ start: 'cold', initDurationMs: 500, index: 1000 });
    const { starts } = summarize(
      createRun({
        phases: [forcedColdPhase, createPhase()],
        invocations: [...cold, ...createConstantLoad(arrivals, 2), natural],
      }),
    );
    expect(starts.map(({ start, responseTimeMs }) => [start, responseTimeMs.n])).toEqual([
      ['cold', 6],
      ['warm', 100],
    ]);
    expect(starts[0]?.initDurationMs?.max).toBe(80);
    expect(starts[1]?.initDurationMs).toBeNull();
  });

  it('takes the load’s own cold starts where none was forced', () => {
    const invocations = [
      createInvocation({ start: 'cold', initDurationMs: 500 }),
      ...createConstantLoad(arrivals, 2),
    ];
    const { starts } = summarize(createRun({ invocations }));
    expect(starts[0]).toMatchObject({ start: 'cold', initDurationMs: { n: 1, max: 500 } });
  });

  it('leaves out the warm-up', () => {
    const warmUp = createPhase({ id: 'load/hello/warm-up', role: 'warmUp' });
    const invocations = createConstantLoad(arrivals, 2, { phase: warmUp.id });
    expect(summarize(createRun({ phases: [warmUp], invocations })).starts).toEqual([]);
  });
});

describe('the scale-out', () => {
  const answerOf = (instance: string, endedMs: number) =>
    createInvocation({
      phase: 'burst/hello',
      instance,
      intendedStart: fromMillis(1000),
      sentAt: fromMillis(1000),
      endedAt: fromMillis(endedMs),
      handlerDurationMs: 100,
    });

  it('counts an instance from the start of its first handler', () => {
    const invocations = [answerOf('a', 1300), answerOf('b', 1500), answerOf('a', 1600), answerOf('c', 2100)];
    const [scaleOut] = summarize(createRun({ phases: [createBurstPhase(4)], invocations })).scaleOuts;
    expect(scaleOut?.curve).toEqual([
      { atMs: 200, instances: 1 },
      { atMs: 400, instances: 2 },
      { atMs: 1000, instances: 3 },
    ]);
    expect(scaleOut).toMatchObject({
      invocations: 4,
      instances: 3,
      timeToHalfMs: 400,
      timeToAllMs: null,
      newInstancesPerSecond: 3,
    });
  });
});

describe('the load', () => {
  it('reaches its rate where everything was sent', () => {
    const [load] = summarize(createRun({ invocations: createConstantLoad(arrivals, 2) })).loads;
    expect(load).toMatchObject({ targetRatePerSecond: 10, achievedRatePerSecond: 10 });
  });

  it('that was ended early is measured over the time that it lasted', () => {
    const invocations = createConstantLoad({ ...arrivals, durationMs: 5000 }, 2);
    const [load] = summarize(createRun({ invocations })).loads;
    expect(load?.achievedRatePerSecond).toBeCloseTo(50 / 4.9, 9);
  });

  it('has the errors’ times in its times, and not those of what was never sent', () => {
    const [first, second, ...rest] = createConstantLoad(arrivals, 2);
    const invocations = [
      { ...(first as Invocation), outcome: 'timedOut' as const, endedAt: fromMillis(5000) },
      { ...(second as Invocation), outcome: 'dropped' as const, sentAt: undefined },
      ...rest,
    ];
    const [load] = summarize(createRun({ invocations })).loads;
    expect(load?.responseTimeMs).toMatchObject({ n: 99, max: 5000 });
    expect(load?.outcomes).toMatchObject({ ok: 98, timedOut: 1, dropped: 1 });
  });

  const instance = {
    instance: 'i',
    function: 'hello',
    requestedAt: 0,
    readyAt: 0,
    removedAt: undefined,
    busyMs: 0,
    isolation: 'process',
    cause: undefined,
  };

  it.each([
    ['one instance that lived all the time', [instance], 0.2],
    ['two of them', [instance, instance], 0.1],
    ['one that came before and outlives it', [{ ...instance, requestedAt: -1e9 }], 0.2],
    ['one that lived half the time', [{ ...instance, removedAt: fromMillis(4960) }], 0.4],
    ['those of another function', [{ ...instance, function: 'other' }], undefined],
  ])('is busy by its share of %s', (_, instances, expected) => {
    const invocations = createConstantLoad(arrivals, 20);
    const [load] = summarize(createRun({ invocations, instances })).loads;
    if (expected === undefined) expect(load?.utilisation).toBeNull();
    else expect(load?.utilisation).toBeCloseTo(expected, 2);
  });
});

describe('the cost', () => {
  it('prices everything that was sent, and a million by the load alone', () => {
    const check = createInvocation({ phase: 'check/hello', billedDurationMs: 1000 });
    const load = createConstantLoad(arrivals, 100, { billedDurationMs: 100 });
    const { cost } = summarize(createRun({ invocations: [check, ...load] }));
    // 512 MiB: 11 s are 5.5 GB-seconds.
    expect(cost?.functions[0]).toMatchObject({ invocations: 101, billedDurationMs: 11_000 });
    expect(cost?.functions[0]?.gbSeconds).toBeCloseTo(5.5, 9);
    expect(cost?.totalUsd).toBeCloseTo(5.5 * 0.0000166667 + 101 * 2e-7, 12);
    expect(cost?.functions[0]?.costPerMillionUsd?.value).toBeCloseTo(0.05 * 16.6667 + 0.2, 6);
  });

  it('knows the share of initialisation', () => {
    const one = createInvocation({ start: 'cold', initDurationMs: 75, billedDurationMs: 100 });
    expect(summarize(createRun({ invocations: [one] })).cost?.functions[0]?.coldStartShare).toBeCloseTo(
      0.75,
      12,
    );
  });

  it('has 4.76 % from initialisation of 500 ms in one of a hundred that run 100 ms', () => {
    const [first, ...rest] = createConstantLoad(arrivals, 100, { billedDurationMs: 100 });
    const cold = {
      ...(first as Invocation),
      start: 'cold' as const,
      initDurationMs: 500,
      billedDurationMs: 600,
    };
    const { cost } = summarize(createRun({ invocations: [cold, ...rest] }));
    expect(cost?.functions[0]?.coldStartShare).toBeCloseTo(0.0476, 4);
  });

  it('tells failures, retries and the dearest apart', () => {
    const [first, second, ...rest] = createConstantLoad(arrivals, 100, { billedDurationMs: 100 });
    const failed = { ...(first as Invocation), outcome: 'failed' as const };
    const retried = { ...(second as Invocation), attempts: 3 };
    const [fn] = summarize(createRun({ invocations: [failed, retried, ...rest] })).cost?.functions ?? [];
    expect(fn?.charges.find((one) => one.quantity === 'invocations')?.amount).toBe(102);
    expect(fn?.shares.failures).toBeCloseTo(1 / 102, 9);
    expect(fn?.shares.retries).toBeCloseTo(2 / 102, 9);
    expect(fn?.shares.slowest1Percent).toBeCloseTo(3 / 102, 9);
    expect(fn?.shares.slowest5Percent).toBeCloseTo(7 / 102, 9);
  });

  it('follows the meter that the scenario chose, and says what it assumes', () => {
    const run = createRun({ invocations: createConstantLoad(arrivals, 100) });
    const billing = { architecture: 'x86_64', freeTier: false, meter: 'azure-flex' as const };
    const { cost } = summarize({ ...run, manifest: { ...run.manifest, billing } });
    // 512 MiB for a second each.
    expect(cost?.functions[0]?.gbSeconds).toBeCloseTo(50, 9);
    expect(cost?.functions[0]?.costPerMillionUsd?.value).toBeCloseTo(13.4, 6);
    expect(cost?.assumptions.join()).toContain('1000 ms');
  });

  it.each(meterNames)('is finite by the meter %s', (meter) => {
    const run = createRun({ invocations: createConstantLoad(arrivals, 100) });
    const billing = { architecture: 'arm64', freeTier: true, meter };
    const { cost } = summarize({ ...run, manifest: { ...run.manifest, billing } });
    expect(cost?.functions[0]?.costPerMillionUsd?.value).toBeGreaterThan(0);
    expect(JSON.parse(JSON.stringify(cost))).toEqual(cost);
  });

  it('breaks even with a machine at its price over the price of one invocation', () => {
    const invocations = createConstantLoad(arrivals, 200, { billedDurationMs: 200 });
    const manifest = createRun().manifest;
    const functions = manifest.functions.map((fn) => ({ ...fn, memoryMiB: 1024 }));
    const { cost } = summarize(
      createRun({ manifest: { ...manifest, functions, phases: [createPhase()] }, invocations }),
    );
    const [machine] = cost?.alwaysOn ?? [];
    // The calculator's published point: 1,024 MiB for 200 ms are $3.53334 a million.
    expect(machine?.usdPerMonth).toBeCloseTo(73.584, 3);
    expect(machine?.breakEvenRatePerSecond).toBeCloseTo(73.584 / (3.53334 * 2.628), 3);
    expect(machine?.coreShareAtBreakEven).toBeCloseTo((machine?.breakEvenRatePerSecond ?? 0) * 0.1, 6);
  });
});

describe('the generator', () => {
  it('is ok while it is on time', () => {
    const { generator } = summarize(createRun({ invocations: createConstantLoad(arrivals, 2) }));
    expect(generator).toMatchObject({ verdict: 'ok', reasons: [], scheduled: 100, sent: 100, dropped: 0 });
  });

  it.each([
    ['later than 1 ms on a fast function', 2, 1.5, true],
    ['within 1 ms on a fast function', 2, 0.9, false],
    ['later than 1 ms, but within a twentieth of a slow function', 200, 5, false],
    ['later than a twentieth of a slow function', 200, 20, true],
  ])('that is %s is judged', (_, serviceMs, delayMs, isLimited) => {
    const invocations = createConstantLoad(arrivals, serviceMs).map((one) => ({
      ...one,
      sentAt: one.intendedStart + fromMillis(delayMs),
      endedAt: one.endedAt + fromMillis(delayMs),
    }));
    const { verdict, reasons } = summarize(createRun({ invocations })).generator;
    expect(verdict).toBe(isLimited ? 'generator-limited' : 'ok');
    expect(reasons).toHaveLength(isLimited ? 1 : 0);
  });

  it('that dropped something is limited', () => {
    const [first, ...rest] = createConstantLoad(arrivals, 2);
    const invocations = [
      { ...(first as Invocation), outcome: 'dropped' as const, sentAt: undefined },
      ...rest,
    ];
    expect(summarize(createRun({ invocations })).generator).toMatchObject({
      verdict: 'generator-limited',
      reasons: ['load/hello: 1 invocation was dropped'],
      dropped: 1,
    });
  });
});

describe('the thread that sends', () => {
  const invocations = createConstantLoad(arrivals, 2);
  const secondsOf = (eventLoopUtilization: number, pacing = 'worker') =>
    createSyntheticRun({ seconds: 9 }).generator.map((one) => ({ ...one, eventLoopUtilization, pacing }));

  it.each([
    ['with time to spare is ok', secondsOf(0.5), 'ok'],
    ['that is busy most of the time is the limit', secondsOf(0.97), 'generator-limited'],
    ['that is meant to be busy is not', secondsOf(1, 'spin'), 'ok'],
    ['of an engine that does not tell is unknown', secondsOf(0, 'none'), 'unknown'],
    ['that was busy for a second is not', [...secondsOf(0.5), ...secondsOf(1).slice(0, 1)], 'ok'],
  ])('%s', (_, generator, verdict) => {
    expect(summarize(createRun({ invocations, generator })).generator.verdict).toBe(verdict);
  });
});

describe('the errors', () => {
  it('are counted by what they say, most frequent first', () => {
    const failed = (error: string, count: number) =>
      Array.from({ length: count }, () => createInvocation({ outcome: 'failed', error }));
    const { errors } = summarize(createRun({ invocations: [...failed('a', 1), ...failed('b', 3)] }));
    expect(errors).toEqual([
      { error: 'b', outcome: 'failed', count: 3 },
      { error: 'a', outcome: 'failed', count: 1 },
    ]);
  });
});

describe('a run that was killed', () => {
  it('is told as aborted, with what there is', () => {
    const summary = summarize(createRun({ end: undefined, invocations: createConstantLoad(arrivals, 2) }));
    expect(summary).toMatchObject({ outcome: 'aborted', durationMs: 9902 });
    expect(summary.reason).toContain('killed');
  });

  it('before its first invocation has an empty summary', () => {
    expect(summarize(createRun({ end: undefined }))).toMatchObject({ starts: [], loads: [], errors: [] });
  });
});
